"""Crisis lines, as stated in the policy files."""

from msgspec import Struct, field


class LineSource(Struct, frozen=True, kw_only=True):
    """A page that names a crisis line; `kind` is official, press or aggregator, `date` its date, or ""."""

    url: str
    kind: str
    date: str = ""


class CrisisLine(Struct, frozen=True, kw_only=True):
    """One helpline for people in danger, by call, text, WhatsApp or chat.

    `level` is confirmed, secondary or doubtful. `state` is "" if it is in service, superseded if it is in service but
    another number replaces it, retired if it is out of service. `kind` is "" for a crisis line, else information or
    emergency. A `plain_name` consists of ordinary words and identifies no line by itself.
    """

    name: str
    level: str
    checked_on: str
    also: tuple[str, ...] = ()
    plain_name: bool = False
    kind: str = ""
    call: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    whatsapp: tuple[str, ...] = ()
    chat: tuple[str, ...] = ()
    audience: str = field(default="", name="for")
    region: str = ""
    hours: str = ""
    languages: tuple[str, ...] = ()
    note: str = ""
    state: str = ""
    replaced_by: str = ""
    recheck: bool = False
    sources: tuple[LineSource, ...] = ()

    @property
    def advisable(self) -> bool:
        """Return whether reports may recommend it: confirmed recently, in service, for everybody."""
        plain = not (self.state or self.kind or self.audience or self.region or self.recheck)
        return self.level == "confirmed" and plain


class CrisisLines(Struct, frozen=True, kw_only=True):
    """The lines of a country, its calling code, its emergency numbers, and directories of lines."""

    id: str
    country: str
    calling_code: str = ""
    emergency: tuple[str, ...] = ()
    lines: tuple[CrisisLine, ...] = ()
    directories: tuple[str, ...] = ()
