"""Replies to a cry for help: what came back after a crisis line of the persona was sent."""
