"""Generate the traffic of a made-up app called Stillwater, deterministic for a number of requests.

Of twenty requests, seven go to well-known services (with the advertising id in the clear), five to unknown hosts (four
with a planted value, one with another person's), four to the app's own server, and four download files. Each planted
value has its own host for each encoding, so that a tool's report on a host shows which one it found.
"""

import json
import random
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from benchmarks.encodings import ENCODINGS, FORM, JSON, Body
from benchmarks.persona import OTHERS, OWN_DOMAIN, VALUES

_SEED = 20261123
_WORDS = (
    "anchor beam breeze button chalk clock colour copper corner count drift ember event exit fern font garden gravel "
    "harbour index item label lamp lantern linen list maple meadowlark note open orchard page paper pebble player "
    "ribbon saddle share shelf sound start step stone store summer table theme track value view volume walk willow"
).split()
_KNOWN = (
    ("api.mixpanel.com", "/track"),
    ("api2.amplitude.com", "/2/httpapi"),
    ("app.adjust.com", "/event"),
    ("graph.facebook.com", "/v16.0/102938475610293/activities"),
    ("api2.branch.io", "/v1/open"),
    ("api.segment.io", "/v1/batch"),
    ("api.onesignal.com", "/players"),
    ("sessions.bugsnag.com", "/"),
    ("firebaseinstallations.googleapis.com", "/v1/projects/stillwater/installations"),
    ("www.google-analytics.com", "/g/collect"),
)
_DEVICE = {"model": "Pixel 7", "os": "Android", "os_version": "14", "locale": "en_GB", "carrier": "Example Mobile"}
_OWN_PATHS = ("sync", "profile", "feed", "sessions", "settings", "audio")
PLANTED = tuple((encoding, category) for encoding in ENCODINGS for category in VALUES)


class Request(NamedTuple):
    """One request with its response. `zipped` is whether the body has `content-encoding: gzip`."""

    host: str
    path: str
    method: str
    body: Body | None
    zipped: bool
    answer: bytes
    id: str


def host_of(encoding: str, category: str) -> str:
    """Return the host that gets this value in this encoding."""
    return f"in.px{PLANTED.index((encoding, category)):02}.example"


def clean_hosts() -> list[str]:
    """Return unknown hosts that never get a planted value."""
    return [f"in.cl{number:02}.example" for number in range(len(PLANTED))]


def requests(count: int) -> Iterator[Request]:
    """Yield the first `count` requests."""
    source = _Source(random.Random(_SEED))  # noqa: S311 - not for secrets
    for number in range(count):
        yield source.request(number)


class _Source:
    """A seeded source of requests."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def request(self, number: int) -> Request:
        """Return the request with a number."""
        turn, slot = divmod(number, 20)
        if slot < 7:
            return self._known()
        if slot < 11:
            encoding, category = PLANTED[(turn * 4 + slot - 7) % len(PLANTED)]
            return self._unknown(host_of(encoding, category), encoding, VALUES[category])
        if slot == 11:
            encoding, category = PLANTED[turn % len(PLANTED)]
            return self._unknown(clean_hosts()[turn % len(PLANTED)], encoding, OTHERS[category])
        return self._own() if slot < 16 else self._file()

    def _known(self) -> Request:
        host, path = self.chance.choice(_KNOWN)
        events = [self._tree(self.chance.randint(80, 700)) for _ in range(self.chance.randint(1, 4))]
        fields = {"app": "example.stillwater", "device": {**_DEVICE, "idfa": VALUES["identifier.advertising"]}}
        return self._made(
            host, path, Body(JSON, json.dumps({**fields, "events": events}, separators=(",", ":")).encode())
        )

    def _unknown(self, host: str, encoding: str, value: str) -> Request:
        noise = {self._word(): self._text(self.chance.randint(8, 60)) for _ in range(4)}
        body = ENCODINGS[encoding](value, dict[str, object](noise))
        return self._made(host, "/collect", body, zipped=False)

    def _own(self) -> Request:
        path = f"/v3/{self.chance.choice(_OWN_PATHS)}/{self._id()}?lang=en&build=412"
        body = Body(JSON, json.dumps(self._tree(self.chance.randint(200, 9000))).encode())
        return self._made(f"api.{OWN_DOMAIN}", path, body)

    def _file(self) -> Request:
        path = f"/static/{self._word()}/{self._id()}.{self.chance.choice(['webp', 'js', 'mp3'])}"
        return self._made(f"cdn.{OWN_DOMAIN}", path, None)

    def _made(self, host: str, path: str, body: Body | None, *, zipped: bool | None = None) -> Request:
        large = host.endswith(OWN_DOMAIN)
        answer = json.dumps(self._tree(self.chance.randint(60, 8000)) if large else {"ok": True})
        small = body is None or body.mime == FORM or len(body.content) < 400
        zipped = not small and self.chance.random() < 0.5 if zipped is None else zipped
        return Request(host, path, "POST" if body else "GET", body, zipped, answer.encode(), self._id())

    def _tree(self, size: int) -> Mapping[str, object]:
        """Return a JSON object of about `size` characters."""
        found: dict[str, object] = {}
        while size > 0:
            value = self._value()
            key = f"{self._word()}_{self._word()}"
            found[key] = value
            size -= len(key) + len(str(value)) + 6
        return found

    def _value(self) -> object:
        kind = self.chance.randrange(6)
        if kind == 0:
            return self.chance.randrange(10**9)
        if kind == 1:
            return self._id()
        if kind == 2:
            return self.chance.random() < 0.5
        if kind == 3:
            return [self._word() for _ in range(self.chance.randint(1, 6))]
        return {self._word(): self._text(20), self._word(): 7} if kind == 4 else self._text(self.chance.randint(4, 60))

    def _word(self) -> str:
        return self.chance.choice(_WORDS)

    def _text(self, size: int) -> str:
        return " ".join(self._word() for _ in range(1 + size // 7))

    def _id(self) -> str:
        return f"{self.chance.getrandbits(128):032x}"
