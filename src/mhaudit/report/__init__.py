"""Render an audit as reports, one module per format. Renderers read nothing but the audit."""

from mhaudit.report.formats.registry import BINARY, FILE_NAMES, FORMATS, SETS, check_tools, pdf_with_annex, verbose_text

__all__ = ["BINARY", "FILE_NAMES", "FORMATS", "SETS", "check_tools", "pdf_with_annex", "verbose_text"]
