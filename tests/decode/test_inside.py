import base64
import gzip
import json

import pytest

from mhaudit.decode import inside
from tests.decode.read import body

MOOD = '{"mood": 3}'
PACKED = base64.b64encode(gzip.compress(MOOD.encode(), mtime=0)).decode()


def opened(text: str) -> list[tuple[str, str | bytes]]:
    return list(inside.decode(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"request failed: {MOOD}", [MOOD]),
        (f")]}}',\n{MOOD}", [MOOD]),
        (f"callback({MOOD});", [MOOD]),
        (f"{MOOD}{MOOD}", [MOOD, MOOD]),
        (f"data: {MOOD}\n\ndata: [1, 2, 3]\n", [MOOD, "[1, 2, 3]"]),
        (MOOD, []),
        (f" {MOOD}\n", []),
        ("set {of: words}", []),
        ("see [1]", []),
    ],
)
def test_json_behind_text(text: str, found: list[str]) -> None:
    assert [out for step, out in opened(text) if step == "embedded"] == found


def test_brackets_without_end_are_tried_a_few_times() -> None:
    assert opened('{"a": ' * 10_000) == []


@pytest.mark.parametrize("text", [MOOD, PACKED, base64.b64encode(MOOD.encode()).decode(), "https://a.example/?mood=3"])
def test_text_turned_around(text: str) -> None:
    assert ("reversed", text) in opened(text[::-1])
    assert "reversed" not in dict(opened(text))


@pytest.mark.parametrize("text", ["a quiet day", "yadnus", "}", "PTTH", ""])
def test_text_that_was_not_turned_around(text: str) -> None:
    assert opened(text) == []


def test_bytes_as_characters() -> None:
    data = gzip.compress(MOOD.encode(), mtime=0)
    assert ("characters", data) in opened(data.decode("latin-1"))
    assert opened("dÃ©primÃ©") == [("characters", "déprimé")]
    assert opened("déprimé aujourd'hui") == []
    assert opened("eine gemütliche Straße ☕") == []


def test_the_places() -> None:
    data = gzip.compress(MOOD.encode(), mtime=0).decode("latin-1")
    assert ("body > json:/cv > characters > gzip > json:/mood", 3) in body(json.dumps({"cv": data}))
    assert ("body > json:/m > embedded > json:/mood", 3) in body(json.dumps({"m": f"sent {MOOD}"}))
    assert ("body > reversed > base64 > json:/mood", 3) in body(base64.b64encode(MOOD.encode()).decode()[::-1])
