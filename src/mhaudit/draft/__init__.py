"""Draft files: a made-up persona with unique entries, and an app profile from the hosts in a capture."""
