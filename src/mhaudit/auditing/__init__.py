"""The Python interface of mhaudit, for programs, tests and the commands.

Comparisons are in `mhaudit.compare.run`: few audits need them, and importing them would slow down every start.
"""

from mhaudit.auditing.options import question, read_saved, saved_audit
from mhaudit.auditing.run import audit

__all__ = ["audit", "question", "read_saved", "saved_audit"]
