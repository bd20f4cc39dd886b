"""Pages about crisis lines. A number that was not checked at its source is shown as such, and never as advice."""

from collections.abc import Iterator

from mhaudit.policy.explaining.catalogue import Catalogue, Data
from mhaudit.policy.explaining.page import Line, Section, sections


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
    ways = [f"call {number}" for number in line.get("call", ())] + [f"text {way}" for way in line.get("text", ())]
    audience = f", for {line['for']}" if "for" in line else ""
    note = f" {line['note']}" if "note" in line else ""
    return Line(
        f"{line['name']}{audience}: {', '.join(ways)} (checked on {line['checked_on']}).{note}", line.get("source", "")
    )


def _not_checked(data: Data, others: list[Data]) -> Iterator[Line]:
    """Leads for whoever checks them: each line says that nobody has, so that none can be quoted without it."""
    if "emergency" in data:
        yield Line(f"Not checked: emergency numbers {', '.join(data['emergency'])}")
    for line in others:
        audience = f", for {line['for']}" if "for" in line else ""
        yield Line(
            f"Not checked: {line['name']}{audience}, {', '.join([*line.get('call', ()), *line.get('text', ())])}"
        )


def _retired(data: Data) -> Iterator[Line]:
    for entry in data.get("retired", ()):
        checked = "" if entry["confidence"] == "verified" else " (not checked)"
        was = f": {entry['was']}" if "was" in entry else ""
        yield Line(f"{entry['number']}{was}{checked}")
