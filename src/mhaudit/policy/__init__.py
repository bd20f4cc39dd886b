"""The policy files: read, checked as a whole, and converted to the types of the engine."""

from mhaudit.policy.load import load

__all__ = ["load"]
