from msgspec.structs import replace

from mhaudit.model.audit import Audit
from mhaudit.report.html.companies import grouped
from mhaudit.report.html.counts import tallies
from tests.report import sample


def said(audit: Audit) -> list[str]:
    return [tally.sentence for tally in tallies(audit, grouped(audit))]


def test_every_sentence_begins_with_its_number_and_denominator() -> None:
    audit = sample.full()
    leads = [tally.lead for tally in tallies(audit, grouped(audit))]
    assert leads == ["1 of 3", "2 of 3", "1 of 3", "1 of 3", "1 of 1"]
    assert all(tally.sentence.startswith(tally.lead + " ") for tally in tallies(audit, grouped(audit)))


def test_every_count_has_its_denominator() -> None:
    audit = sample.full()
    health, named, both, unknown, promises = said(audit)
    assert health == (
        "1 of 3 organisations outside the app’s own servers were sent data on health, or other data that law protects "
        "specially (proven by a planted value)."
    )
    assert named == (
        "2 of 3 were sent something that identifies the person or the device "
        "(proven by a planted value for 1 of the 2)."
    )
    assert both == "1 of 3 were sent both."
    assert unknown == "1 of 3 is a domain of which it is not known who answers."
    assert promises == "1 of 1 of the vendor’s promises are contradicted by what was seen."


def test_what_is_only_possible_does_not_count() -> None:
    audit = sample.full()
    audit = replace(audit, observations=(sample.observation(1, "mood.score", "in.acme.example", "shape"),))
    assert said(audit)[0].startswith("0 of 3 organisations ")


def test_without_an_app_profile_own_servers_are_among_the_recipients() -> None:
    audit = sample.full()
    audit = replace(audit, recipients=tuple(replace(host, party="unknown") for host in audit.recipients))
    assert said(audit)[0].startswith("2 of 4 organisations, the app’s own servers among them, ")


def test_no_recipient_is_no_count() -> None:
    assert tallies(sample.empty(), ()) == ()
