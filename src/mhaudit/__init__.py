"""mhaudit holds mental-health apps to account: what was sent, to whom, and how we know."""

__version__ = "0.1.0"
