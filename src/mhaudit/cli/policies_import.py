"""`mhaudit policies import`: a data set of others as a layer of the user's own, never among the shipped files."""

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Annotated

import typer

from mhaudit.cli.audit import Folders
from mhaudit.cli.screen import complain, show
from mhaudit.errors import Fault, InvalidFiles
from mhaudit.policy import load
from mhaudit.policy.folder import built_in
from mhaudit.policy.importing import FORMATS, convert, origin
from mhaudit.policy.importing.conversion import Conversion
from mhaudit.policy.importing.entity import Given
from mhaudit.policy.importing.layer_files import Origin, caution, files
from mhaudit.policy.importing.owners import slug
from mhaudit.policy.wording import suggestion

_LARGEST = 64_000_000  # bytes; the largest known data set has a sixth of it
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")


def import_(
    file: Annotated[Path, typer.Argument(help="The file as its publisher gives it out.", metavar="FILE")],
    format_: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.", metavar="FORMAT")],
    out: Annotated[Path, typer.Option(help="A new folder; use it with --policies.", metavar="DIR")],
    retrieved: Annotated[
        str, typer.Option(help="The day it was fetched; without it, the day of the file.", metavar="DAY")
    ] = "",
    licence: Annotated[str, typer.Option(help="Where the publisher states another one.", metavar="TEXT")] = "",
    source: Annotated[str, typer.Option(help="Where it was fetched.", metavar="URL")] = "",
    name: Annotated[str, typer.Option(help="What to call the list or the SDK.", metavar="TEXT")] = "",
    role: Annotated[str, typer.Option(help="What its hosts do, where the file does not say.", metavar="ROLE")] = "",
    folders: Folders = None,
) -> None:
    """Turn a data set of others into a layer of your own, with its source, licence, day and digest in every file.

    Hosts that the shipped policies answer for are left out, and those of the layers given with --policies.
    """
    _check(format_, out, retrieved, source)
    _check_role(role)
    below = tuple(folders or ())
    given = Given(file=str(file), raw=_read(file), beside=lambda other: _beside(file, other), name=name, role=role)
    made = convert(format_, given, slug(out.resolve().name, 30), load(below, lists=False))
    found = origin(format_, given, retrieved or _day(file))
    found = replace(found, licence=licence or found.licence, url=source or found.url)
    write_folder(out, files(made, found), below)
    _tell(made, found, out)


def _check(format_: str, out: Path, retrieved: str, source: str) -> None:
    """Raises a usage error where an option can't be used."""
    if format_ not in FORMATS:
        raise typer.BadParameter(f"{format_!r} is no format; there are {', '.join(FORMATS)}")
    if retrieved and not is_day(retrieved):
        raise typer.BadParameter(f"{retrieved!r} is no day, such as 2026-11-23")
    if source and not re.fullmatch(r"https?://\S+", source):
        raise typer.BadParameter(f"{source!r} is no address")
    if is_shipped(out):
        what = f"{out} belongs to shipped policies, whose licence is another; choose a folder of your own"
        raise typer.BadParameter(what)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise typer.BadParameter(f"{out} is there already; choose a new folder")


def _check_role(role: str) -> None:
    """Raises a usage error for a role that there is not."""
    terms = json.loads((built_in() / "schema" / "terms.schema.json").read_text(encoding="utf-8"))
    roles = terms["$defs"]["role"]["enum"]
    if role and role not in roles:
        raise typer.BadParameter(f"{role!r} is no role{suggestion(role, roles)}; there are {', '.join(roles)}")


def is_shipped(folder: Path) -> bool:
    """Whether a folder is, or lies in, the shipped policies of this or of another copy of mhaudit."""
    path = folder.resolve()
    return any(
        parent == built_in().resolve() or (parent / "schema" / "service.schema.json").exists()
        for parent in (path, *path.parents)
    )


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar."""
    if not _DAY.fullmatch(text):
        return False
    try:
        datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


def _read(file: Path) -> bytes:
    """The content of a file. Raises InvalidFiles where it can't be read or is too large."""
    try:
        if file.stat().st_size > _LARGEST:
            raise InvalidFiles([Fault(str(file), 0, "", f"is larger than {_LARGEST:,} bytes")])
        with file.open("rb") as stream:
            return stream.read(_LARGEST)
    except OSError as error:
        raise InvalidFiles([Fault(str(file), 0, "", f"can't be read: {error.strerror or error}")]) from error


def _beside(file: Path, name: str) -> bytes | None:
    """Another file of the same folder."""
    other = file.with_name(name)
    return _read(other) if other.is_file() else None


def _day(file: Path) -> str:
    """The day on which a file was last written."""
    return datetime.fromtimestamp(file.stat().st_mtime, UTC).date().isoformat()


def write_folder(out: Path, texts: Iterable[tuple[str, str]], below: tuple[Path, ...] = ()) -> None:
    """Writes all files beside the target, loads them on top of other layers, and then puts them in its place."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        made = Path(mkdtemp(dir=out.parent, prefix=".mhaudit-"))
        try:
            for name, text in texts:
                (made / name).parent.mkdir(exist_ok=True)
                (made / name).write_text(text, encoding="utf-8", newline="\n")
            load((*below, made))
            made.chmod(0o755)
            made.replace(out)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise InvalidFiles([Fault(str(out), 0, "", f"can't be written: {error.strerror or error}")]) from error


def _tell(made: Conversion, found: Origin, out: Path) -> None:
    hosts = sum(len(service.hosts) for service in made.services)
    show(f"Imported into {out}: {len(made.services)} services, {len(made.companies)} organisations, {hosts} hosts.")
    for reason, count in sorted(made.left_out.items()):
        if count:
            complain(f"Left out: {count} {reason}")
    asked = caution(found.licence)
    complain(f"Licence: {found.licence}" + (f". It asks that {asked}; see layer.yaml." if asked else ""))
