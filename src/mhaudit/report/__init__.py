"""Audit → text, one file a format; nothing but the audit goes in."""

from mhaudit.report.formats import FILE_NAMES, FORMATS, SETS

__all__ = ["FILE_NAMES", "FORMATS", "SETS"]
