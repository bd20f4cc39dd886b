"""What mhaudit does, as calls: for programs, for tests, and for the commands themselves.

Comparisons are in `mhaudit.compare.run`: few audits need them, and each start would pay for them.
"""

from mhaudit.auditing.options import question, read_saved, saved_audit
from mhaudit.auditing.run import audit

__all__ = ["audit", "question", "read_saved", "saved_audit"]
