"""Replies to crisis messages: the help that services offered after a crisis line of the persona was sent."""
