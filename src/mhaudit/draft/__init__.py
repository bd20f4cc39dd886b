"""Files to begin with: a made-up person whose entries are unique, and an app profile out of what a capture shows."""
