"""A comparison of the shipped crisis lines with a user's list: differences, and numbers in only one of them.

A list is CSV with a header (country, number, and optionally name, level or state), or YAML or JSON: entries with a
country and numbers under number, call, text, whatsapp or chat, by themselves or under `lines`.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.help_lines import CrisisLine, CrisisLines

_WAYS = ("number", "call", "text", "whatsapp", "chat")
_NUMBER = re.compile(r"[+*#(]?\d[\d ()*#.-]*")


class ListedNumber(Struct, frozen=True, order=True):
    """One number of the user's list; `level` and `state` are "" if the list doesn't give them."""

    country: str
    number: str
    name: str = ""
    level: str = ""
    state: str = ""


def differences(path: Path, lines: Mapping[str, CrisisLines]) -> list[str]:
    """Return a line of text for each number that differs or that one side lacks. Raise InvalidFiles."""
    given = sorted(read_lines(path))
    shipped = {
        (known.country, _key(way)): line for known in lines.values() for line in known.lines for way in _ways(line)
    }
    countries = {one.country for one in given}
    found = [text for one in given for text in _beside(one, shipped)]
    theirs = {(one.country, _key(one.number)) for one in given}
    found += [
        f"{country} {way}: only in the shipped lines ({line.name}, {line.level})"
        for known in lines.values()
        for line in known.lines
        for way in _ways(line)
        if (country := known.country) in countries and (country, _key(way)) not in theirs
    ]
    return list(dict.fromkeys(found))


def read_lines(path: Path) -> list[ListedNumber]:
    """Return the numbers of a list. Raise InvalidFiles if it can't be read or has no country with a number."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFiles([Fault(str(path), 0, "", f"can't be read: {error}")]) from error
    entries = _of_csv(text) if path.suffix.lower() in (".csv", ".tsv") else _of_yaml(text, path)
    found = [one for entry in entries for one in _given(entry)]
    if not found:
        what = (
            "contains no entry with a country and a number; expected CSV with a header country,number or YAML with both"
        )
        raise InvalidFiles([Fault(str(path), 0, "", what)])
    return found


def _of_csv(text: str) -> Iterator[Mapping[str, Any]]:
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ";" if ";" in text.partition("\n")[0] else ","
    for row in csv.DictReader(io.StringIO(text), delimiter=delimiter):
        yield {str(name).strip().lower(): value for name, value in row.items() if name}


def _of_yaml(text: str, path: Path) -> Iterator[Mapping[str, Any]]:
    import yaml

    try:
        data = yaml.load(text, Loader=yaml.CSafeLoader)  # the safe loader, in C
    except (yaml.YAMLError, RecursionError) as error:
        raise InvalidFiles(
            [Fault(str(path), 0, "", f"is neither YAML nor JSON: {str(error).splitlines()[0]}")]
        ) from error
    for entry in data if isinstance(data, list) else [data]:
        if isinstance(entry, dict) and isinstance(entry.get("lines"), list):
            country = {"country": entry.get("country", "")}
            yield from ({**country, **line} for line in entry["lines"] if isinstance(line, dict))
        elif isinstance(entry, dict):
            yield entry


def _given(entry: Mapping[str, Any]) -> Iterator[ListedNumber]:
    country = str(entry.get("country") or "").strip().upper()
    for name in _WAYS:
        value = entry.get(name) or ()
        for way in value if isinstance(value, list | tuple) else [value]:
            if len(country) == 2 and _key(str(way)):
                facts = (str(entry.get(fact) or "").strip() for fact in ("name", "level", "state"))
                yield ListedNumber(country, str(way).strip(), *facts)


def _ways(line: CrisisLine) -> tuple[str, ...]:
    return (*line.call, *line.text, *line.whatsapp, *line.chat)


def _key(way: str) -> str:
    """Return a key for a number in any spelling: its digits, or the host and path of a URL."""
    if "://" in way or (re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?", way) and not way[:1].isdigit()):
        return re.sub(r"^https?://(?:www\.)?", "", way).rstrip("/").lower()
    found = max(_NUMBER.findall(way), key=len, default="")
    return re.sub(r"[^0-9*#]", "", found)


def _beside(one: ListedNumber, shipped: Mapping[tuple[str, str], CrisisLine]) -> Iterator[str]:
    line = shipped.get((one.country, _key(one.number)))
    said = f"{one.country} {one.number}"
    if line is None:
        yield f"{said}: not in the shipped lines" + (f" ({one.name})" if one.name else "")
        return
    if one.level and one.level != line.level and one.level in ("confirmed", "secondary", "doubtful"):
        yield f"{said}: {one.level} in the list, {line.level} in the shipped lines ({line.name})"
    state = "superseded" if one.state.startswith("superseded") else one.state
    if state in ("superseded", "retired") and state != line.state:
        yield f"{said}: {state} in the list, {line.state or 'answering'} in the shipped lines ({line.name})"
