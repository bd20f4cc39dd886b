"""Who is known already."""

import pytest

from mhaudit.trackerlists.owners import Owners, folded, slug
from tests.policy.importing.given import known


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("acme.example", ("acme-metrics", True)),
        ("a.b.acme.example", ("acme-metrics", False)),
        ("one.other.example", ("acme-metrics", True)),
        ("x.one.other.example", None),
        ("notacme.example", None),
        ("x.cloud.example", ("cloud", False)),
    ],
)
def test_the_owner_of_a_host(host: str, found: tuple[str, bool] | None) -> None:
    answer = Owners(known()).of(host)
    assert (answer and (answer[0].id, answer[1])) == found


def test_an_organisation_by_its_name() -> None:
    owners = Owners(known())
    assert owners.organisation("ACME Metrics, Inc.") == "acme"
    assert owners.organisation("Acme") is None


def test_names_without_their_legal_form() -> None:
    assert folded("33Across, Inc.") == "33across"
    assert folded("Société Générale S.A.S.") == "societe-generale-s-a-s"
    assert folded("SA") == "sa"


def test_ids() -> None:
    assert slug("Ünï & Co. / x") == "uni-co-x"
    assert slug("日本") == "unnamed"
    assert len(slug("ab " * 90)) <= 60
