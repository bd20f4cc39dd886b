import base64
import gzip
import json
from urllib.parse import quote

import pytest

from mhaudit.redaction.exchanges import redacted

from .sample import EMAIL, JOURNAL, exchange, finder

B64 = base64.b64encode(EMAIL.encode()).decode()
BODIES = {
    "plain": EMAIL.encode(),
    "json": json.dumps({"a": {"email": EMAIL, "n": 1}}).encode(),
    "json in base64 in json": json.dumps(
        {"p": base64.b64encode(json.dumps({"t": JOURNAL}).encode()).decode()}
    ).encode(),
    "form": f"e={quote(EMAIL)}&x={quote(quote(JOURNAL))}".encode(),
    "gzip": gzip.compress(json.dumps({"e": B64}).encode()),
    "binary": b"\x08\x01\x12" + bytes([len(EMAIL)]) + EMAIL.encode(),
    "xml": f"<a><b>{EMAIL}</b></a>".encode(),
    "key name": json.dumps({EMAIL: 1}).encode(),
    "reversed": json.dumps({"e": EMAIL[::-1]}).encode(),
}


@pytest.mark.parametrize("form", BODIES)
def test_nothing_is_found_again(form: str) -> None:
    looking = finder()
    before = exchange(body=BODIES[form])
    assert looking.finds(before)
    after, places = redacted(before, looking)
    assert places and looking.finds(after) == [] and b"redacted-" in (after.body or b"")[:9] + opened(after.body)


def opened(body: bytes | None) -> bytes:
    data = gzip.decompress(body) if body and body[:2] == b"\x1f\x8b" else body or b""
    for run in data.split(b'"'):
        if run.startswith((b"ey", b"cmV")):
            data += base64.b64decode(run + b"==")
    return data


def test_what_stands_beside_it_stays() -> None:
    body = json.dumps({"event": "login", "email": EMAIL, "list": [1, 2.5, None, True]}).encode()
    after, places = redacted(exchange(path="/v1/track?lang=es", body=body), finder())
    assert json.loads(after.body or b"") == {
        "event": "login",
        "email": "redacted-identity-email-1",
        "list": [1, 2.5, None, True],
    }
    assert (after.path, places) == ("/v1/track?lang=es", 1)


def test_an_exchange_of_nobody_is_the_same() -> None:
    before = exchange(path="/v1/home", body=b'{"screen":"home"}')
    assert redacted(before, finder()) == (before, 0)
