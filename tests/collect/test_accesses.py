from mhaudit.collect.accesses import Accesses
from mhaudit.model.audit import AccessCount
from mhaudit.model.capture import Access
from tests.collect.sightings import REDACT


def access(resource: str, at: float | None, app: str = "com.own") -> Access:
    return Access(capture="r.ndjson", number=1, resource=resource, app=app, at=at)


USES = [access("microphone", 20.0), access("microphone", 10.0), access("contacts", None), access("microphone", 5.0, "")]


def test_uses_are_counted_by_resource_and_app() -> None:
    accesses = Accesses(REDACT)
    for use in USES:
        accesses.add(use)
    assert accesses.counts() == [
        AccessCount(resource="contacts", app="com.own", count=1, first=None, last=None, capture="r.ndjson"),
        AccessCount(
            resource="microphone",
            app="",
            count=1,
            first="1970-01-01T00:00:05.000Z",
            last="1970-01-01T00:00:05.000Z",
            capture="r.ndjson",
        ),
        AccessCount(
            resource="microphone",
            app="com.own",
            count=2,
            first="1970-01-01T00:00:10.000Z",
            last="1970-01-01T00:00:20.000Z",
            capture="r.ndjson",
        ),
    ]


def test_shares_add_up() -> None:
    whole, one, two = (Accesses(REDACT) for _ in range(3))
    for number, use in enumerate(USES):
        whole.add(use)
        (one if number % 2 else two).add(use)
    one.merge(two.uses)
    assert one.counts() == whole.counts()
