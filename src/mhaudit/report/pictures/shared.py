"""One identifier → the organisations that all saw its value: who could put their records together."""

from msgspec import Struct

from mhaudit.model.audit import Bridge, Kind
from mhaudit.report.pictures.flow import cut, tone
from mhaudit.report.pictures.ribbons import Link, Ribbons, Side, draw
from mhaudit.report.text import words

MOST = 12


class Shared(Struct, frozen=True, kw_only=True):
    """The picture of the first bridges, and how many more there are in the table."""

    picture: Ribbons
    more: int


def shared(bridges: tuple[Bridge, ...], kinds: dict[str, Kind]) -> Shared | None:
    """None where no value was seen by several. Values are told apart by number only."""
    drawn = bridges[:MOST]
    if not drawn:
        return None
    left = [
        Side(str(number), cut(f"{number}. {words.label(kinds[bridge.category])}"), tone=tone(bridge.category))
        for number, bridge in enumerate(drawn, 1)
    ]
    names = list(dict.fromkeys(name for bridge in drawn for name in bridge.organisations))
    links = [
        Link(left=str(number), right=name, tone=tone(bridge.category), certainty="proven")
        for number, bridge in enumerate(drawn, 1)
        for name in bridge.organisations
    ]
    return Shared(picture=draw(left, [Side(name, cut(name)) for name in names], links), more=len(bridges) - len(drawn))
