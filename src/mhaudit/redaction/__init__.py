"""Redact captures so that they can be shared: planted and personal values are replaced by pseudonyms."""
