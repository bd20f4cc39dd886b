from mhaudit.model.place import Trail
from mhaudit.redaction.parts import change, give_up, rename

from .sample import exchange

HEADERS = (("Host", "old.api.tracker.example"), ("X-User", "old"), ("Cookie", "sid=old; a=b"))
BEFORE = exchange(host="old.api.tracker.example", path="/u/old?q=old", headers=HEADERS, body=b"old")


def at(part: str, key: str | int | None = None) -> Trail:
    return (None, part, key)


def new(value: object) -> str | None:
    return "new" if value in ("old", b"old", "old.api.tracker.example") else None


def test_each_part_is_changed_alone() -> None:
    assert change(BEFORE, at("body"), new).body == b"new"
    assert change(BEFORE, at("path", 2), new).path == "/u/new?q=old"
    assert change(BEFORE, at("query", "q"), new).path == "/u/old?q=new"
    assert change(BEFORE, at("header", "x-user"), new).headers[1] == ("X-User", "new")
    assert change(BEFORE, at("cookie", "sid"), new).headers[2] == ("Cookie", "sid=new; a=b")
    assert change(BEFORE, at("cookie", "a"), new) == BEFORE


def test_a_host_keeps_the_domain_that_somebody_answers_for() -> None:
    after = change(BEFORE, at("host"), new)
    assert (after.host, after.headers[0]) == ("new.tracker.example", ("Host", "new.tracker.example"))
    assert change(exchange(host="tracker.example"), at("host"), lambda _: "new").host == "tracker.example"


def test_what_can_not_be_changed_goes_as_a_whole() -> None:
    packed = exchange(body=b"\x01", headers=(("Content-Encoding", "odd"), ("A", "b")))
    after = give_up(packed, at("body"), "gone")
    assert (after.body, after.headers) == (b"gone", (("A", "b"), ("content-type", "text/plain")))
    assert give_up(BEFORE, at("query", "q"), "gone").path == "/u/old?q=gone"
    assert give_up(BEFORE, at("header", "x-user"), "gone").headers[1] == ("x-redacted", "gone")
    assert give_up(BEFORE, at("host"), "gone").host == "redacted-host.invalid"


def test_names_are_changed_and_their_values_stay() -> None:
    assert rename(BEFORE, at("query", "q"), "name").path == "/u/old?name=old"
    assert rename(BEFORE, at("cookie", "sid"), "name").headers[2] == ("Cookie", "name=old; a=b")
    assert rename(BEFORE, at("query", "other"), "name") == BEFORE
