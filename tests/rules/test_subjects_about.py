"""What rules can ask of a recipient."""

import pytest

from mhaudit.model.audit import Recipient
from mhaudit.model.subject import AppProfile, PrivacyManifest
from mhaudit.rules.subjects import about
from tests.rules.knowledge import recipient

MANIFEST = PrivacyManifest(name="m", sha256="", tracking=True, domains=("t.example",), collected=())


@pytest.mark.parametrize(
    ("one", "app", "named"),
    [
        (recipient(), None, ()),
        (recipient(), AppProfile(id="a", name="A"), ()),  # nobody noted down whom the vendor names
        (recipient(), AppProfile(id="a", name="A", declares=True), ("no",)),
        (recipient(declared=True), AppProfile(id="a", name="A", declares=True), ("yes",)),
        (recipient(named_in_notice=True), AppProfile(id="a", name="A", declares=True), ("yes",)),
        (recipient(named_in_notice=False), None, ("no",)),
        # nobody knows who answers, so nobody knows whether they are named
        (recipient(organisation=None), AppProfile(id="a", name="A", declares=True), ()),
    ],
)
def test_named_only_where_the_words_are_known(one: Recipient, app: AppProfile | None, named: tuple[str, ...]) -> None:
    assert about(one, app)["named"] == named


@pytest.mark.parametrize(
    ("host", "listed"), [("t.example", "yes"), ("in.t.example", "yes"), ("at.example", "no"), ("t.example.org", "no")]
)
def test_a_domain_in_a_manifest_covers_what_is_below_it(host: str, listed: str) -> None:
    assert about(recipient(host), AppProfile(id="a", name="A", manifests=(MANIFEST,)))["in_manifest"] == (listed,)
    assert about(recipient(host), AppProfile(id="a", name="A"))["in_manifest"] == ()
