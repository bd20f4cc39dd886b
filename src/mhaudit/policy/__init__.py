"""The policy files: read, checked as a whole, and turned into the types that the engine uses."""

from mhaudit.policy.load import load

__all__ = ["load"]
