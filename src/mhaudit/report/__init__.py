"""Audit → a report, one file a format; nothing but the audit goes in."""

from mhaudit.report.formats.registry import BINARY, FILE_NAMES, FORMATS, SETS, check_tools, pdf_with_annex, verbose_text

__all__ = ["BINARY", "FILE_NAMES", "FORMATS", "SETS", "check_tools", "pdf_with_annex", "verbose_text"]
