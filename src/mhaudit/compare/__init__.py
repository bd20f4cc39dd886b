"""Two audits, or two personas, held against each other."""
