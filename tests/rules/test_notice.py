"""Which organisations a notice names: its own words, and nothing else."""

import pytest

from mhaudit.model.knowledge import Policies
from mhaudit.model.subject import PrivacyNotice
from mhaudit.policy import load
from mhaudit.rules.notice import named_in, read
from tests.rules.knowledge import recipient


@pytest.fixture(scope="module")
def policies() -> Policies:
    return load()


def sentence_for(policies: Policies, organisation: str, *sentences: str, host: str = "t.example") -> str:
    notice = PrivacyNotice(name="n", sha256="", sentences=sentences)
    seen = [recipient(host, organisation=organisation, domain=host)]
    found = read(notice, seen, policies, lambda text: text)
    assert found.unnamed == (() if found.organisations else (organisation,))
    assert named_in(found, seen[0]) is bool(found.organisations)
    return found.organisations[0].sentence if found.organisations else ""


@pytest.mark.parametrize(
    ("organisation", "sentence"),
    [
        ("Mixpanel, Inc.", "We use Mixpanel to understand how the app is used."),
        ("Mixpanel, Inc.", "Mixpanel receives usage data."),
        ("Meta Platforms, Inc.", "Our partners include Facebook and others."),
        ("Meta Platforms, Inc.", "Data goes to Meta Platforms Ireland."),
        ("Google LLC", "Push messages go through Firebase."),
        ("Functional Software, Inc.", "Crashes are sent to Sentry."),
        ("Adjust GmbH", "We measure campaigns with Adjust GmbH, Berlin."),
        ("Adjust GmbH", "Adjust (Berlin) measures campaigns."),
        ("Adjust GmbH", "Adjust"),
        ("Mixpanel, Inc.", "See mixpanel.com for what it does."),
        # what it says is for people: the name is there
        ("Mixpanel, Inc.", "We never share anything with Mixpanel."),
    ],
)
def test_named(policies: Policies, organisation: str, sentence: str) -> None:
    host = "mixpanel.com" if "mixpanel.com" in sentence else "t.example"
    assert sentence_for(policies, organisation, "Welcome.", sentence, host=host) == sentence


@pytest.mark.parametrize(
    ("organisation", "sentence"),
    [
        ("Mixpanel, Inc.", "We use analytics services."),
        ("Adjust GmbH", "Adjust your settings at any time."),
        ("Adjust GmbH", "You can adjust this."),
        ("Segment.io, Inc.", "We segment our users."),
        ("Google LLC", "Anything may be googled."),
        ("Text S.A.", "Text messages are stored. Send a Text to us."),
        ("X Corp.", "Article X of the terms."),
        ("Mixpanel, Inc.", "See notmixpanel.com or Mixpanelish."),
    ],
)
def test_not_named(policies: Policies, organisation: str, sentence: str) -> None:
    assert sentence_for(policies, organisation, sentence) == ""


def test_unknown_companies_and_the_vendor_are_not_looked_for(policies: Policies) -> None:
    notice = PrivacyNotice(name="n", sha256="", sentences=("We use Mixpanel.",), retrieved="2026-11-20")
    hosts = [recipient(organisation=None), recipient("own.example", party="first", organisation="Own")]
    found = read(notice, hosts, policies, lambda text: text)
    assert (found.organisations, found.unnamed, found.retrieved) == ((), (), "2026-11-20")
    assert [named_in(found, host) for host in hosts] == [None, None]
    assert named_in(None, recipient()) is None


def test_a_sentence_is_redacted(policies: Policies) -> None:
    notice = PrivacyNotice(name="n", sha256="", sentences=("Nora, we use Mixpanel.",))
    found = read(notice, [recipient(organisation="Mixpanel, Inc.")], policies, lambda text: text.replace("Nora", "•"))
    assert found.organisations[0].sentence == "•, we use Mixpanel."
