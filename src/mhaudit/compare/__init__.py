"""Compare two audits, or recordings of two personas."""
