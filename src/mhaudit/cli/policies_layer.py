"""Make a layer from an external data set: check its place, write it, and report on it."""

import re
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

import typer
from msgspec import Struct
from msgspec.structs import replace

from mhaudit.cli.roles import check_role
from mhaudit.cli.screen import complain, show
from mhaudit.errors import Fault, InvalidFiles
from mhaudit.policy import load
from mhaudit.policy.folder import built_in
from mhaudit.trackerlists import FORMATS, convert, origin
from mhaudit.trackerlists.conversion import Conversion, clean
from mhaudit.trackerlists.entity import Given
from mhaudit.trackerlists.layer_files import Origin, caution, files
from mhaudit.trackerlists.owners import slug

_LARGEST = 64_000_000  # bytes; the largest known data set is a sixth as large
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")


class Wish(Struct, frozen=True, kw_only=True):
    """The options of the layer; "" where one was not given."""

    format: str
    retrieved: str
    licence: str
    source: str
    name: str
    role: str


def make_layer(file: Path, out: Path, wish: Wish, below: tuple[Path, ...]) -> None:
    """Write the layer on top of those below it, and print a summary. Raise InvalidFiles, or a usage error."""
    _check(wish.format, out, wish.retrieved, wish.source)
    check_role(wish.role)
    beside = partial(_beside, file)
    given = Given(file=str(file), raw=_read(file), beside=beside, name=wish.name, role=wish.role)
    made = convert(wish.format, given, slug(out.resolve().name, 30), load(below, lists=False))
    found = origin(wish.format, given, wish.retrieved or _day(file))
    found = replace(found, licence=clean(wish.licence) or found.licence, url=wish.source or found.url)
    write_folder(out, files(made, found), below)
    _tell(made, found, out)


def _check(format_: str, out: Path, retrieved: str, source: str) -> None:
    """Raise a usage error where an option can't be used."""
    if format_ not in FORMATS:
        raise typer.BadParameter(f"unknown format {format_!r}; choose from {', '.join(FORMATS)}")
    if retrieved and not is_day(retrieved):
        raise typer.BadParameter(f"--retrieved: invalid date {retrieved!r}; write it as YYYY-MM-DD")
    if source and not re.fullmatch(r"https?://\S+", source):
        raise typer.BadParameter(f"--source: invalid URL {source!r}; write it with http:// or https://")
    if is_shipped(out):
        what = f"{out} belongs to shipped policies, whose licence is another; choose a folder of your own"
        raise typer.BadParameter(what)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise typer.BadParameter(f"{out} exists and is not an empty folder; choose a new one")


def is_shipped(folder: Path) -> bool:
    """Return whether a folder is in the shipped policies of this or of another copy of mhaudit."""
    path = folder.resolve()
    return any(
        parent == built_in().resolve() or (parent / "schema" / "service.schema.json").exists()
        for parent in (path, *path.parents)
    )


def is_day(text: str) -> bool:
    """Return whether a text is a calendar date."""
    if not _DAY.fullmatch(text):
        return False
    try:
        datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


def _read(file: Path) -> bytes:
    """Read a file. Raise InvalidFiles where it can't be read or is too large."""
    try:
        if file.stat().st_size > _LARGEST:
            raise InvalidFiles([Fault(str(file), 0, "", f"is larger than {_LARGEST:,} bytes")])
        with file.open("rb") as stream:
            return stream.read(_LARGEST)
    except OSError as error:
        raise InvalidFiles([Fault(str(file), 0, "", f"can't be read: {error.strerror or error}")]) from error


def _beside(file: Path, name: str) -> bytes | None:
    """Read another file of the same folder; return None where it is missing."""
    other = file.with_name(name)
    return _read(other) if other.is_file() else None


def _day(file: Path) -> str:
    """Return the date of a file's last modification."""
    return datetime.fromtimestamp(file.stat().st_mtime, UTC).date().isoformat()


def write_folder(out: Path, texts: Iterable[tuple[str, str]], below: tuple[Path, ...] = ()) -> None:
    """Write all files to a temporary folder, load them on top of other layers, and rename it to the target."""
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
