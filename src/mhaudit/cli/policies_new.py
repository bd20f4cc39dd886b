"""`mhaudit policies new`: a skeleton that is valid by its schema, with all of its content to be replaced."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from mhaudit.cli.output import is_stream, write_whole
from mhaudit.cli.screen import show, show_line
from mhaudit.policy.folder import KINDS
from mhaudit.policy.wording import suggestion

_DAY = "2000-01-01"  # the placeholder in skeletons for the day on which one is written
_SKELETONS = (*KINDS.values(), "disputes")
_HEAD = "# yaml-language-server: $schema=../schema/{}.schema.json\n"


def new(
    kind: Annotated[str, typer.Argument(help=f"One of {', '.join(_SKELETONS)}.", metavar="KIND")],
    out: Annotated[
        Path | None, typer.Option(help="Write it here; the id becomes the file's name.", metavar="FILE.yaml")
    ] = None,
) -> None:
    """Start a policy file: a filled skeleton whose names and examples are yours to replace."""
    if kind not in _SKELETONS:
        near = suggestion(kind, _SKELETONS)
        raise typer.BadParameter(f"unknown kind of policy file {kind!r}; choose from {', '.join(_SKELETONS)}{near}")
    text = skeleton(kind, datetime.now(UTC).date().isoformat())
    if out is None or is_stream(out):
        show(text)
        return
    if out.suffix != ".yaml" or out.exists() or not out.parent.is_dir():
        raise typer.BadParameter(f"{out} must be a new file that ends in .yaml, in an existing folder")
    write_whole(out, text.replace(f"\nid: {_id(text)}\n", f"\nid: {out.stem}\n", 1))
    show_line(f"Written: {out}")


def skeleton(kind: str, day: str) -> str:
    """Return the skeleton of a kind of file, with `day` as the day of its checks."""
    text = Path(__file__).with_name("policies_skeletons").joinpath(f"{kind}.yaml").read_text(encoding="utf-8")
    return _HEAD.format(kind) + text.replace(_DAY, day)


def _id(text: str) -> str:
    return next((line.removeprefix("id: ") for line in text.splitlines() if line.startswith("id: ")), "")
