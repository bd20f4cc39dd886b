"""Settings of a project: `mhaudit.toml`, or `[tool.mhaudit]` in `pyproject.toml`, in this folder or one above it.

They are the defaults of options that are not given; the command names the file on standard error.
"""

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import typer
from msgspec import Struct

from mhaudit.cli.screen import complain
from mhaudit.errors import Fault, InvalidFiles
from mhaudit.ingest.case.folder import brought_along

OWN, SHARED = "mhaudit.toml", "pyproject.toml"
# The settings that each command uses; it ignores all others.
HEEDED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "audit": (
            *("app", "persona", "policies", "pack", "fail-on", "formats", "waivers", "baseline", "out", "language"),
        ),
        "record": ("app", "persona", "policies", "pack", "fail-on"),
        "compare": ("app", "persona", "policies", "pack", "fail-on", "waivers"),
        "redact": ("app", "persona", "policies"),
        "bundle": ("policies", "pack"),
    }
)
_PATHS = frozenset({"app", "persona", "waivers", "baseline", "out"})
_TABLE = re.compile(rb"^\s*\[\s*tool\s*\.\s*mhaudit\s*\]", re.MULTILINE)


class SettingsFile(Struct, frozen=True):
    """A settings file and its validated values."""

    path: Path
    values: Mapping[str, Any]

    def options(self, command: str) -> dict[str, Any]:
        """Return the settings that a command uses, as values of its options; paths are relative to the file."""
        return {
            _option(name): self._value(name, self.values[name])
            for name in HEEDED.get(command, ())
            if name in self.values
        }

    def _value(self, name: str, value: Any) -> Any:
        if name == "formats":
            return ",".join(value)
        if name == "policies":
            return [self._below(folder) for folder in value]
        return self._below(value) if name in _PATHS else value

    def _below(self, value: str) -> str:
        return os.path.relpath(self.path.parent / value)


def find_settings(folder: Path) -> SettingsFile | None:
    """Return the nearest settings, in a folder or above it. Raise InvalidFiles."""
    for place in (folder, *folder.parents):
        if (place / OWN).is_file():
            return _read(place / OWN, lambda data: data)
        if (place / SHARED).is_file() and _TABLE.search((place / SHARED).read_bytes()):
            return _read(place / SHARED, lambda data: data["tool"]["mhaudit"])
    return None


def use_settings(context: typer.Context) -> None:
    """Set the settings of this folder as defaults of options."""
    command = context.invoked_subcommand or ""
    found = find_settings(Path.cwd()) if command in HEEDED else None
    if found and (options := found.options(command)):
        context.default_map = {command: options}
        heeded = ", ".join(name for name in HEEDED[command] if name in found.values)
        complain(f"Settings: {os.path.relpath(found.path)} ({heeded})")


def unless_brought(
    context: typer.Context, option: str, file: Path | None, captures: Sequence[Path], name: str
) -> Path | None:
    """Return the file of an option; None where it comes from settings and a case among the captures has its own."""
    source = context.get_parameter_source(option)
    is_set = source is not None and source.name == "DEFAULT_MAP"
    return None if is_set and brought_along(captures, name) else file


def _read(path: Path, table: Any) -> SettingsFile:
    shown = os.path.relpath(path)
    try:
        raw = path.read_bytes()
        values = table(tomllib.loads(raw.decode("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidFiles([Fault(shown, 0, "", f"can't be read: {error}")]) from error
    if faults := _faults(shown, raw.decode("utf-8"), values):
        raise InvalidFiles(faults)
    return SettingsFile(path, values)


def _faults(shown: str, text: str, values: Any) -> list[Fault]:
    from mhaudit.policy.folder import built_in
    from mhaudit.policy.schema import validators
    from mhaudit.policy.wording import sentence, suggestion

    validator = validators(built_in() / "schema")["settings"]
    known = [name.replace("_", "-") for name in HEEDED["audit"]]
    faults = []
    for error in validator.breaches(values):
        if error.validator == "additionalProperties":
            unknown = sorted(set(values) - set(known))
            faults += [
                Fault(
                    shown,
                    _line(text, name),
                    name,
                    f"unknown setting{suggestion(name, set(known))}; allowed are {', '.join(sorted(known))}",
                )
                for name in unknown
            ]
        else:
            names: Sequence[str | int] = list(error.absolute_path)
            name = str(names[0]) if names else ""
            faults.append(Fault(shown, _line(text, name), name, sentence(error)))
    return faults


def _line(text: str, name: str) -> int:
    """Return the line number of a setting, 0 where it is unknown."""
    match = re.search(rf'^\s*"?{re.escape(name)}"?\s*=', text, re.MULTILINE)
    return text.count("\n", 0, match.end()) + 1 if match and name else 0


def _option(name: str) -> str:
    return "format" if name == "formats" else name.replace("-", "_")
