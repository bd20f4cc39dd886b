"""One exchange from bytes to collector."""

import json

import pytest
from msgspec.structs import replace

from mhaudit.auditing.engine import Engine, Question
from mhaudit.model.capture import Exchange
from mhaudit.model.knowledge import Pack
from mhaudit.model.reasons import because, english
from mhaudit.model.subject import AppProfile, Persona, PlantedValue
from mhaudit.policy import load

PERSONA = Persona(id="p", values=(PlantedValue(category="identity.email", value="nora.lind@quiet.example"),))
APP = AppProfile(id="a", name="A", first_party=("own.example",))


def engine() -> Engine:
    every = Pack(id="every", title="", rules=("HLT", "IDN"), fail_on="high")
    return Engine(Question(policies=load(), pack=every, persona=PERSONA, app=APP))


def exchange(number: int, body: object, host: str = "api.mixpanel.com") -> Exchange:
    return Exchange(capture="c", number=number, host=host, body=json.dumps(body).encode(), method="POST", path="/track")


def test_take_collector_what_is_in_an_exchange() -> None:
    built = engine()
    collector = built.collector()
    built.take(exchange(1, {"user": {"email": "Nora.Lind@quiet.example"}, "mood_score": 2}), collector)
    parties = {contact.host: contact.party for contact in collector.contacts.recipients()}
    seen = {(fact.category, fact.detector, fact.at[0].place) for fact in collector.observations.observations(parties)}
    assert seen == {
        ("identity.email", "planted", "body > json:/user/email"),
        ("mood.score", "field", "body > json:/mood_score"),
    }
    (link,) = collector.links.linkage()
    assert (link.organisation, link.identifiers, link.categories, link.exchanges) == (
        "Mixpanel, Inc.",
        ("identity.email",),
        ("mood.score",),
        ("c#1",),
    )


def test_a_failed_request_is_a_contact_and_a_gap_but_not_sent() -> None:
    built = engine()
    collector = built.collector()
    refused = replace(exchange(1, {"email": "Nora.Lind@quiet.example", "mood_score": 2}), attempted="refused")
    built.take(refused, collector)
    assert collector.observations.tallies.found == {} and collector.links.links == {}
    (contact,) = collector.contacts.recipients()
    assert (contact.exchanges, contact.attempts, contact.bytes_sent) == (0, 1, 0)
    (gap,) = collector.coverage.result().gaps
    assert (gap.code, gap.host, gap.blocking) == ("never-arrived", "api.mixpanel.com", True)
    assert gap.reason and english(gap.reason, {}) == "c: refused; it held identity.email, mood.score"


def test_an_engine_serves_many_audits() -> None:
    built = engine()
    first, second = built.collector(), built.collector()
    built.take(exchange(1, {"mood_score": 2}), first)
    built.take(exchange(1, {"colour": "blue"}), second)
    assert len(first.observations.tallies.found) == 1
    assert second.observations.tallies.found == {}


MATOMO = "/matomo.php?idsite=3&rec=1&_id=0a1b2c3d4e5f6a7b&action_name=Home"
LOOKS = "looks like a self-hosted Matomo (analytics): path /matomo.php with idsite and rec"


@pytest.mark.parametrize(
    ("host", "service", "party", "because"),
    [
        ("api.own.example", None, "first", f"the app profile names own.example as the app's own; {LOOKS}"),
        (
            "stats.example",
            None,
            "third",
            f"no policy names this host, and it is outside the app's own domains; {LOOKS}",
        ),
        ("192.0.2.7", None, "third", f"no policy names this host, and it is outside the app's own domains; {LOOKS}"),
    ],
)
def test_a_self_hosted_service_is_named_and_the_party_is_kept(
    host: str, service: str | None, party: str, because: str
) -> None:
    built = engine()
    collector = built.collector()
    built.take(Exchange(capture="c", number=1, host=host, method="GET", path=MATOMO), collector)
    (seen,) = collector.contacts.recipients()
    assert (seen.service, seen.organisation, seen.roles, seen.party) == (service, None, (), party)
    assert english(seen.reason, {}) == because
    found = collector.observations.observations({host: seen.party})
    facts = {(fact.category, fact.detector, fact.certainty, fact.at[0].place) for fact in found}
    assert facts == {("identifier.installation", "field", "likely", "query:_id")}
    assert all(LOOKS in english(fact.reason, {}) for fact in found)


def test_without_an_app_profile_unknown_stays_unknown() -> None:
    built = Engine(Question(policies=load(), pack=Pack(id="every", title="", rules=("HLT",), fail_on="high")))
    collector = built.collector()
    built.take(Exchange(capture="c", number=1, host="stats.example", method="GET", path=MATOMO), collector)
    (seen,) = collector.contacts.recipients()
    assert (seen.party, english(seen.reason, {})) == ("unknown", f"no policy names this host; {LOOKS}")


def test_self_hosting_is_recognised_in_a_data_centre_but_not_at_a_known_service() -> None:
    built = engine()
    collector = built.collector()
    for number, host in enumerate(("stats.herokuapp.com", "api.mixpanel.com")):
        built.take(Exchange(capture="c", number=number, host=host, method="GET", path=MATOMO), collector)
    known, rented = collector.contacts.recipients()
    assert (rented.service, rented.party, LOOKS in english(rented.reason, {})) == ("Heroku", "infrastructure", True)
    assert (known.service, LOOKS in english(known.reason, {})) == ("Mixpanel", False)


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("estado_de_ánimo", ["body > json:/estado_de_ánimo"]),
        ("_mood_score", ["body > json:/_mood_score"]),
        ("ánimos", []),
    ],
)
def test_names_with_accents_and_underscores_mean_what_they_mean_without(name: str, places: list[str]) -> None:
    built = engine()
    collector = built.collector()
    built.take(exchange(1, {name: 3}), collector)
    facts = collector.observations.observations({"api.mixpanel.com": "third"})
    assert [fact.at[0].place for fact in facts if fact.category == "mood.score"] == places


def test_an_unexpected_error_affects_one_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    built = engine()
    collector = built.collector()
    observe = built.detectors.observe

    def broken(one: Exchange, *rest: object) -> object:
        if one.number == 1:
            raise OverflowError("int too large to convert to float")
        return observe(one, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(built.detectors, "observe", broken)
    for number in (1, 2):
        built.take(exchange(number, {"mood_score": 2}), collector)
    (gap,) = collector.coverage.result().gaps
    assert (gap.code, gap.host, gap.blocking) == ("exchange-not-read", "api.mixpanel.com", True)
    assert gap.reason == because("error-in-exchange", capture="c", number=1, error="OverflowError")
    assert len(collector.observations.tallies.found) == 1


def test_a_user_id_at_an_advertising_service_is_its_own_cookie() -> None:
    built = engine()
    collector = built.collector()
    built.take(exchange(1, {"user_id": "u-20931-xk"}, host="ib.adnxs.com"), collector)
    built.take(exchange(2, {"user_id": "u-20931-xk"}), collector)
    assert {(group.host, group.category) for group in collector.observations.tallies.found} == {
        ("ib.adnxs.com", "identifier.cookie"),
        ("api.mixpanel.com", "identifier.user"),
    }
