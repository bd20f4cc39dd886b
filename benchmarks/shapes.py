"""Write captures of one shape each: repeated events, unique bodies, and responses that are code.

The cost of an audit depends on the shape: repeated texts are looked up in a cache, new ones are searched.
"""

import base64
import gzip
import random
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from mitmproxy.io import tnetstring
from mitmproxy.test import tflow

_BEGAN = 1_795_165_200.0
_SDK_HOSTS = ("api2.amplitude.com", "api.stillwater.example", "app-measurement.com", "graph.facebook.com")


def write_mood(path: Path, count: int) -> None:
    """Write moods logged to four hosts, in batches of up to seven, with notes and responses of padding."""
    chance = random.Random(1)  # noqa: S311 - to be repeatable
    with path.open("wb") as file:
        for number in range(count):
            events = [
                {
                    "event_type": "mood_logged",
                    "event_properties": {"mood": chance.randrange(1, 8), "note": "x" * chance.randrange(20, 200)},
                    "time": 1_700_000_000_000 + number,
                }
                for _ in range(chance.randrange(1, 8))
            ]
            device = f"{chance.getrandbits(128):032x}"
            sent = {"user_id": f"u{chance.randrange(1000):06d}", "events": events, "device_id": device}
            answer = {"ok": 1, "pad": "y" * chance.randrange(10, 3000)}
            host = chance.choice(_SDK_HOSTS)
            _write(file, number, host, f"/2/httpapi?x={number}", sent | {"api_key": "k" * 32}, answer)


class _Varied:
    """A source of values and names that hardly ever repeat."""

    def __init__(self) -> None:
        self.chance = random.Random(5)  # noqa: S311 - to be repeatable
        letters = string.ascii_lowercase
        self.words = ["".join(self.chance.choices(letters, k=self.chance.randint(3, 10))) for _ in range(20_000)]
        names = "mood note anxiety sleep_hours screen_name session_id user_id email lat lng title medication".split()
        pairs = zip(self.words[:4000], self.words[4000:8000], strict=True)
        self.names = [*names, *(f"{one}_{other}" for one, other in pairs)]
        self.hosts = [
            *_SDK_HOSTS,
            *(f"{one}.{other}.example" for one, other in zip(self.words[:300], self.words[300:600], strict=True)),
        ]

    def value(self, name: str) -> object:
        """Return a value for a field's name."""
        chance, kind = self.chance, self.chance.random()
        if name in ("mood", "anxiety", "sleep_hours"):
            return chance.randrange(10)
        if name == "email":
            return f"{chance.choice(self.words)}@{chance.choice(self.words)}.example"
        if kind < 0.5:
            return " ".join(chance.choices(self.words, k=chance.randint(1, 14)))
        if kind < 0.6:
            return f"{chance.getrandbits(128):032x}"
        if kind < 0.7:
            return base64.b64encode(chance.randbytes(chance.randint(10, 80))).decode()
        return chance.randrange(10 ** chance.randint(1, 13)) if kind < 0.85 else kind < 0.92

    def fields(self, most: int) -> dict[str, object]:
        """Return an object of two to `most` fields."""
        among = self.names if self.chance.random() < 0.1 else self.names[:80]
        return {name: self.value(name) for name in self.chance.sample(among, self.chance.randint(2, most))}


def write_varied(path: Path, count: int) -> None:
    """Write bodies of about 19 kB to three hundred hosts: words, ids, base64 and numbers under thousands of names."""
    varied = _Varied()
    chance = varied.chance
    with path.open("wb") as file:
        for number in range(count):
            events = [
                {"event_type": chance.choice(varied.words[:60]), "properties": varied.fields(10)}
                for _ in range(chance.randrange(1, 40))
            ]
            sent = {"user_id": f"u{chance.randrange(100_000):07d}", "events": events}
            answer = {"ok": 1, "items": [varied.fields(6) for _ in range(chance.randrange(1, 60))]}
            path_of = f"/v1/{chance.choice(varied.words[:50])}/{number}?x={number}"
            _write(file, number, chance.choice(varied.hosts), path_of, sent, answer)


@cache
def _template() -> Any:
    return tflow.tflow(resp=True).get_state()


def _write(file: Any, number: int, host: str, path: str, sent: object, answer: object) -> None:
    """Write one flow; every third body is compressed."""
    template, id_ = _template(), f"{number:032x}"
    body, headers = orjson.dumps(sent), [(b"content-type", b"application/json"), (b"user-agent", b"okhttp/4.9")]
    if number % 3 == 0:
        body = gzip.compress(body, 1, mtime=0)
        headers.append((b"content-encoding", b"gzip"))
    at = _BEGAN + number
    asked = {
        "host": host,
        "authority": host.encode(),
        "path": path.encode(),
        "method": b"POST",
        "scheme": b"https",
        "port": 443,
        "content": body,
        "headers": tuple(headers),
        "timestamp_start": at,
        "timestamp_end": at + 0.1,
    }
    answered = {"content": orjson.dumps(answer), "headers": ((b"content-type", b"application/json"),)}
    flow: Any = {
        **template,
        "id": id_,
        "request": {**template["request"], **asked},
        "response": {**template["response"], **answered},
        "client_conn": {**template["client_conn"], "id": id_, "sni": host},
        "server_conn": {**template["server_conn"], "id": id_, "address": (host, 443), "sni": host},
    }
    tnetstring.dump(flow, file)


def write_scripts(path: Path, count: int) -> None:
    """Write responses that are JavaScript and HTML of 200 kB, as a browser loads them."""
    chance = random.Random(7)  # noqa: S311 - to be repeatable
    with path.open("wb") as file:
        file.write(b'{"log":{"version":"1.2","creator":{"name":"benchmark","version":"1"},"entries":[\n')
        for number in range(count):
            kind = "text/html" if number % 4 == 0 else "application/javascript"
            text = "".join(_markup(chance) if number % 4 == 0 else _code(chance))
            file.write((b",\n" if number else b"") + orjson.dumps(_script(number, kind, text)))
        file.write(b"\n]}}\n")


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(string.ascii_lowercase, k=chance.randint(1, 9)))


def _code(chance: random.Random) -> Iterator[str]:
    for _ in range(2200):
        a, b, c, d = (_name(chance) for _ in range(4))
        yield f'function {a}({b},{c}){{var e={b}.{c}||"{d}-{a}";return {c}[{chance.randrange(999)}]&&e}};'


def _markup(chance: random.Random) -> Iterator[str]:
    yield "<!doctype html><html><body>"
    for _ in range(2000):
        words = " ".join(_name(chance) for _ in range(8))
        yield f'<div class="{_name(chance)}" id="{_name(chance)}{chance.randrange(999)}"><p>{words}</p></div>'
    yield "</body></html>"


def _script(number: int, kind: str, text: str) -> dict[str, object]:
    version, nothing = {"httpVersion": "HTTP/2.0"}, {"cookies": [], "headersSize": -1}
    request = {"method": "GET", "url": f"https://cdn.stillwater.example/{number}", "headers": [], "queryString": []}
    response = {"status": 200, "statusText": "OK", "redirectURL": "", "bodySize": len(text)}
    content = {"size": len(text), "mimeType": kind, "text": text}
    return {
        "startedDateTime": "2026-11-20T09:00:00.000Z",
        "time": 40,
        "request": {**request, **version, **nothing, "bodySize": 0},
        "response": {
            **response,
            **version,
            **nothing,
            "headers": [{"name": "content-type", "value": kind}],
            "content": content,
        },
        "cache": {},
        "timings": {"send": 1, "wait": 34, "receive": 5},
    }
