"""A capture that may be passed on: what was planted, and what is personal, gives way to pseudonyms."""
