"""Hits become facts: deduplicated, masked, grouped and counted. Nothing that was planted or personal passes through."""
