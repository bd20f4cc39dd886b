"""Pages about crisis lines. An unconfirmed number is marked as such, and never shown as advice."""

from collections.abc import Iterator

from mhaudit.explain.catalogue import Catalogue, Data
from mhaudit.explain.page import Line, Section, sections


def help_line_sections(data: Data, known: Catalogue) -> tuple[Section, ...]:
    """Return the sections of the crisis lines of a country."""
    answering = [line for line in data.get("lines", ()) if "state" not in line]
    confirmed = [line for line in answering if line["level"] == "confirmed" and not line.get("recheck")]
    others = [line for line in answering if line not in confirmed]
    return sections(
        confirmed=(_line(line) for line in confirmed),
        not_confirmed=_not_confirmed(data, others),
        superseded_or_retired=_former(data),
        directories=(Line(address) for address in data.get("directories", ())),
    )


def _line(line: Data) -> Line:
    facts = [line[name] for name in ("hours", "cost", "region") if name in line]
    about = f" ({'; '.join([*facts, 'checked on ' + line['checked_on']])})."
    note = f" {line['note']}" if "note" in line else ""
    return Line(f"{_who(line)}: {_ways(line)}{about}{note}", _source(line))


def _source(line: Data) -> str:
    """Return the best page that names a line: an official one if there is one."""
    found = sorted(line.get("sources", ()), key=lambda source: source["kind"] != "official")
    return str(found[0]["url"]) if found else ""


def _who(line: Data) -> str:
    return f"{line['name']}, for {line['for']}" if "for" in line else str(line["name"])


def _ways(line: Data) -> str:
    ways = {"call": "call", "text": "text", "whatsapp": "WhatsApp", "chat": "chat"}
    return ", ".join(f"{way} ({how})" for name, how in ways.items() for way in line.get(name, ()))


def _not_confirmed(data: Data, others: list[Data]) -> Iterator[Line]:
    """Yield unconfirmed lines for checking: each states that it is unconfirmed, so that none is quoted without this."""
    if "emergency" in data:
        yield Line(f"Not checked: emergency numbers {', '.join(data['emergency'])}")
    for line in others:
        level = "look again" if line["level"] == "confirmed" else line["level"]
        yield Line(f"Not confirmed ({level}): {_who(line)}: {_ways(line)}", _source(line))


def _former(data: Data) -> Iterator[Line]:
    for line in data.get("lines", ()):
        if "state" in line:
            by = f", replaced by {line['replaced_by']}" if "replaced_by" in line else ""
            yield Line(f"{line['name']}: {_ways(line)}: {line['state']}{by}", _source(line))
