"""Privacy manifests of iOS against what was sent."""

from typing import Any

from mhaudit.model.reasons import english
from mhaudit.model.subject import PrivacyManifest
from tests.rules.claims.held import app, gap, results, verdicts
from tests.rules.knowledge import observation, recipient

ADS = recipient(roles=("advertising",))
IDFA = observation("identifier.advertising", party="third")
PREFIX = "xcprivacy:NSPrivacyCollectedDataType"


def manifest(**changes: Any) -> PrivacyManifest:
    given: dict[str, Any] = {"name": "PrivacyInfo.xcprivacy", "sha256": "ab", "tracking": None, "domains": ()}
    return PrivacyManifest(**(given | {"collected": ()} | changes))


def test_an_app_that_says_it_does_not_track() -> None:
    profile = app(manifests=(manifest(tracking=False),))
    name = "xcprivacy:NSPrivacyTracking"
    found = results(profile, [IDFA], [ADS])[name]
    assert (found.verdict, found.kind, found.source) == (
        "contradicted",
        "xcprivacy",
        "PrivacyInfo.xcprivacy (SHA-256 ab)",
    )
    assert verdicts(profile, [IDFA], [recipient()])[name] == "consistent"  # analytics alone is no tracking to Apple
    assert verdicts(profile, [observation()], [ADS], [gap("t.example")])[name] == "not-tested"
    assert name not in verdicts(app(manifests=(manifest(tracking=True),)), [IDFA], [ADS])


def test_hosts_of_companies_that_track() -> None:
    name = "xcprivacy:NSPrivacyTrackingDomains"
    assert verdicts(app(manifests=(manifest(domains=("t.example",)),)), [], [ADS])[name] == "consistent"
    missing = results(app(manifests=(manifest(domains=("other.example",)),)), [], [ADS])[name]
    assert missing.verdict == "not-tested" and "t.example; whether they were used" in english(missing.reason, {})
    assert name not in verdicts(app(manifests=(manifest(),)), [], [recipient()])


def test_what_people_type_must_be_named_and_what_an_sdk_collects_may_be_named_elsewhere() -> None:
    none = app(manifests=(manifest(),))
    assert verdicts(none, [observation()])[f"{PREFIX}Health"] == "contradicted"
    assert verdicts(none, [observation("identifier.user")])[f"{PREFIX}UserID"] == "not-tested"
    named = app(manifests=(manifest(), manifest(collected=("NSPrivacyCollectedDataTypeHealth",))))
    assert verdicts(named, [observation()])[f"{PREFIX}Health"] == "consistent"
    alike = app(manifests=(manifest(collected=("NSPrivacyCollectedDataTypeSensitiveInfo",)),))
    assert verdicts(alike, [observation()])[f"{PREFIX}Health"] == "consistent"
    own = observation(host="own.example", party="first")
    hosts = [recipient("own.example", party="first")]
    assert verdicts(none, [own], hosts)[f"{PREFIX}Health"] == "not-tested"
