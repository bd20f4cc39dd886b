"""App profiles as a whole."""

import hashlib
from pathlib import Path

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.model.knowledge import Policies
from mhaudit.model.subject import AppProfile, Claim, Declared
from mhaudit.profile import load_app
from tests.policy.profile.written import faults, loaded, write


def test_an_app_profile(tmp_path: Path, policies: Policies) -> None:
    text = "vendor: Own Ltd.\nplatform: web\nversion: '1.2'\ncountry: GB\nreply_within: 30\n"
    text += "declared: [{organisation: sentry, purpose: crashes, categories: [device]}]\ndeclared_is_complete: true\n"
    text += (
        "claims: [{id: private, says: Private., asserts: not-shared, categories: [mood, chat.message], source: page}]\n"
    )
    path = write(tmp_path, text)
    assert load_app(path, policies) == AppProfile(
        id="app.own",
        name="Own",
        vendor="Own Ltd.",
        platform="web",
        version="1.2",
        first_party=("own.example",),
        declared=(Declared(organisation="sentry", purpose="crashes", categories=("device",)),),
        claims=(
            Claim(
                id="private", says="Private.", asserts="not-shared", categories=("mood", "chat.message"), source="page"
            ),
        ),
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        country="GB",
        reply_within=30.0,
        declares=True,
        declares_all=True,
    )


def test_an_empty_list_of_recipients_says_something_and_a_missing_one_nothing(
    tmp_path: Path, policies: Policies
) -> None:
    assert loaded(tmp_path, policies, "declared: []\n").declares is True
    assert loaded(tmp_path, policies, "").declares is False


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        (
            "declared: [{organisation: mixpanle}]\n",
            "…:4: declared[0].organisation: unknown service or organisation 'mixpanle'; did you mean 'mixpanel'?",
        ),
        (
            "declared: [{organisation: mixpanel, categories: [mod]}]\n",
            "…:4: declared[0].categories[0]: unknown kind of data 'mod'; did you mean 'mood'?",
        ),
        (
            "claims: [{id: a, says: b, asserts: not-shard}]\n",
            (
                "…:4: claims[0].asserts: 'not-shard' is not allowed; choose from anonymous, no-advertising, "
                "not-shared, consent-first, encrypted; did you mean 'not-shared'?"
            ),
        ),
        (
            "claims: [{id: a, says: b, asserts: anonymous, categories: [moods]}]\n",
            "…:4: claims[0].categories[0]: unknown kind of data 'moods'; did you mean 'mood'?",
        ),
        (
            "declared_is_complete: true\n",
            "…:4: declared_is_complete: needs the field 'declared', which is missing",
        ),
        ("notice: {file: no.html}\n", "…:4: notice.file: 'no.html' is missing; put the file beside the app profile"),
        (
            "privacy_manifests:\n  - no.xcprivacy\n",
            "…:5: privacy_manifests[0]: 'no.xcprivacy' is missing; put the file beside the app profile",
        ),
        ("reply_within: 0\n", "…:4: reply_within: must be at least 1"),
    ],
)
def test_faults_of_an_app_profile(tmp_path: Path, policies: Policies, more: str, fault: str) -> None:
    assert faults(tmp_path, policies, more) == [fault]


@pytest.mark.parametrize("raw", [b"", b"\x89PNG\r\n\x1a\n\x00", b"- 1\n", b"a: &x [*x]\n", b"[" * 5000])
def test_hostile_files_are_faults(tmp_path: Path, policies: Policies, raw: bytes) -> None:
    (tmp_path / "x.yaml").write_bytes(raw)
    with pytest.raises(InvalidFiles) as raised:
        load_app(tmp_path / "x.yaml", policies)
    assert len(raised.value.faults) == 1


def test_a_claim_says_when_it_was_read(tmp_path: Path, policies: Policies) -> None:
    claim = "{id: a, says: b, asserts: anonymous, source: 'https://own.example/privacy', retrieved: 2026-12-01}"
    path = tmp_path / "app.yaml"
    path.write_text(f"id: own\nname: Own\nclaims: [{claim}]\n", encoding="utf-8")
    (found,) = load_app(path, policies).claims
    assert found.source == "https://own.example/privacy, read on 2026-12-01"
