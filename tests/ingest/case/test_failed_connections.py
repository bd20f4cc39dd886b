from collections.abc import Mapping

import pytest

from mhaudit.ingest.case.events import Event
from mhaudit.ingest.case.failed_connections import FailedContacts
from mhaudit.model.capture import GAPS, Gap
from mhaudit.report.text.terms import GAP_TITLES

HOST = {"host": "API.Example."}


def told(*events: tuple[str, Mapping[str, object]]) -> list[Gap]:
    contacts = FailedContacts()
    for name, fields in events:
        contacts.add(Event(name, 1.0, dict(fields)))
    return list(contacts.gaps("journal.jsonl"))


def closed(**fields: object) -> tuple[str, dict[str, object]]:
    usual = {"established": True, "seconds": 0.2, "transport": "tcp", "failure": ""}
    return "closed", {**HOST, **usual, **fields}


REFUSED = "The client does not trust the proxy's certificate for api.example (tlsv1 alert unknown ca)"
EXPIRED = "The client may not trust the proxy's certificate for api.example (ssl/tls alert certificate expired)"
LEFT = "The client disconnected during the handshake. This may indicate that the client does not trust the proxy."


@pytest.mark.parametrize(
    ("event", "code", "blocking"),
    [
        (closed(), "probable-pinning", True),
        (closed(seconds=1.0), "connection-silent", False),
        (closed(stopped=True), "connection-silent", False),
        (closed(established=False), "connection-silent", False),
        (closed(seconds="0.2"), "connection-silent", False),
        (closed(failure="refused"), "connection-failed", True),
        (closed(transport="udp"), "quic-not-read", True),
        (("tls-failed", {**HOST, "why": REFUSED, "transport": "tcp"}), "tls-refused", True),
        (("tls-failed", {**HOST, "why": LEFT, "transport": "tcp"}), "tls-cut-off", True),
        (("tls-failed", {**HOST, "why": EXPIRED, "transport": "tcp"}), "tls-refused", True),
        (("tls-failed", {**HOST, "why": REFUSED, "transport": "udp"}), "quic-not-read", True),
        (("partial", {**HOST, "why": "left"}), "partial-upload", True),
        (("ignored", HOST), "host-ignored", True),
        (("limited", {**HOST, "option": "body_size_limit"}), "recording-limited", True),
        (("hook-error", {**HOST, "hook": "request", "why": "KeyError"}), "hook-error", True),
    ],
)
def test_what_an_event_means(event: tuple[str, Mapping[str, object]], code: str, blocking: bool) -> None:
    (gap,) = told(event)
    assert (gap.code, gap.host, gap.blocking, gap.count) == (code, "api.example", blocking, 1)
    assert gap.code in GAPS and gap.code in GAP_TITLES
    assert gap.detail.startswith("journal.jsonl: ")


@pytest.mark.parametrize(
    "name",
    [
        "start",
        "listening",
        "device",
        "certificate-page",
        "phase",
        "note",
        "request",
        "open",
        "message",
        "end",
        "server-failed",
        "stop",
    ],
)
def test_most_events_are_not_gaps(name: str) -> None:
    assert told((name, HOST)) == []


def test_the_same_thing_is_counted() -> None:
    assert [(gap.code, gap.count) for gap in told(closed(), closed(), closed())] == [("probable-pinning", 3)]


def test_silence_at_a_host_that_was_talked_to_hides_less_whenever_that_was() -> None:
    request = "request", {"host": "api.example"}
    assert [gap.blocking for gap in (*told(closed(), request), *told(request, closed()))] == [False, False]
    assert [gap.blocking for gap in told(closed(), ("request", {"host": "other.example"}))] == [True]


def test_a_refusal_before_the_first_request_was_a_first_attempt_and_one_after_it_is_blindness() -> None:
    request = "request", {"host": "api.example"}
    left, refused = ("tls-failed", {**HOST, "why": LEFT}), ("tls-failed", {**HOST, "why": REFUSED})
    assert [(gap.code, gap.blocking, gap.count) for gap in told(left, refused, refused, request, request)] == [
        ("tls-cut-off", False, 1),
        ("tls-refused-at-first", False, 2),
    ]
    (gap,) = told(refused, request, request)
    assert gap.detail == "journal.jsonl: a first attempt refused, 2 requests read after it"
    assert [(gap.code, gap.blocking) for gap in told(refused, request, refused)] == [
        ("tls-refused", True),
        ("tls-refused-at-first", False),
    ]
    assert [gap.code for gap in told(refused, ("request", {"host": "other.example"}))] == ["tls-refused"]


def test_what_had_been_sent_of_an_upload_is_unread_unless_it_was_kept() -> None:
    why = "peer closed connection (received 13 bytes, expected 1000)"
    lost, kept = told(("partial", {**HOST, "why": why, "kept": 0})), told(("partial", {**HOST, "why": why, "kept": 13}))
    assert (lost[0].unread, kept[0].unread) == (13, 0)
