"""Files referenced by an app profile, beside or below it: a privacy notice, and privacy manifests."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mhaudit.policy.yaml_text import Path as At

LARGEST = 8 * 1024 * 1024


class NotUsable(Exception):
    """A file that can't be used; the text is the reason."""


def read(base: Path, name: str) -> bytes:
    """Read a referenced file. Raise NotUsable."""
    path = base / name
    try:
        if not path.is_file():
            raise NotUsable(f"{name!r} is missing; put the file beside the app profile")
        if path.stat().st_size > LARGEST:
            raise NotUsable(f"{name!r} is larger than {LARGEST // 1024 // 1024} MiB")
        return path.read_bytes()
    except OSError as error:
        raise NotUsable(f"{name!r} can't be read: {error.strerror or error}") from error


def file_references(data: Any) -> "Iterator[tuple[At, str]]":
    """Yield the files referenced in a checked profile, with the places of the references."""
    if "notice" in data:
        yield ("notice", "file"), data["notice"]["file"]
    for number, name in enumerate(data.get("privacy_manifests", ())):
        yield ("privacy_manifests", number), name


def referenced_files(profile: Path) -> tuple[str, ...]:
    """Return the files that a profile references; none if it is invalid, which its loader reports."""
    from mhaudit.policy.yaml_text import parse

    try:
        source = parse(profile.read_bytes(), str(profile), [])
        return tuple(name for _, name in file_references(source.data)) if source else ()
    except (OSError, LookupError, TypeError, AttributeError):
        return ()
