"""Pages about crisis lines. A number that was not checked at its source is shown as such, and never as advice."""

from collections.abc import Iterator

from mhaudit.explain.catalogue import Catalogue, Data
from mhaudit.explain.page import Line, Section, sections


def lines(data: Data, known: Catalogue) -> tuple[Section, ...]:
    checked = [line for line in data.get("lines", ()) if line["confidence"] == "verified"]
    others = [line for line in data.get("lines", ()) if line["confidence"] != "verified"]
    return sections(
        checked_at_their_source=(_line(line) for line in checked),
        not_checked=_not_checked(data, others),
        no_longer_answering=_retired(data),
        directories=(Line(address) for address in data.get("directories", ())),
    )


def _line(line: Data) -> Line:
    note = f" {line['note']}" if "note" in line else ""
    return Line(f"{_who(line)}: {_ways(line)} (checked on {line['checked_on']}).{note}", line.get("source", ""))


def _who(line: Data) -> str:
    return f"{line['name']}, for {line['for']}" if "for" in line else str(line["name"])


def _ways(line: Data) -> str:
    return ", ".join(
        [f"{number} (call)" for number in line.get("call", ())] + [f"{way} (text)" for way in line.get("text", ())]
    )


def _not_checked(data: Data, others: list[Data]) -> Iterator[Line]:
    """Leads for whoever checks them: each line says that nobody has, so that none can be quoted without it."""
    if "emergency" in data:
        yield Line(f"Not checked: emergency numbers {', '.join(data['emergency'])}")
    for line in others:
        yield Line(f"Not checked: {_who(line)}: {_ways(line)}")


def _retired(data: Data) -> Iterator[Line]:
    for entry in data.get("retired", ()):
        checked = "" if entry["confidence"] == "verified" else " (not checked)"
        was = f": {entry['was']}" if "was" in entry else ""
        yield Line(f"{entry['number']}{was}{checked}")
