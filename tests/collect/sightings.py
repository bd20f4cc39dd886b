"""Hits, exchanges and a directory for the tests of the ledger."""

from typing import Any

from mhaudit.collect.masking import HostName, Redactor
from mhaudit.detect.hit import Hit
from mhaudit.model.capture import Exchange
from mhaudit.model.place import Trail
from mhaudit.model.reasons import because
from mhaudit.model.subject import AppProfile
from mhaudit.recipients.directory import Directory
from tests.recipients.test_directory import known

BODY: Trail = (None, "body", None)
JSON: Trail = (BODY, "json", None)
SECRET = "nora.lind"
REDACT = Redactor(lambda text: SECRET in text)


def at(*keys: str | int, root: Trail = JSON) -> Trail:
    """A place in a JSON body."""
    trail = root
    for key in keys:
        trail = (trail, "json", key)
    return trail


def hit(category: str = "mood.score", **changes: Any) -> Hit:
    """A mood by its field name, with changes."""
    given: dict[str, Any] = {
        "category": category,
        "detector": "field",
        "certainty": "likely",
        "form": "plain",
        "reason": because("noted", text="its name says so"),
        "trail": at("mood"),
        "value": 3,
    }
    return Hit(**(given | changes))


def exchange(number: int = 1, host: str = "x.tracker.example", **changes: Any) -> Exchange:
    """A request without a body."""
    given: dict[str, Any] = {"capture": "a.har", "number": number, "host": host, "method": "GET", "path": "/p"}
    return Exchange(**(given | changes))


def shown(seen: Exchange) -> HostName:
    """The host of an exchange as collectors get it."""
    return HostName(seen.host, REDACT(seen.host))


def directory() -> Directory:
    """Knows tracker.example as Tracker, Inc., and own.example as the app's own."""
    return Directory(known(), AppProfile(id="a", name="A", first_party=("own.example",)))
