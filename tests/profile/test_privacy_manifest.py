"""Privacy manifests."""

import plistlib

import pytest

from mhaudit.profile.files import NotUsable
from mhaudit.profile.privacy_manifest import read_privacy_manifest

DATA = {
    "NSPrivacyTracking": False,
    "NSPrivacyTrackingDomains": ["Ads.Example.", 7],
    "NSPrivacyCollectedDataTypes": [
        {"NSPrivacyCollectedDataType": "NSPrivacyCollectedDataTypeHealth", "NSPrivacyCollectedDataTypeLinked": True},
        {"x": 1},
        "x",
    ],
}


@pytest.mark.parametrize("form", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_a_manifest_in_either_form(form: plistlib.PlistFormat) -> None:
    found = read_privacy_manifest("PrivacyInfo.xcprivacy", plistlib.dumps(DATA, fmt=form))
    assert (found.tracking, found.domains) == (False, ("ads.example",))
    assert found.collected == ("NSPrivacyCollectedDataTypeHealth",)
    assert len(found.sha256) == 64


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is not a property list"),
        (b"bplist00\xff\xff", "is not a property list"),
        (
            b"<?xml version='1.0'?><!DOCTYPE p [<!ENTITY a 'b'>]><plist><string>&a;</string></plist>",
            "is not a property list",
        ),
        (b"<plist>" + b"<array>" * 100_000, "is not a property list"),
        (plistlib.dumps([1]), "is not a privacy manifest"),
        (plistlib.dumps({"a": 1}), "is not a privacy manifest"),
    ],
)
def test_what_is_none(content: bytes, why: str) -> None:
    with pytest.raises(NotUsable, match=why):
        read_privacy_manifest("x.xcprivacy", content)


def test_odd_values_say_nothing() -> None:
    found = read_privacy_manifest("x", plistlib.dumps({"NSPrivacyTracking": "yes", "NSPrivacyTrackingDomains": "a"}))
    assert (found.tracking, found.domains, found.collected) == (None, (), ())
