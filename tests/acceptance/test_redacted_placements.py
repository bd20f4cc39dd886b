"""A redacted file holds no planted value and no credential, wherever it stood and however it was written."""

import base64
import html
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

from mhaudit.api.redacting import redact
from mhaudit.redaction.redact import Redaction
from tests.acceptance.placements import ENCODINGS, PLACES, entry, person

PERSONAS = int(os.environ.get("MHAUDIT_PERSONAS", "12"))
EACH = 50
# A label of a host holds letters, digits and hyphens: what is written in others can't be read there any more.
LOST_IN_HOSTS = {"rot47", "ascii85", "base85", "z85", "morse", "uuencode", "wide", "invisible", "quoted-printable"}


def written(text: str) -> Iterator[str]:
    yield from (text, json.dumps(text)[1:-1], quote(text), quote(text, safe=""), html.escape(text))
    yield base64.b64encode(text.encode()).decode()[2:-4]


def token(text: str) -> str:
    return "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in text)[:60].strip("-")


def run(entries: list[Any], planted: dict[str, str], folder: Path) -> tuple[Redaction, list[str]]:
    """The result, and the entries as they were written, unquoted as well."""
    (folder / "in.har").write_text(json.dumps({"log": {"entries": entries}}))
    values = "".join(f"  - {{category: {kind}, value: {json.dumps(value)}}}\n" for kind, value in planted.items())
    (folder / "persona.yaml").write_text(f"id: somebody\nvalues:\n{values}", encoding="utf-8")
    done = redact(folder / "in.har", folder / "out.har", persona=folder / "persona.yaml")
    document = json.loads((folder / "out.har").read_text())
    lines = [json.dumps(each, ensure_ascii=False) for each in document["log"]["entries"]]
    return done, [(line + unquote(line)).lower() for line in lines]


@pytest.mark.parametrize("seed", range(PERSONAS))
def test_no_planted_value_comes_through(own_cache: None, tmp_path: Path, seed: int) -> None:
    planted, rng = person(seed), random.Random(seed)  # noqa: S311 (reproducible, and no secret)
    chosen = [(rng.choice([*PLACES]), rng.choice([*ENCODINGS]), rng.choice([*planted])) for _ in range(EACH)]
    chosen = [(place, how, kind) for place, how, kind in chosen if place != "host" or how not in LOST_IN_HOSTS]
    done, lines = run([entry(place, ENCODINGS[how](planted[kind])) for place, how, kind in chosen], planted, tmp_path)
    assert done.remaining == 0 and len(lines) == len(chosen)
    for (place, how, kind), line in zip(chosen, lines, strict=True):
        text = ENCODINGS[how](planted[kind])
        forms = [form.lower() for form in written(token(text) if place == "host" else text)]
        assert [form for form in forms if len(form) >= 6 and form in line] == [], (place, how, kind)
        assert [value for value in planted.values() if value.lower() in line] == [], (place, how, kind)


KEYS = [
    *("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"),
    *("sk_live_4eC39HqLyjWDarjtT1zdp7dc", "tok_live_a8Hh2kQ", "sk-proj-abc123def456", "xoxb-17653672481-19874698323"),
    *("AIzaSyA1b2C3d4E5f6G7h8I9j0KaLbMc", "glpat-zZ9yX8wV7uT6sR5q", "SG.ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf09kq"),
    *("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3NyJ9.c2lnbmF0dXJl", "hunter2-horse", "7d4c1f2e9b8a4f6d8c1e5a7be2f4d960"),
]
FIELDS = ["access_token", "sig", "api_key", "X-Amz-Signature", "password", "client_secret", "sessionId"]


def _with_key(number: int, key: str, field: str) -> Any:
    places = (
        lambda made: made["request"].update(url=f"{made['request']['url']}?{field}={quote(key, safe='')}"),
        lambda made: made["request"]["headers"].append({"name": f"X-{field}", "value": key}),
        lambda made: made["request"].update(
            postData={"mimeType": "application/json", "text": json.dumps({"a": {field: key}})}
        ),
        lambda made: made["request"]["headers"].append({"name": "Authorization", "value": f"Bearer {key}"}),
        lambda made: made["request"]["headers"].append({"name": "Cookie", "value": f"x={key}"}),
        lambda made: made["request"].update(url=f"https://t.example/{field}/{quote(key, safe='')}/x"),
        lambda made: made["response"].update(
            content={"mimeType": "application/json", "text": json.dumps({field: key})}
        ),
    )
    made = entry("text", "nothing")
    places[number % len(places)](made)
    return made


def test_no_credential_comes_through(own_cache: None, tmp_path: Path) -> None:
    chosen = [(n, KEYS[n % len(KEYS)], FIELDS[n // 7 % len(FIELDS)]) for n in range(98)]
    done, lines = run([_with_key(*each) for each in chosen], person(0), tmp_path)
    assert done.remaining == 0
    assert [each for each, line in zip(chosen, lines, strict=True) if each[1].lower() in line] == []
