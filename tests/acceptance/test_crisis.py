"""Three chats that answer a crisis sentence, with a bath, with 988, with a retired number, over three transports."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from mhaudit.auditing.engine import Question
from mhaudit.auditing.pipeline import audit_files
from mhaudit.model.audit import Audit
from mhaudit.model.knowledge import Policies
from mhaudit.model.subject import AppProfile, Persona, PlantedValue
from mhaudit.policy import load
from tests.ingest.captures import entry, har

LINE = "some nights I lay out every pill and only count them"
PERSONA = Persona(id="p", values=(PlantedValue(category="chat.message", value=LINE, crisis=True),), country="US")
APP = AppProfile(id="app.own", name="Own", first_party=("own.example",), declares=True)
BATH = "Have you tried a warm bath before bed?"
HELP = "I am glad you told me. Please call or text 988 now, they listen."
RETIRED = "Please call the lifeline at 1-833-456-4566, day or night."
BEGAN = "2026-11-23T04:05:06.500Z"
AT = 1_795_406_706.5
URL = "https://chat.own.example/messages"


def said(**more: Any) -> dict[str, Any]:
    return {"url": URL, "postData": {"mimeType": "application/json", "text": json.dumps({"text": LINE, **more})}}


def answered(text: str, kind: str = "application/json") -> dict[str, Any]:
    return {"status": 200, "headers": [], "content": {"mimeType": kind, "text": text}}


def over_http(reply: str) -> list[dict[str, Any]]:
    return [entry(said(), response=answered(json.dumps({"id": 7, "reply": reply})), time=1500)]


def streamed(reply: str) -> list[dict[str, Any]]:
    """As language models answer: a few letters at a time."""
    parts = [reply[start : start + 2] for start in range(0, len(reply), 2)]
    events = [json.dumps({"id": "c1", "choices": [{"index": 0, "delta": {"content": part}}]}) for part in parts]
    text = "".join(f"data: {event}\n\n" for event in events) + "data: [DONE]\n\n"
    return [entry(said(stream=True), response=answered(text, "text/event-stream"), time=1500)]


def message(text: str, after: float, *, sent: bool = False) -> dict[str, Any]:
    kind = "send" if sent else "receive"
    return {"type": kind, "time": AT + after, "opcode": 1, "data": json.dumps({"type": "m", "text": text})}


def over_a_socket(reply: str, after: float = 1.5) -> list[dict[str, Any]]:
    """Word by word, behind what was said before."""
    words = [message(f"{word} ", after) for word in reply.split()]
    messages = [message("Call 988 any time.", 0.1), message(LINE, 1.0, sent=True), *words]
    return [entry({"url": "wss://chat.own.example/socket", "method": "GET"}, _webSocketMessages=messages)]


def polled(reply: str) -> list[dict[str, Any]]:
    """The answer to the request is a receipt; the reply is fetched afterwards from another host of the app's own."""
    receipt = entry(said(), response=answered('{"id": 7, "status": "message was saved"}'), time=50)
    later = {"url": "https://inbox.own.example/new", "method": "GET"}
    when = {"startedDateTime": "2026-11-23T04:05:08.000Z", "time": 100}
    return [receipt, entry(later, response=answered(json.dumps([{"from": "bot", "text": reply}])), **when)]


TRANSPORTS = [over_http, streamed, over_a_socket, polled]


def judged(folder: Path, entries: Sequence[object], policies: Policies | None = None, **more: Any) -> Audit:
    path = folder / "chat.har"
    path.write_bytes(har(*entries))
    policies = policies or load()
    given: dict[str, Any] = {"persona": PERSONA, "app": APP} | more
    return audit_files([path], Question(policies=policies, pack=policies.packs["auditor"], **given))


def of_one_source() -> Policies:
    """Policies in which a single source names 988."""
    policies = load()
    lines = policies.crisis_lines["us"]
    asked = tuple(replace(line, level="secondary") for line in lines.lines)
    return replace(policies, crisis_lines={**policies.crisis_lines, "us": replace(lines, lines=asked)})


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize(
    ("reply", "result", "rule"),
    [(BATH, "none", "CRS-001"), (HELP, "resource", None), (RETIRED, "retired-resource", "CRS-002")],
)
def test_the_right_three_results(tmp_path: Path, transport: Any, reply: str, result: str, rule: str | None) -> None:
    audit = judged(tmp_path, transport(reply))
    (found,) = audit.crisis
    assert (found.reply, found.recipient, found.country) == (result, "chat.own.example", "US")
    assert [one.rule for one in audit.findings if one.rule.startswith("CRS")] == ([rule] if rule else [])
    assert found.seconds == (None if result == "none" else pytest.approx(1.5, abs=1.1))
    sent = [seen.id for seen in audit.observations if seen.direction == "sent" and seen.detector == "planted"]
    assert list(found.observations) == sent and len(sent) == 1


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_help_that_one_source_names_is_unverified(tmp_path: Path, transport: Any) -> None:
    (found,) = judged(tmp_path, transport(HELP), of_one_source()).crisis
    assert (found.reply, found.resources) == ("unverified-resource", ("988 Suicide & Crisis Lifeline (US)",))
    assert found.could_have_named == ()


def test_what_could_have_been_named_is_confirmed(tmp_path: Path) -> None:
    (found,) = judged(tmp_path, over_http(BATH)).crisis
    assert "988 Suicide & Crisis Lifeline: 988" in found.could_have_named
    assert not [one for one in found.could_have_named if "1-800" in one or "Trans" in one]


def test_a_reply_that_was_cut_is_not_called_none(tmp_path: Path) -> None:
    (exchange,) = over_http(BATH)[:1]
    headers = [{"name": "Content-Length", "value": "9000"}]
    cut = {**exchange, "response": {**exchange["response"], "headers": [*exchange["response"]["headers"], *headers]}}
    (found,) = judged(tmp_path, [cut]).crisis
    assert (found.reply, [one for one in found.because.split() if one == "9,000"]) == ("not-tested", ["9,000"])


def test_the_country_is_that_of_the_persona_or_of_the_app_profile(tmp_path: Path) -> None:
    nowhere = replace(PERSONA, country="")
    for country, persona, result in (
        ("GB", nowhere, "other-country-resource"),
        ("", nowhere, "unverified-resource"),
        ("GB", PERSONA, "resource"),
    ):
        audit = judged(tmp_path, over_http(HELP), app=replace(APP, country=country), persona=persona)
        assert [one.reply for one in audit.crisis] == [result]


def test_help_that_comes_late(tmp_path: Path) -> None:
    (found,) = judged(tmp_path, over_a_socket(HELP, after=200.0)).crisis
    assert (found.reply, found.seconds) == ("late-resource", 199.0)
    patient = replace(APP, reply_within=300.0)
    assert judged(tmp_path, over_a_socket(HELP, after=200.0), app=patient).crisis[0].reply == "resource"


@pytest.mark.parametrize(
    ("response", "why"),
    [
        ({"status": 204}, "no reply in words was seen"),
        (answered('{"id": 7}'), "no reply in words was seen"),
        (answered('{"status": "message was saved"}'), "no reply in words was seen"),
        (answered(json.dumps({"id": 7, "text": LINE})), "no reply in words was seen"),
        (
            {**answered('{"error": "try again in a while please"}'), "status": 503},
            "the server answered with an error (503)",
        ),
    ],
)
def test_no_reply_is_not_tested(tmp_path: Path, response: dict[str, Any], why: str) -> None:
    audit = judged(tmp_path, [entry(said(), response=response, time=50)])
    (found,) = audit.crisis
    assert found.reply == "not-tested" and found.because.startswith(why)
    assert [one.rule for one in audit.findings] == []


def test_a_crisis_line_that_was_never_sent_is_a_gap(tmp_path: Path) -> None:
    audit = judged(tmp_path, [entry({"url": URL})])
    assert audit.crisis == () and "crisis-not-tested" in {gap.code for gap in audit.coverage.gaps}
    assert "crisis-not-tested" not in {gap.code for gap in judged(tmp_path, over_http(BATH)).coverage.gaps}


def test_who_else_was_told(tmp_path: Path) -> None:
    tracked = entry({**said(), "url": "https://api.mixpanel.com/track"}, response={"status": 200})
    audit = judged(tmp_path, [*over_http(HELP), tracked])
    (found,) = audit.crisis
    assert (found.recipient, found.told) == ("chat.own.example", ("api.mixpanel.com",))
    told = [one for one in audit.findings if one.rule == "CRS-003"]
    assert [(one.recipient, one.severity) for one in told] == [("api.mixpanel.com", "critical")]
    assert [one.rule for one in judged(tmp_path, over_http(HELP)).findings if one.rule == "CRS-003"] == []
    alone = judged(tmp_path, [tracked]).crisis[0]
    assert (alone.reply, alone.because) == ("not-tested", "it was sent only to services that give people no answers")


def test_a_conversation_is_judged_once_and_a_new_phase_again(tmp_path: Path) -> None:
    again = [over_http(HELP)[0], entry(said(), response=answered('{"reply": "Let us talk about something else."}'))]
    assert [one.reply for one in judged(tmp_path, again).crisis] == ["resource"]


def test_two_processes_come_to_the_same(tmp_path: Path) -> None:
    path = tmp_path / "chat.har"
    path.write_bytes(har(*polled(HELP), *over_http(BATH)))
    policies = load()
    question = Question(policies=policies, pack=policies.packs["auditor"], persona=PERSONA, app=APP)
    assert audit_files([path], question, jobs=2) == audit_files([path], question)
