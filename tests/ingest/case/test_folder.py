from pathlib import Path

import pytest
from mitmproxy.test.tflow import tflow, twebsocketflow
from msgspec.structs import replace

from mhaudit.auditing.engine import Question
from mhaudit.auditing.pipeline import audit_files
from mhaudit.ingest.case.folder import brought_along, captures_of, device_of, is_case, notes_of, phases_of
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.reader import Capture
from mhaudit.model.audit import Audit, Observation, Phase
from mhaudit.model.subject import ABOUT, APP, CAPTURE, JOURNAL, Persona, PlantedValue
from mhaudit.policy import load
from tests.ingest.captures import dump, exchanges, gaps
from tests.ingest.journals import BEGUN, case, event

LAUNCH, CHAT = event("phase", 10, id="launch"), event("phase", 20, id="crisis-chat")


@pytest.fixture(scope="module")
def question(own_cache: None) -> Question:
    policies = load()
    return Question(policies=policies, pack=policies.packs["auditor"])


def flows(*after: float) -> bytes:
    made = [tflow() for _ in after]
    for flow, seconds in zip(made, after, strict=True):
        flow.request.timestamp_start = BEGUN + seconds
    return dump(made)


def test_a_folder_that_was_recorded_into_is_a_case(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert is_case(case(tmp_path / "case"))
    assert not is_case(tmp_path / "other") and not is_case(tmp_path / "case" / CAPTURE) and not is_case(tmp_path / "no")


def test_a_case_is_its_dump_and_its_journal(tmp_path: Path) -> None:
    folder = case(tmp_path / "c")
    assert [(capture.path, capture.name, capture.case) for capture in captures_of(folder, "c")] == [
        (folder / CAPTURE, "c/capture.mitm", folder),
        (folder / JOURNAL, "c/journal.jsonl", folder),
    ]


def test_each_exchange_carries_its_phase(tmp_path: Path) -> None:
    folder = case(tmp_path / "c", LAUNCH, CHAT, flows=flows(5, 15, 25))
    capture, _ = captures_of(folder, "c")
    reader = reader_for(capture)
    assert reader is not None
    assert [each.phase for each in exchanges(reader.read(capture))] == [None, "launch", "crisis-chat"]


def test_notes_have_their_phase_and_no_planted_values(tmp_path: Path, question: Question) -> None:
    noted = (event("note", 5, text="a banner"), event("note", 15, text="mood 3 saved"), event("note", 25, text="gone"))
    folder = case(tmp_path / "c", noted[0], LAUNCH, noted[1], CHAT, noted[2], flows=flows(15))
    persona = Persona(id="kim", values=(PlantedValue(category="mood.score", value=3, scale=(1, 5)),))
    found = audit_files([folder], replace(question, persona=persona)).notes
    assert [(note.text, note.phase) for note in found] == [
        ("a banner", None),
        ("mood [withheld] saved", "launch"),
        ("gone", "crisis-chat"),
    ]
    assert [note.at for note in found] == sorted(note.at or "" for note in found)
    assert [each.text("text") for each in notes_of(folder)] == ["a banner", "mood 3 saved", "gone"]
    assert list(notes_of(tmp_path)) == []


def test_the_same_dump_outside_a_case_has_no_phases(tmp_path: Path) -> None:
    (tmp_path / "x.mitm").write_bytes(flows(15))
    capture = Capture(tmp_path / "x.mitm", "x.mitm")
    reader = reader_for(capture)
    assert reader is not None
    assert [each.phase for each in exchanges(reader.read(capture))] == [None]


def test_phases_are_in_the_audit_with_their_times(question: Question, tmp_path: Path) -> None:
    audit = audit_files([case(tmp_path / "c", LAUNCH, CHAT, flows=flows(15, 25))], question)
    assert audit.phases == (
        Phase(id="launch", from_="2026-09-21T14:13:30.000Z", to="2026-09-21T14:13:40.000Z"),
        Phase(id="crisis-chat", from_="2026-09-21T14:13:40.000Z", to="2026-09-21T14:30:00.000Z"),
    )
    assert [recipient.phases for recipient in audit.recipients] == [("crisis-chat", "launch")]


def test_captures_are_named_and_described_apart(question: Question, tmp_path: Path) -> None:
    audit = audit_files([case(tmp_path / "c", flows=flows(15))], question)
    assert [(each.name, each.format, each.exchanges) for each in audit.generated_from.captures] == [
        ("c/capture.mitm", "mitmproxy dump", 1),
        ("c/journal.jsonl", "mhaudit journal", 0),
    ]


def test_a_phase_of_an_impossible_name_is_none(tmp_path: Path) -> None:
    odd = [event("phase", 12, id=name) for name in ("Launch!", "", "<b>", "a" * 41, 7, None)]
    assert [stage.id for stage in phases_of(case(tmp_path / "c", LAUNCH, *odd)).stages] == ["launch"]
    assert phases_of(tmp_path / "none").stages == ()


def test_a_chat_that_lasts_over_two_phases_is_seen_in_both(question: Question, tmp_path: Path) -> None:
    chat = twebsocketflow()
    assert chat.websocket
    chat.request.timestamp_start = BEGUN + 12
    for message, after in zip(chat.websocket.messages, (13, 14, 25), strict=True):
        message.timestamp = BEGUN + after
        message.content = b'{"mood_score": 3}'
        message.from_client = True
    audit = audit_files([case(tmp_path / "c", LAUNCH, CHAT, flows=dump([chat]))], question)
    seen = {(each.phase, each.count, each.at[0].place) for each in moods(audit)}
    assert seen == {("launch", 2, "message:0 > json:/mood_score"), ("crisis-chat", 1, "message:2 > json:/mood_score")}


def moods(audit: Audit) -> list[Observation]:
    return [each for each in audit.observations if each.category == "mood.score"]


def test_a_dump_that_was_cut_off_in_its_first_flow_is_a_gap(question: Question, tmp_path: Path) -> None:
    folder = case(tmp_path / "c", event("request", flow="1", host="a.example"), flows=flows(15)[:50], stopped=False)
    capture, _ = captures_of(folder, "c")
    reader = reader_for(capture)
    assert reader is not None
    assert [(gap.code, gap.blocking, gap.unread) for gap in gaps(reader.read(capture))][-1] == (
        *("damaged-capture", True),
        50,
    )


def test_two_processes_give_the_same(question: Question, tmp_path: Path) -> None:
    folder = case(tmp_path / "c", LAUNCH, CHAT, flows=flows(5, 15, 25, 26), stopped=False)
    assert audit_files([folder], question, 2) == audit_files([folder], question, 1)


def test_what_a_case_was_recorded_with_is_brought_along(tmp_path: Path) -> None:
    one, two = case(tmp_path / "one"), case(tmp_path / "two")
    (one / APP).write_text("id: app.one\n", encoding="utf-8")
    assert brought_along([one, two, tmp_path / "x.har"], APP) == one / APP
    (two / APP).write_text("id: app.two\n", encoding="utf-8")
    assert brought_along([one, two], APP) is None
    (two / APP).write_text("id: app.one\n", encoding="utf-8")
    assert brought_along([one, two], APP) == one / APP
    assert brought_along([tmp_path], APP) is None


@pytest.mark.parametrize(
    ("about", "device"),
    [
        ("device: Pixel 8, Android 16", "Pixel 8, Android 16"),
        ("device: >-\n  Pixel 8,\n  Android 16", "Pixel 8, Android 16"),
        ("device: [Pixel]", ""),
        ("device: " + "x" * 300, "x" * 200),
        ("- a list", ""),
        ("device: [", ""),
        ("device: " + "[" * 900 + "]" * 900, ""),
        ("device: &x [*x]", ""),
        ("begun: 2026-99-99\ndevice: Pixel", "Pixel"),
        ("begun: 2026-11-20", ""),
        ("", ""),
    ],
)
def test_the_device_that_a_case_names(tmp_path: Path, about: str, device: str) -> None:
    (tmp_path / ABOUT).write_text(about, encoding="utf-8")
    assert device_of(tmp_path) == device


def test_a_case_without_its_facts_names_no_device(tmp_path: Path) -> None:
    assert device_of(tmp_path) == ""


def test_the_device_is_in_the_audit_and_a_planted_value_in_it_is_not(own_cache: None, tmp_path: Path) -> None:
    folder = case(tmp_path / "c", flows=flows(15))
    (folder / ABOUT).write_text("device: phone of nora@quiet.example", encoding="utf-8")
    planted = Persona(id="p", values=(PlantedValue(category="identity.email", value="nora@quiet.example"),))
    known = load()
    asked = Question(policies=known, pack=known.packs["auditor"], persona=planted, app=None)
    subject = audit_files([folder], asked).subject
    assert subject.device.startswith("phone of ")
    assert "nora" not in subject.device
