"""What mhaudit does, as calls: for programs, for tests, and for the commands themselves."""

from mhaudit.api.asking import question, saved_audit
from mhaudit.api.auditing import audit
from mhaudit.api.comparing import Sides, compare, vary
from mhaudit.api.redacting import redact

__all__ = ["Sides", "audit", "compare", "question", "redact", "saved_audit", "vary"]
