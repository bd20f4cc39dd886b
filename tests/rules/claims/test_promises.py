"""Promises against what was seen: contradicted by proof, never by suspicion."""

from collections.abc import Sequence
from typing import Any

import pytest

from mhaudit.model.audit import Linkage, Observation, Recipient
from mhaudit.model.reasons import because, english
from mhaudit.model.subject import Claim, Persona
from tests.rules.claims.held import app, context_of, gap, results
from tests.rules.knowledge import observation, recipient

OWN = recipient("own.example", party="first", organisation=None)
ADS = recipient("ads.example", roles=("advertising",), organisation="Ads, Inc.")


LABELS = {"mood.score": "Mood score", "identity.email": "E-mail address"}


def judged(asserts: str, seen: Sequence[Observation], *hosts: Recipient, **more: Any) -> tuple[str, str]:
    categories = more.pop("categories", ("mood",))
    claim = Claim(id="c", says="It is so.", asserts=asserts, categories=categories, source="page")
    result = results(app(claims=(claim,)), seen, hosts or (recipient(), OWN, ADS), **more)["c"]
    assert (result.kind, result.says, result.source) == ("claim", "It is so.", "page")
    return result.verdict, english(result.reason, LABELS)


def test_a_shared_kind_contradicts_and_names_its_proof() -> None:
    found, because = judged("not-shared", [observation()])
    assert found == "contradicted"
    assert because == "mood score was sent to a host of Tracker, Inc.: matched our entry for mood score"


@pytest.mark.parametrize(
    "seen",
    [
        observation(host="own.example", party="first"),
        observation(direction="received"),
        observation(certainty="likely"),
        observation(certainty="possible"),
        observation("identity.email"),
    ],
)
def test_observations_that_do_not_prove_sharing(seen: Observation) -> None:
    own = observation(host="own.example", party="first")
    assert judged("not-shared", [seen, own]) == (
        "consistent",
        "nothing that could be read contradicts it; that does not show it is true",
    )


@pytest.mark.parametrize(
    ("seen", "more", "because"),
    [
        ([], {}, "no traffic that could test it was seen"),
        (
            [observation("identity.email")],
            {},
            "no planted value was seen anywhere, so perhaps none was entered",
        ),
        (
            [observation("identity.email")],
            {"persona": Persona(id="p", values=())},
            "the persona has no value of these kinds that could have been recognised",
        ),
        (
            [observation(host="own.example", party="first")],
            {"gaps": [gap("t.example")]},
            "some of what was sent could not be read (t.example)",
        ),
        (
            [observation(host="own.example", party="first")],
            {"categories": ()},
            "the app profile does not say which kinds of data it is about",
        ),
    ],
)
def test_what_could_not_have_shown_it_is_not_tested(
    seen: list[Observation], more: dict[str, Any], because: str
) -> None:
    assert judged("not-shared", seen, **more) == ("not-tested", because)


def test_blindness_with_the_vendor_itself_hides_no_sharing() -> None:
    own = observation(host="own.example", party="first")
    for gaps in ([gap("own.example")], [gap("t.example", blocking=False)], [gap(code="no-persona")]):
        assert judged("not-shared", [own], gaps=gaps)[0] == "consistent"


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        (observation("identity.email", host="own.example", party="first"), "contradicted"),
        (observation("identity.email", form="sha256"), "contradicted"),
        (observation("identity.email", certainty="likely"), "not-tested"),
        (observation("identity.gender"), "not-tested"),  # it fits many people
        (observation("identifier.user"), "not-tested"),
        (observation("identifier.advertising"), "not-tested"),
    ],
)
def test_anonymous_is_contradicted_by_identity_data(seen: Observation, verdict: str) -> None:
    assert judged("anonymous", [seen])[0] == verdict


def test_anonymous_is_contradicted_by_a_mood_beside_the_advertising_id() -> None:
    seen = [observation(), observation("identifier.advertising")]
    link = Linkage(
        organisation="Tracker, Inc.",
        identifiers=("identifier.advertising",),
        categories=("mood.score",),
        exchanges=("a.har#1",),
        observations=tuple(one.id for one in seen),
        reason=because("linked-exchange"),
    )
    assert judged("anonymous", seen)[0] == "not-tested"
    assert judged("anonymous", seen, linkage=[link])[0] == "contradicted"
    unsure = [observation(certainty="likely"), seen[1]]
    assert judged("anonymous", unsure, linkage=[link])[0] == "not-tested"


def test_anonymous_is_not_tested_without_a_name_to_look_for() -> None:
    assert judged("anonymous", [observation()], persona=Persona(id="p", values=()))[0] == "not-tested"
    assert judged("anonymous", [observation()], gaps=[gap("own.example")])[0] == "not-tested"


def test_no_advertising_is_contradicted_by_an_advertiser() -> None:
    found, because = judged("no-advertising", [observation(host="ads.example")])
    assert found == "contradicted"
    assert because.endswith("a host of Ads, Inc.: matched our entry for mood score (advertising)")
    plain = [observation()]
    assert judged("no-advertising", plain, recipient())[0] == "consistent"
    met = judged("no-advertising", [observation("device.os", host="ads.example")])
    assert met[0] == "not-tested" and "hosts of advertising services were contacted (ads.example)" in met[1]


def test_before_consent_needs_phases_and_a_tracker() -> None:
    early = observation(phase="before-consent")
    found, because = judged("consent-first", [early], phases=["before-consent"])
    assert found == "contradicted" and because.startswith("in the phase before-consent, mood score was sent")
    late = [observation(phase="after-consent")]
    calm = recipient(phases=("after-consent",))
    assert judged("consent-first", late, calm, phases=["before-consent", "after-consent"])[0] == "consistent"
    assert judged("consent-first", late, calm, phases=["after-consent"])[0] == "not-tested"
    met = recipient(phases=("before-consent",))
    assert judged("consent-first", late, met, phases=["before-consent"])[0] == "not-tested"


def test_encrypted_is_contradicted_by_what_was_sent_in_the_open() -> None:
    found, because = judged("encrypted", [observation(scheme="http")])
    assert found == "contradicted" and because.endswith(", over http, without encryption")
    assert judged("encrypted", [observation()])[0] == "consistent"
    assert judged("encrypted", [observation("device.os", scheme="http")])[0] == "not-tested"


def test_a_claim_without_a_test() -> None:
    assert judged("kindness", [observation()]) == ("not-tested", "no test is known for this claim")
    assert context_of(None).app is None and results(None) == {}
