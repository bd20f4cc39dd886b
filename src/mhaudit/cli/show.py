"""`mhaudit show`: one exchange of a capture, with the values at its places."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mhaudit.cli.audit import UNREDACTED, Folders, Unredacted, wants_values
from mhaudit.cli.screen import complain, show
from mhaudit.report.text.escape import visible
from mhaudit.report.text.words import when

if TYPE_CHECKING:
    from mhaudit.api.showing import ShownExchange, Value

WARNING = "Values are shown as they were sent, personal and planted ones among them. Do not pass this output on."
MASKED = (
    f"Masked: {{}} of {{}} values. To show them as they were sent, add --unredacted {UNREDACTED}. "
    "A value that no detector recognises is shown as it was sent."
)
NO_PERSONA = "No persona was given by --persona: planted values are masked only where they look personal."
_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_LONGEST, _SHORTENED = 1_000_000, 60  # characters of one value


def show_exchange(
    exchange: Annotated[
        str,
        typer.Argument(help="A capture and the number of an exchange in it.", metavar="CAPTURE#N", show_default=False),
    ],
    place: Annotated[
        str, typer.Argument(help="A place in it, as reports print it: all places without it.", metavar="[PLACE]")
    ] = "",
    persona: Annotated[
        Path | None, typer.Option(help="The person that was typed into the app.", metavar="FILE")
    ] = None,
    policies: Folders = None,
    unredacted: Unredacted = "",
    keylog: Annotated[
        list[Path] | None, typer.Option(help="TLS keys for packet captures; repeatable.", metavar="FILE")
    ] = None,
) -> None:
    """Show one exchange of a capture: who was asked, when, and the values at a place; personal ones are masked."""
    from mhaudit.api import showing

    capture, number = _parts(exchange)
    shown = wants_values(unredacted)
    found = showing.show_exchange(
        capture,
        number,
        place,
        persona=persona,
        policies=policies or (),
        unredacted=shown,
        key_logs=keylog or (),
    )
    complain(WARNING if shown else MASKED.format(found.masked, len(found.values)))
    if not shown and not found.persona:
        complain(NO_PERSONA)
    show("\n".join([*_head(found), "", *(_whole(found.values) if place else _listed(found.values))]))


def _parts(text: str) -> tuple[str, int]:
    """Return the capture and the number. Raise a usage error where one of them is missing."""
    capture, _, number = text.rpartition("#")
    if not capture or not number.isascii() or not number.isdigit() or not int(number[:9]):
        raise typer.BadParameter(f"{text!r} has no number of an exchange; write CAPTURE#N, such as traffic.har#3")
    return capture, int(number[:9])


def _head(found: "ShownExchange") -> Iterator[str]:
    from mhaudit.model.times import timestamp

    one = found.exchange
    port = f":{one.port}" if one.port and one.port != _PORTS.get(one.scheme) else ""
    yield visible(f"{one.method} {one.scheme}://{one.host}{port}{one.path}".strip(), _LONGEST)
    yield f"Host: {visible(one.host)}" + (f" ({visible(one.ip)})" if one.ip and one.ip != one.host else "")
    yield f"Time: {when(timestamp(one.started))}"
    if one.status is not None:
        yield f"Answer: {one.status}"
    if one.attempted:
        yield f"Never reached the server: {visible(one.attempted)}"


def _listed(values: "tuple[Value, ...]") -> Iterator[str]:
    """Yield a line for each place, with its value shortened."""
    for one in values:
        text = _written(one)
        shown = visible(text[:_SHORTENED]) + (f"… [{len(text):,} characters]" if len(text) > _SHORTENED else "")
        yield f"{_direction(one)} {one.place} = {shown}"


def _whole(values: "tuple[Value, ...]") -> Iterator[str]:
    """Yield each place, followed by its value."""
    for one in values:
        yield f"{_direction(one)} {one.place}"
        yield f"  {visible(_written(one), _LONGEST)}"


def _direction(one: "Value") -> str:
    return "sent    " if one.sent else "received"


def _written(one: "Value") -> str:
    """Return a value as text: bytes as hexadecimal digits, other values as in JSON."""
    if isinstance(one.value, bytes):
        return f"{len(one.value)} bytes: {one.value.hex()}"
    if one.value is None or isinstance(one.value, bool):
        return "null" if one.value is None else str(one.value).lower()
    return str(one.value)
