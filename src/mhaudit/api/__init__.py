"""Calls beside the audit: captures made fit to be passed on, and one exchange shown."""
