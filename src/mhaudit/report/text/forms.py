"""Translate the forms of values, note by note (`sha256 (post code, lower case)`), and the names of parts of values."""

from mhaudit.report.text.language import marked as _
from mhaudit.report.text.language import message

# How a spelling differs from the entered value; several are joined by commas.
NOTES = (
    _("as DDMMYYYY"),
    _("as E.164"),
    _("as MMDDYYYY"),
    _("as Unix time"),
    _("as Unix time in milliseconds"),
    _("as YYYYMMDD"),
    _("at the other name of its provider"),
    _("city"),
    _("day first"),
    _("digits only"),
    _("first name"),
    _("first names"),
    _("in braces"),
    _("in national form"),
    _("in part"),
    _("joined"),
    _("last name"),
    _("last name first"),
    _("lower case"),
    _("month first"),
    _("post code"),
    _("street"),
    _("the part before the @"),
    _("upper case"),
    _("with 00"),
    _("with commas for dots"),
    _("without blanks"),
    _("without commas"),
    _("without country code"),
    _("without dashes"),
    _("without dots"),
    _("without its tag"),
    _("without middle name"),
    _("without punctuation"),
    _("without tag and dots"),
    _("written out"),
    _("year"),
    _("year first"),
)
# Names of parts of values that are not notes.
PARTS = (_("excerpt"), _("local part"))


def noted(note: str) -> str:
    """Return notes such as `post code, lower case` in the report's language."""
    return ", ".join(message(each) for each in note.split(", ")) if note else ""


def form_said(text: str) -> str:
    """Return a text of the catalogue, or a form with its note, translated: `sha256 (digits only)` as `sha256 (nur
    Ziffern)`.
    """
    said = message(text)
    if said != text or not text.endswith(")"):
        return said
    base, opened, note = text.partition(" (")
    return f"{message(base)} ({noted(note[:-1])})" if opened else said
