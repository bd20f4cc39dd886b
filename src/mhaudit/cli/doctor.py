"""`mhaudit doctor`: find out why there is no traffic."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mhaudit.cli.exits import Exit
from mhaudit.cli.screen import show_line

if TYPE_CHECKING:
    from mhaudit.doctor.answer import CheckResult

_MARKS = {"fine": "ok", "trouble": "!!", "unknown": "??"}


def doctor(
    case: Annotated[
        Path | None, typer.Argument(help="The case folder; it may be one that is being recorded.", metavar="[CASE]")
    ] = None,
    lists: Annotated[
        list[Path] | None,
        typer.Option(
            "--list", help="The phone's own list of contacts, to find bypassed traffic; repeatable.", metavar="FILE"
        ),
    ] = None,
    app_id: Annotated[str, typer.Option(help="Which app in the list: its package or bundle id.", metavar="ID")] = "",
    host: Annotated[str, typer.Option(help="Without a case: where the proxy should listen.", metavar="ADDRESS")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(help="Without a case: on which port.", min=1, max=65535, metavar="PORT")] = 8080,
) -> None:
    """Find what prevents a recording: port, device, certificate, pinning, QUIC, IPv6, clock."""
    if case is None and lists:
        raise typer.BadParameter("--list is compared with a recording; give its case folder, too")
    answers = list(_of_case(case, lists or (), app_id) if case else _of_machine(host, port))
    for answer in answers:
        show_line(f"{_MARKS[answer.state]}  {answer.about}: {answer.says}")
        if answer.do:
            show_line(f"    {answer.do}")
    if any(answer.state == "trouble" for answer in answers):
        raise typer.Exit(Exit.TROUBLE)


def _of_machine(host: str, port: int) -> "Iterator[CheckResult]":
    from mhaudit.doctor.proxy_port import of_port

    yield of_port(host, port)


def _of_case(case: Path, lists: Sequence[Path], app_id: str) -> "Iterator[CheckResult]":
    from mhaudit.doctor.bypasses import of_detours
    from mhaudit.doctor.evidence import evidence_of
    from mhaudit.doctor.lists import past
    from mhaudit.doctor.proxy_port import of_listening
    from mhaudit.doctor.recording import of_recording

    seen = evidence_of(case)
    own, known = _own(case)
    yield from of_listening(seen)
    yield from of_recording(seen)
    yield from of_detours(seen, past(lists, seen, app_id or known) if lists else None, own)


def _own(case: Path) -> tuple[Sequence[str], str]:
    """Return the app's own domains and its id, from the profile in the case."""
    from mhaudit.model.subject import APP
    from mhaudit.policy import load
    from mhaudit.profile import load_app

    if not (case / APP).is_file():
        return (), ""
    profile = load_app(case / APP, load())
    return profile.first_party, profile.id
