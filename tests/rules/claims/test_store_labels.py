"""Labels of the stores against what was sent."""

from mhaudit.model.reasons import english
from mhaudit.model.subject import AppleLabel, PlayLabel
from tests.rules.claims.held import app, gap, results, verdicts
from tests.rules.knowledge import observation, recipient

HEALTH = "Health and fitness: Health info"
OWN = recipient("own.example", party="first")

LABELS = {"mood.score": "Mood score"}


def test_a_type_that_reached_another_company_and_is_not_on_the_label() -> None:
    left_out = results(app(play=PlayLabel(collected=("Personal info: Name",), source="page")), [observation()])
    found = left_out[f"play:{HEALTH}"]
    assert (found.verdict, found.kind, found.source) == ("contradicted", "play", "page")
    assert english(found.reason, LABELS).startswith("mood score was sent to a host of Tracker, Inc.")
    assert left_out["play:Personal info: Name"].verdict == "not-tested"  # named, and not seen: no fault
    for named in ((HEALTH,), ("Health and fitness",)):
        assert verdicts(app(play=PlayLabel(collected=named)), [observation()])[f"play:{HEALTH}"] == "consistent"


def test_suspicion_and_the_vendor_itself_do_not_contradict() -> None:
    label = app(play=PlayLabel(collected=()))
    assert verdicts(label, [observation(certainty="likely")]) == {}
    own = results(label, [observation(host="own.example", party="first")], [OWN])[f"play:{HEALTH}"]
    assert own.verdict == "not-tested" and "only in passing" in english(own.reason, LABELS)
    assert verdicts(app(play=PlayLabel()), [observation()]) == {}  # nobody noted it down


def test_sharing_is_proven_with_those_who_buy_and_asked_with_those_who_serve() -> None:
    label = app(play=PlayLabel(shared=()))
    ads = recipient(roles=("advertising",))
    assert verdicts(label, [observation()], [ads]) == {f"play:shared:{HEALTH}": "contradicted"}
    assert verdicts(label, [observation()], [recipient()]) == {f"play:shared:{HEALTH}": "not-tested"}
    assert verdicts(app(play=PlayLabel(shared=(HEALTH,))), [observation()], [ads]) == {}


def test_encrypted_in_transit() -> None:
    label = app(play=PlayLabel(encrypted_in_transit=True))
    name = "play:encrypted-in-transit"
    assert verdicts(label, [observation(scheme="http")])[name] == "contradicted"
    assert verdicts(label, [observation()])[name] == "consistent"
    assert verdicts(label, [observation()], gaps=[gap("t.example")])[name] == "not-tested"
    assert verdicts(app(play=PlayLabel(encrypted_in_transit=False)), [observation(scheme="http")]) == {}


def test_a_vendor_may_put_an_identifier_under_either_name() -> None:
    label = app(play=PlayLabel(collected=("Device or other IDs",)))
    assert verdicts(label, [observation("identifier.user")])["play:Personal info: User IDs"] == "consistent"


def test_apples_label_in_its_three_lists() -> None:
    label = AppleLabel(tracking=("Identifiers: Device ID",), linked=("Health & Fitness: Health",), not_linked=())
    seen = [observation(), observation("identity.email"), observation("identifier.advertising")]
    assert verdicts(app(apple=label), seen) == {
        "apple:Contact Info: Email Address": "contradicted",
        "apple:Health & Fitness: Health": "consistent",
        "apple:Identifiers: Device ID": "consistent",
    }
    partly = AppleLabel(tracking=(), linked=())  # a list is missing, so what is in none of them is not known
    assert verdicts(app(apple=partly), seen) == {}


def test_not_linked_is_contradicted_by_identity_data_in_the_exchange() -> None:
    label = app(apple=AppleLabel(not_linked=("Health & Fitness: Health",)))
    name = "apple:not-linked:Health & Fitness: Health"
    assert results(label, [observation(), observation("identity.email")])[name].verdict == "contradicted"
    assert name not in results(label, [observation(), observation("identifier.user")])
