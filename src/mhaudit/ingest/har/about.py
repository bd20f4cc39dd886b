"""The recorded app as named by a HAR outside of its entries.

ReportHAR's `log._tweasel` names apps with id, name, version and platform, and the device (metaVersion 1.0, from its own
fixtures). HTTP Toolkit titles its pages with the source of the requests, which is a device or a client, not an app
(httptoolkit-ui, src/model/http/har.ts).
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mhaudit.model.subject import NamedApp

_READ = 1 << 18  # bytes at the beginning and at the end of the file
_TWEASEL = re.compile(r'(?<!\\)"_tweasel"\s*:\s*(?=\{)')
_CREATOR = re.compile(r'(?<!\\)"creator"\s*:\s*(?=\{)')
_PAGES = re.compile(r'(?<!\\)"pages"\s*:\s*(?=\[)')
_LONGEST, _MOST_PAGES = 200, 20
_PLATFORMS = ("android", "ios", "web")
_DECODER = json.JSONDecoder(strict=False)


def named_in_har(path: Path, name: str) -> NamedApp | None:
    """Return the app and device that a HAR names; None if it names neither. `name` is that of the capture."""
    begin, end = _ends(path)
    for text in (end, begin):
        about = _value(_TWEASEL, text)
        if isinstance(about, dict):
            return _of_tweasel(about, f"{name}: log._tweasel")
    creator, pages = _value(_CREATOR, begin), _value(_PAGES, begin)
    if isinstance(creator, dict) and creator.get("name") == "HTTP Toolkit" and isinstance(pages, list):
        titles = [_text(page, "title") for page in pages[:_MOST_PAGES] if isinstance(page, dict)]
        device = "; ".join(dict.fromkeys(title for title in titles if title))
        return NamedApp(device=device[:_LONGEST], source=f"{name}: log.pages") if device else None
    return None


def _ends(path: Path) -> tuple[str, str]:
    """Read the beginning and the end of a file, which overlap in a small one."""
    with path.open("rb") as file:
        begin = file.read(_READ)
        file.seek(max(0, path.stat().st_size - _READ))
        end = file.read(_READ)
    return begin.decode(errors="replace"), end.decode(errors="replace")


def _value(opening: re.Pattern[str], text: str) -> object:
    """Return the JSON value after a name; None if it is missing or truncated."""
    match = opening.search(text)
    if not match:
        return None
    try:
        value: object = _DECODER.raw_decode(text, match.end())[0]
    except (ValueError, RecursionError):
        return None
    return value


def _of_tweasel(about: Mapping[str, Any], source: str) -> NamedApp | None:
    apps = about.get("apps")
    one = apps[0] if isinstance(apps, list) and len(apps) == 1 and isinstance(apps[0], dict) else {}
    device = about.get("device")
    named = NamedApp(
        id=_text(one, "id"),
        name=_text(one, "name"),
        version=_text(one, "version"),
        platform=_platform(_text(one, "platform")),
        device=_device(device) if isinstance(device, dict) else "",
        source=f"{source}.apps[0]" if one else source,
    )
    return named if one or named.device else None


def _device(device: Mapping[str, Any]) -> str:
    """Return a device in one line: `Google sdk_gphone_x86_64, android 11, emulator`."""
    model = f"{_text(device, 'manufacturer')} {_text(device, 'model') or _text(device, 'modelCodeName')}".strip()
    system = f"{_text(device, 'platform')} {_text(device, 'osVersion')}".strip()
    kind = _text(device, "runTarget")
    return ", ".join(part for part in (model, system, kind if kind != "device" else "") if part)[:_LONGEST]


def _platform(text: str) -> str:
    return text.lower() if text.lower() in _PLATFORMS else ""


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return " ".join(value.split())[:_LONGEST] if isinstance(value, str) else ""
