"""Functions beside the audit: redact captures, and show one exchange."""
