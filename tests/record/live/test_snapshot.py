import json

import pytest

from mhaudit.auditing.engine import Engine, Question
from mhaudit.auditing.pipeline import conclude
from mhaudit.model.capture import Exchange, Gap
from mhaudit.model.subject import AppProfile, Persona, PlantedValue
from mhaudit.policy import load
from mhaudit.record.live.snapshot import Plain, snapshot

JOURNAL = "I count the tiles above the sink until the kettle is done"


@pytest.fixture(scope="module")
def engine(own_cache: None) -> Engine:
    policies = load()
    persona = Persona(id="kim", values=(PlantedValue(category="free_text.journal", value=JOURNAL),))
    app = AppProfile(id="app.own", name="Own", first_party=("own.example",))
    return Engine(Question(policies=policies, pack=policies.packs["auditor"], persona=persona, app=app))


def shown(engine: Engine, *sent: tuple[str, object], gaps: tuple[Gap, ...] = ()) -> Plain:
    books = engine.collector()
    for number, (host, data) in enumerate(sent, 1):
        body = json.dumps(data).encode()
        headers = (("content-type", "application/json"),)
        engine.take(
            Exchange(
                capture="x", number=number, host=host, method="POST", path="/", phase="chat", headers=headers, body=body
            ),
            books,
        )
    books.add_gaps(gaps)
    return snapshot(conclude(engine, books, ()), {host: float(number) for number, (host, _) in enumerate(sent)})


def test_inner_life_at_another_company_is_an_alarm(engine: Engine) -> None:
    found = shown(engine, ("api.mixpanel.com", {"note": JOURNAL}), ("api.own.example", {"note": JOURNAL}))
    assert [
        (each["label"], each["host"], each["who"], each["certainty"], each["phases"]) for each in found["alarms"]
    ] == [("Journal text", "api.mixpanel.com", "Mixpanel, Inc.", "proven", ["chat"])]
    assert [(each["host"], each["alarm"]) for each in found["contacts"]] == [
        ("api.own.example", False),
        ("api.mixpanel.com", True),
    ]
    assert [each["host"] for each in found["persona"]] == ["api.mixpanel.com", "api.own.example"]


def test_neither_ones_own_server_nor_other_data_is_an_alarm(engine: Engine) -> None:
    found = shown(engine, ("api.own.example", {"mood_score": 3}), ("api.mixpanel.com", {"device_model": "Pixel 7"}))
    assert (found["alarms"], found["judged"]) == ([], 2)


def test_no_planted_value_is_in_it(engine: Engine) -> None:
    found = shown(engine, (f"{JOURNAL.split()[-1]}.example", {"note": JOURNAL}), ("api.mixpanel.com", {JOURNAL: 1}))
    assert JOURNAL not in json.dumps(found)


def test_gaps_are_told_but_for_what_was_not_given(engine: Engine) -> None:
    gaps = (Gap(code="probable-pinning", host="a.example", blocking=True), Gap(code="no-persona", blocking=True))
    (gap,) = shown(engine, gaps=gaps)["gaps"]
    assert (gap["title"], gap["hosts"], gap["count"], gap["blocking"]) == ("Probable pinning", ["a.example"], 1, True)


def test_what_would_reorder_text_is_written_out(engine: Engine) -> None:
    (contact,) = shown(engine, ("a\u202eexample.com", {}))["contacts"]
    assert contact["host"] == "a\\u202eexample.com"


def test_many_contacts_are_cut_and_counted(engine: Engine) -> None:
    found = shown(engine, *[(f"h{number}.example", {}) for number in range(230)])
    assert (len(found["contacts"]), found["more_contacts"], found["contacts"][0]["host"]) == (200, 30, "h229.example")


def test_an_alarm_says_what_it_rests_on(engine: Engine) -> None:
    found = shown(
        engine, ("api.mixpanel.com", {"note": JOURNAL}), ("api.amplitude.com", {"event": "suicidal_thoughts_reported"})
    )
    assert {each["host"]: each["basis"] for each in found["alarms"]} == {
        "api.mixpanel.com": "the planted value was seen: proven",
        "api.amplitude.com": "an event's name suggests it; no such value was seen",
    }
