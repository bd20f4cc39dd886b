"""Collection of hits: deduplicated, masked, grouped, counted. No planted or personal value passes through."""
