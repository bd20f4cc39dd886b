"""Apple privacy manifests: what a vendor asks only with permission to track."""

import plistlib

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from mhaudit.errors import InvalidFiles
from tests.policy.importing.given import hosts, read

MANIFEST = {"NSPrivacyTracking": True, "NSPrivacyTrackingDomains": ["att.acme.example", "acme-two.example"]}


@pytest.mark.parametrize("form", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_tracking_domains_are_taken(form: plistlib.PlistFormat) -> None:
    raw = plistlib.dumps(MANIFEST, fmt=form)
    (entity,), _ = read("xcprivacy", raw, "Pods/AcmeLib.framework/PrivacyInfo.xcprivacy")
    assert (entity.name, entity.company, entity.roles, entity.gated) == ("AcmeLib", "", ("other",), True)
    assert hosts(entity) == [("att.acme.example", True), ("acme-two.example", True)]


def test_the_user_may_name_it() -> None:
    (entity,), _ = read("xcprivacy", plistlib.dumps(MANIFEST), "x/PrivacyInfo.xcprivacy", name="Acme", role="analytics")
    assert (entity.name, entity.roles) == ("Acme", ("analytics",))


def test_a_manifest_without_tracking_domains() -> None:
    assert read("xcprivacy", plistlib.dumps({"NSPrivacyTracking": False}))[0] == []


def test_a_wrong_shape_is_named() -> None:
    with pytest.raises(InvalidFiles) as error:
        read("xcprivacy", plistlib.dumps({"NSPrivacyTrackingDomains": "acme.example"}))
    assert str(error.value) == "data.json: NSPrivacyTrackingDomains: must be a list"


BOMB = b'<!DOCTYPE p [<!ENTITY a "aaaa">]><plist version="1.0"><string>&a;</string></plist>'


@pytest.mark.parametrize("raw", [b"", b"bplist00", b"<plist>", b"<plist><date>x</date></plist>", BOMB])
def test_an_invalid_manifest_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidFiles, match="property list|must be an object"):
        read("xcprivacy", raw)


@drawn(st.binary(max_size=200).map(lambda tail: b"bplist00" + tail))
def test_damaged_binaries_raise_nothing_else(raw: bytes) -> None:
    with pytest.raises(InvalidFiles):
        read("xcprivacy", raw)
