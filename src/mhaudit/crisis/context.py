"""The parts of an audit that the assessment of replies to crisis lines needs."""

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from mhaudit.model.capture import Exchange
from mhaudit.model.help_lines import CrisisLines
from mhaudit.model.place import Document
from mhaudit.model.subject import AppProfile, Persona
from mhaudit.recipients.directory import Directory


class CrisisContext(Struct, frozen=True, kw_only=True):
    """Decoding, knowledge and redaction, provided by the audit.

    `decode` yields the readings of an exchange, `redact` removes planted values from text, `shown` returns the
    printable name of a host, and `holds_value` returns whether a text contains a planted value.
    """

    decode: Callable[[Exchange], Iterable[Document]]
    directory: Directory
    lines: Mapping[str, CrisisLines]
    redact: Callable[[str], str]
    shown: Callable[[str], str]
    holds_value: Callable[[str], bool]
    persona: Persona | None = None
    app: AppProfile | None = None
