"""What mhaudit does, as calls: for programs, for tests, and for the commands themselves.

Comparisons are in `mhaudit.api.comparing`: few audits need them, and each start would pay for them.
"""

from mhaudit.api.asking import question, saved_audit
from mhaudit.api.auditing import audit

__all__ = ["audit", "question", "saved_audit"]
