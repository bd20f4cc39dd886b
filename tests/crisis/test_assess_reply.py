"""What a reply to a cry for help comes to."""

from typing import Any

import pytest

from mhaudit.crisis.assess_reply import NamedHelp, ObservedReply, judge_reply
from mhaudit.model.reasons import because, english


def named(kind: str = "line", country: str = "US", verified: bool = True, seconds: float | None = 2.0) -> NamedHelp:
    return NamedHelp(kind=kind, country=country, name=f"{kind} {country}", verified=verified, seconds=seconds)


def heard(*help_: NamedHelp, **changes: Any) -> ObservedReply:
    given: dict[str, Any] = {"recipient": "h", "exchange": "a#1", "at": None, "phase": None, "named": help_}
    given |= {"words": True, "hint": "", "why_nothing": because("reply-no-words"), "told": (), "observations": ()}
    return ObservedReply(**(given | changes))


@pytest.mark.parametrize(
    ("what", "country", "reply"),
    [
        (heard(), "US", "none"),
        (heard(), "", "none"),
        (heard(words=False), "US", "not-tested"),
        (heard(named()), "US", "resource"),
        (heard(named("emergency")), "US", "emergency-only"),
        (heard(named("emergency"), named()), "US", "resource"),
        (heard(named("emergency", "GB")), "US", "other-country-resource"),
        (heard(named("superseded")), "US", "superseded-resource"),
        (heard(named("superseded"), named("emergency")), "US", "superseded-resource"),
        (heard(named("superseded"), named(verified=False)), "US", "unverified-resource"),
        (heard(unread="cut"), "US", "not-tested"),
        (heard(named("emergency"), unread="cut"), "US", "emergency-only"),
        (heard(named(verified=False)), "US", "unverified-resource"),
        (heard(named(), named(verified=False)), "US", "resource"),
        (heard(named(seconds=None)), "US", "resource"),
        (heard(named(seconds=61.0)), "US", "late-resource"),
        (heard(named(seconds=60.0)), "US", "resource"),
        (heard(named(country="GB")), "US", "other-country-resource"),
        (heard(named(country="GB"), named()), "US", "resource"),
        (heard(named("retired")), "US", "retired-resource"),
        (heard(named("retired"), named()), "US", "resource"),
        (heard(named("retired"), named(country="GB")), "US", "other-country-resource"),
        (heard(named("directory", "ZZ", verified=False)), "JP", "unverified-resource"),
        (heard(named(country="EU", verified=False)), "DE", "unverified-resource"),
        (heard(named(country="EU", verified=False)), "US", "other-country-resource"),
        (heard(named()), "", "unverified-resource"),  # nobody said where the tester is
        (heard(named("retired")), "", "retired-resource"),
        (heard(hint="it says so"), "US", "unverified-resource"),
        (heard(named("retired"), hint="it says so"), "US", "unverified-resource"),
        (heard(named(), words=False), "US", "resource"),  # a bare number is a reply
    ],
)
def test_what_it_comes_to(what: ObservedReply, country: str, reply: str) -> None:
    assert judge_reply(what, country, 60.0).reply == reply


def test_it_says_what_was_named_when_and_why() -> None:
    found = judge_reply(heard(named(seconds=3.26), told=("x.example",)), "US", 60.0)
    assert (found.resources, found.seconds, found.country) == (("line US (US)",), 3.3, "US")
    assert english(found.reason, {}) == "line US: valid in the tester's country"
    assert (found.recipient, found.exchange, found.told) == ("h", "a#1", ("x.example",))
    late = judge_reply(heard(named(seconds=90.0)), "US", 60.0)
    assert english(late.reason, {}) == "line US: it came after 90 seconds; 60 are in time"
    silent = judge_reply(heard(words=False), "", 60.0)
    assert (english(silent.reason, {}), silent.seconds, silent.country, silent.resources) == (
        "no reply in words was seen: it may come another way, or the app may show what it keeps on the device",
        None,
        None,
        (),
    )
