"""The usual ways to write a planted value down, to look for in what must not hold it."""

import base64
import hashlib
import html
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import yaml

_SHORTEST = 6  # a mood of 3 is in every file


def planted(persona: Path) -> list[tuple[str, str]]:
    """The persona's values that are long enough to look for, as (category, value)."""
    document = yaml.safe_load(persona.read_text(encoding="utf-8"))
    return [
        (value["category"], value["value"])
        for value in document["values"]
        if isinstance(value["value"], str) and len(value["value"]) >= _SHORTEST
    ]


def disguises(value: str) -> Iterator[tuple[str, str]]:
    """(name of the form, the text to look for), letter case aside."""
    yield "plain", value
    yield "without punctuation", "".join(filter(str.isalnum, value))
    yield "JSON", json.dumps(value)[1:-1]
    yield "HTML", html.escape(value)
    yield "percent", quote(value, safe="")
    yield "form", quote_plus(value)
    for written in {value, value.lower(), value.strip("+").replace("-", "")}:
        data = written.encode()
        yield "hex", data.hex()
        for shift in range(3):
            # The first and last characters depend on what stands around; the middle does not.
            yield "base64", base64.b64encode(b"\0" * shift + data).decode()[4:-4]
        for name in ("md5", "sha1", "sha256", "sha512"):
            digest = hashlib.new(name, data, usedforsecurity=False).digest()
            yield name, digest.hex()
            yield f"{name} in base64", base64.b64encode(digest).decode().rstrip("=")
