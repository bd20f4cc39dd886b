"""Recipients that the vendor names."""

from mhaudit.model.audit import Named, Notice
from mhaudit.model.reasons import english
from mhaudit.model.subject import Declared, PrivacyNotice
from tests.rules.claims.held import app, results, verdicts
from tests.rules.knowledge import observation, recipient

DECLARED = Declared(organisation="tracker", purpose="crash reports", categories=("identifier",))
IDS = {"t.example": frozenset({"tracker", "tracker-inc"})}

LABELS = {"mood.score": "Mood score"}


def test_a_declared_recipient_that_got_what_was_named_and_one_that_got_more() -> None:
    profile = app(declared=(DECLARED,), declares=True)
    assert verdicts(profile, [observation("identifier.user")], ids=IDS) == {"recipients:tracker": "consistent"}
    found = results(profile, [observation("identifier.user"), observation()], ids=IDS)["recipients:tracker"]
    assert (found.verdict, found.kind, found.observations) == ("contradicted", "recipients", (observation().id,))
    assert found.says == "tracker receives data for crash reports."
    assert english(found.reason, LABELS).startswith(
        "the kinds named are identifier; mood score was sent to a host of Tracker, Inc."
    )
    assert verdicts(profile, [observation(certainty="likely")], ids=IDS) == {"recipients:tracker": "not-tested"}
    assert verdicts(profile, [observation()]) == {"recipients:tracker": "not-tested"}  # not contacted


def test_a_declared_recipient_without_kinds_is_not_tested() -> None:
    profile = app(declared=(Declared(organisation="tracker"),), declares=True)
    assert verdicts(profile, [observation()], ids=IDS) == {"recipients:tracker": "not-tested"}


def test_a_list_is_complete_only_where_the_vendor_says_so() -> None:
    hosts = [recipient(declared=True), recipient("o.example", organisation="Other, Inc.")]
    seen = [observation(host="o.example")]
    assert verdicts(app(declares=True), seen, hosts) == {}
    said = results(app(declares=True, declares_all=True), seen, hosts)["recipients"]
    assert (said.verdict, said.observations) == ("contradicted", (seen[0].id,))
    assert english(said.reason, LABELS) == "these were contacted and are not named: Other, Inc."
    nobody = [hosts[0], recipient("u.example", organisation=None)]
    assert verdicts(app(declares=True, declares_all=True), [], nobody) == {"recipients": "consistent"}


def notice(named: tuple[str, ...], unnamed: tuple[str, ...]) -> Notice:
    told = tuple(Named(organisation=name, sentence=f"{name} helps.") for name in named)
    return Notice(name="n.html", sha256="0" * 64, retrieved=None, organisations=told, unnamed=unnamed)


def test_an_incomplete_notice_contradicts_nothing() -> None:
    profile = app(notice=PrivacyNotice(name="n.html", sha256="0" * 64, sentences=("x",), source="https://x.example"))
    whole = results(profile, notice=notice(("Tracker, Inc.",), ()))["notice"]
    assert (whole.verdict, whole.source) == ("consistent", "https://x.example, n.html")
    part = results(profile, notice=notice(("Tracker, Inc.",), ("Other, Inc.",)))["notice"]
    assert part.verdict == "not-tested"
    assert english(part.reason, LABELS).startswith(
        "it does not name 1 of the 2 organisations that were seen: Other, Inc.; whether"
    )
    assert verdicts(profile, notice=notice((), ())) == {"notice": "not-tested"}
