"""Captures, policies and a persona in, an audit out: what goes together, what is missing, and what the verdict is."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from mhaudit.auditing.engine import Engine, Question
from mhaudit.auditing.pipeline import audit_exchanges, audit_files
from mhaudit.errors import CaptureUnreadable, NothingToAudit
from mhaudit.model.audit import Audit, CaptureFacts, GapCount
from mhaudit.model.capture import Exchange
from mhaudit.model.knowledge import Policies, Severity
from mhaudit.model.reasons import because
from mhaudit.model.subject import AppProfile, Claim, Persona, PlantedValue
from mhaudit.policy import load
from mhaudit.profile import load_app, load_persona
from mhaudit.report import FORMATS
from tests.cli.traffic import MIXPANEL, OWN, har

APP = AppProfile(id="app.own", name="Own", vendor="Own Ltd.", platform="web", first_party=("own.example",))
JOURNAL = "I count the tiles above the sink until the kettle is done"
PERSONA = Persona(id="kim", values=(PlantedValue(category="free_text.journal", value=JOURNAL),))
NO_APP, NO_PERSONA = ("no-app-profile", True), ("no-persona", True)


@pytest.fixture(scope="module")
def policies(own_cache: None) -> Policies:
    return load()


@pytest.fixture(scope="module")
def question(policies: Policies) -> Question:
    """An audit of one's own app with a persona."""
    return Question(policies=policies, pack=policies.packs["auditor"], persona=PERSONA, app=APP)


@pytest.fixture(scope="module")
def of_meadow(policies: Policies, meadow: Path) -> Question:
    return Question(
        policies=policies,
        pack=policies.packs["auditor"],
        persona=load_persona(meadow / "meadow.persona.yaml", policies),
        app=load_app(meadow / "meadow.app.yaml", policies),
    )


def gaps(audit: Audit) -> list[tuple[str, bool]]:
    return [(gap.code, gap.blocking) for gap in audit.coverage.gaps]


def rendered(audit: Audit) -> list[str]:
    return [str(render(audit)) for name, render in FORMATS.items() if name != "pdf"]


def test_the_same_question_gives_the_same_bytes(meadow: Path, of_meadow: Question) -> None:
    path = meadow / "meadow.mitm"
    assert rendered(audit_files([path], of_meadow)) == rendered(audit_files([path], of_meadow))


def test_two_processes_give_the_same_bytes_as_one(meadow: Path, of_meadow: Question) -> None:
    paths = [meadow / "meadow.mitm", meadow / "meadow.har"]
    assert rendered(audit_files(paths, of_meadow, 2)) == rendered(audit_files(paths, of_meadow, 1))


def test_both_formats_of_the_example_app_give_the_same(meadow: Path, of_meadow: Question) -> None:
    def told(audit: Audit) -> list[tuple[object, ...]]:
        return [
            (
                *(seen.id, seen.category, seen.detector, seen.recipient, seen.direction, seen.form, seen.preview),
                *(seen.because, seen.count, [(at.exchange, at.place) for at in seen.at]),
            )
            for seen in audit.observations
        ]

    dump, archive = (audit_files([meadow / name], of_meadow) for name in ("meadow.mitm", "meadow.har"))
    assert told(dump) == told(archive)
    assert len(dump.observations) > 100
    assert [finding.id for finding in dump.findings] == [finding.id for finding in archive.findings]


def test_the_order_of_files_does_not_matter(question: Question, tmp_path: Path) -> None:
    one = har(tmp_path / "1.har", (MIXPANEL, {"mood": 3, "note": JOURNAL}), (OWN, {"mood": 4}))
    two = har(tmp_path / "2.har", (MIXPANEL, {"mood": 5}), ("https://px.else.example/", {"note": JOURNAL}))
    assert rendered(audit_files([one, two], question)) == rendered(audit_files([two, one], question))


def test_captures_are_described_by_name_alone(question: Question, tmp_path: Path) -> None:
    first = har(tmp_path / "a" / "x.har", (MIXPANEL, {"mood": 3}), (OWN, {"mood": 3}))
    second = har(tmp_path / "b" / "x.har", (MIXPANEL, {"mood": 3}))
    made = audit_files([first, second], question).generated_from
    assert [(found.name, found.format, found.exchanges, found.bytes) for found in made.captures] == [
        ("x.har", "HAR", 2, first.stat().st_size),
        ("x.har (2)", "HAR", 1, second.stat().st_size),
    ]
    assert (made.captures[0].first, made.captures[0].last) == (
        "2026-11-20T09:00:00.000Z",
        "2026-11-20T09:00:01.000Z",
    )
    assert made.persona is not None and (made.persona.id, made.persona.values) == ("kim", 1)
    assert made.app is not None and made.app.id == "app.own"


def test_progress_is_called_for_each_exchange(question: Question, tmp_path: Path) -> None:
    counts: list[int] = []
    path = har(tmp_path / "x.har", *[(OWN, {"n": number}) for number in range(3)])
    audit_files([path], question, 1, counts.append)
    assert counts == [1, 2, 3]


@pytest.mark.parametrize(
    ("persona", "app", "wanted"),
    [
        (PERSONA, APP, []),
        (PERSONA, None, [NO_APP]),
        (None, APP, [NO_PERSONA]),
        (None, None, [NO_APP, NO_PERSONA]),
    ],
    ids=["both", "no app", "no persona", "neither"],
)
def test_what_was_not_given_is_a_gap(
    policies: Policies, persona: Persona | None, app: AppProfile | None, wanted: list[tuple[str, bool]]
) -> None:
    asked = Question(policies=policies, pack=policies.packs["auditor"], persona=persona, app=app)
    audit = audit_exchanges([post("api.own.example", {"note": JOURNAL})], Engine(asked))
    assert gaps(audit) == wanted
    assert audit.verdict.outcome == ("incomplete" if wanted else "pass")
    assert (audit.generated_from.persona is None, audit.generated_from.app is None) == (persona is None, app is None)
    assert audit.subject.name == ("Own" if app else "")


def test_a_recording_in_which_no_test_data_was_seen_is_incomplete(question: Question) -> None:
    audit = audit_exchanges([post("api.own.example", {"colour": "blue"})], Engine(question))
    assert (gaps(audit), audit.verdict.outcome) == ([("not-exercised", False)], "incomplete")


def post(host: str, data: object, number: int = 1) -> Exchange:
    headers = (("content-type", "application/json"),)
    body = json.dumps(data).encode()
    return Exchange(
        capture="x", number=number, host=host, method="POST", path="/v1/track", headers=headers, body=body, status=200
    )


TO_ITSELF = post("api.own.example", {"note": JOURNAL})
HOSTS = ["api.own.example", "notown.example", "api.mixpanel.com", "d1.cloudfront.net"]


@pytest.mark.parametrize(
    ("app", "parties"),
    [(APP, ["first", "third", "third", "infrastructure"]), (None, ["unknown", "unknown", "third", "infrastructure"])],
    ids=["app", "no app"],
)
def test_parties(policies: Policies, app: AppProfile | None, parties: list[str]) -> None:
    asked = Question(policies=policies, pack=policies.packs["auditor"], persona=PERSONA, app=app)
    audit = audit_exchanges([post(host, {"mood": 3}, number) for number, host in enumerate(HOSTS, 1)], Engine(asked))
    by_host = {recipient.host: recipient.party for recipient in audit.recipients}
    assert [by_host[host] for host in HOSTS] == parties
    assert {seen.recipient: seen.party for seen in audit.observations if seen.category == "mood.score"} == by_host


@pytest.mark.parametrize(
    ("exchanges", "fail_on", "outcome", "worst"),
    [
        ([TO_ITSELF], None, "pass", None),
        ([post("api.own.example", {"mood": 3})], None, "incomplete", None),
        ([post("api.mixpanel.com", {"mood": 3})], None, "fail", "high"),
        ([TO_ITSELF, post("api.mixpanel.com", {"colour": "blue"}, 2)], None, "pass", "low"),
        ([TO_ITSELF, post("api.mixpanel.com", {"colour": "blue"}, 2)], "low", "fail", "low"),
        ([TO_ITSELF, post("api.mixpanel.com", {"colour": "blue"}, 2)], "medium", "pass", "low"),
    ],
    ids=["own server", "nothing exercised", "health data", "contact", "contact counts", "contact does not count"],
)
def test_verdicts(
    policies: Policies, exchanges: Sequence[Exchange], fail_on: Severity | None, outcome: str, worst: str | None
) -> None:
    asked = Question(policies=policies, pack=policies.packs["auditor"], persona=PERSONA, app=APP, fail_on=fail_on)
    verdict = audit_exchanges(exchanges, Engine(asked)).verdict
    assert (verdict.outcome, verdict.worst, verdict.fail_on) == (outcome, worst, fail_on or "high")


def test_an_engine_serves_audit_after_audit(question: Question) -> None:
    engine = Engine(question)
    leak, own = [post("api.mixpanel.com", {"note": JOURNAL})], [post("api.own.example", {"mood": 3})]
    first, other, again = (audit_exchanges(exchanges, engine) for exchanges in (leak, own, leak))
    assert first == again
    assert [recipient.host for recipient in other.recipients] == ["api.own.example"]


def test_a_planted_value_is_proven_and_its_decoy_is_not_there(question: Question) -> None:
    audit = audit_exchanges([post("px.else.example", {"q": {"t": JOURNAL}})], Engine(question))
    planted = [seen for seen in audit.observations if seen.detector == "planted"]
    assert [(seen.category, seen.recipient, seen.form, seen.certainty) for seen in planted] == [
        ("free_text.journal", "px.else.example", "plain", "proven")
    ]
    assert [at.place for at in planted[0].at] == ["body > json:/q/t"]
    assert JOURNAL not in "".join(rendered(audit))
    assert (audit.control.values, audit.control.hits) == (1, 0)


def test_a_claim_is_compared_with_the_traffic(policies: Policies) -> None:
    claim = Claim(id="private", says="It stays with us.", asserts="not-shared", categories=("free_text.journal",))
    app = AppProfile(id="app.own", name="Own", first_party=("own.example",), claims=(claim,))
    engine = Engine(Question(policies=policies, pack=policies.packs["auditor"], persona=PERSONA, app=app))
    verdicts = [
        audit_exchanges([post(host, {"note": JOURNAL})], engine).claims[0].verdict
        for host in ("px.else.example", "api.own.example")
    ]
    assert verdicts == ["contradicted", "consistent"]


def test_refusals_alone_give_a_document_that_names_the_hosts(question: Question, tmp_path: Path) -> None:
    refused = [{"hostname": f"{name}.example", "cause": "cert-rejected"} for name in ("api", "t")]
    (tmp_path / "a.har").write_text(json.dumps({"log": {"entries": [], "_tlsErrors": refused}}))
    with pytest.raises(NothingToAudit, match=r"api\.example, t\.example: the app refused .* Android") as raised:
        audit_files([tmp_path / "a.har"], question)
    document = raised.value.document
    assert document and {gap.host for gap in document.coverage.gaps} >= {"api.example", "t.example"}
    assert document.verdict.outcome == "incomplete"


def test_an_app_id_without_matches_is_reported(question: Question, tmp_path: Path) -> None:
    path = har(tmp_path / "a.har", (OWN, {"a": 1}))
    for app_id, said in (("com.other.app", ["--app-id com.other.app"]), ("", [])):
        found = audit_files([path], replace(question, app_id=app_id))
        assert [gap.detail for gap in found.coverage.gaps if gap.code == "app-not-marked"] == said


def test_nothing_is_never_clean(question: Question, tmp_path: Path) -> None:
    (tmp_path / "none.mitm").write_bytes(b"")
    empty = har(tmp_path / "empty.har")
    with pytest.raises(NothingToAudit) as raised:
        audit_files([tmp_path / "none.mitm", empty], question)
    assert str(raised.value) == (
        "Nothing to audit: empty.har (HAR) has no exchange; none.mitm is empty (0 bytes). "
        "This says nothing about the app. Was the proxy in use, and its certificate trusted? "
        "For a case folder, mhaudit doctor looks for the reason."
    )


def test_an_empty_capture_beside_another_is_described(question: Question, tmp_path: Path) -> None:
    (tmp_path / "a.mitm").write_bytes(b"")
    audit = audit_files([tmp_path / "a.mitm", har(tmp_path / "b.har", (OWN, {"mood": 3}))], question)
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert audit.generated_from.captures[0] == CaptureFacts(
        name="a.mitm", sha256=digest, bytes=0, format="empty", exchanges=0, first=None, last=None
    )


def test_a_gap_of_the_capture_is_in_the_audit(question: Question, tmp_path: Path) -> None:
    path = har(tmp_path / "x.har", (OWN, {"mood": 3}), (OWN, {"note": JOURNAL}))
    document = json.loads(path.read_text(encoding="utf-8"))
    document["log"]["entries"][0]["request"].pop("url")
    path.write_text(json.dumps(document), encoding="utf-8")
    audit = audit_files([path], question)
    assert audit.coverage.gaps == (
        GapCount(
            code="damaged-entry",
            host="",
            count=1,
            blocking=True,
            detail="x.har: entry 1: request.url is missing",
            reason=because("noted", text="x.har: entry 1: request.url is missing"),
        ),
    )
    assert (audit.coverage.exchanges, audit.verdict.outcome) == (1, "incomplete")


def test_what_can_not_be_read_stops_the_audit(question: Question, tmp_path: Path) -> None:
    good = har(tmp_path / "a.har", (OWN, {"mood": 3}))
    (tmp_path / "b.har").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(CaptureUnreadable, match=r"b\.har: this is a PNG picture"):
        audit_files([good, tmp_path / "b.har"], question)
