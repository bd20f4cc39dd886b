from msgspec.structs import replace

from mhaudit.report.html.companies import grouped
from mhaudit.report.pictures.countries import countries
from tests.report import sample

SPECIAL = [kind.id for kind in sample.KINDS if kind.special]


def test_countries_with_their_companies_and_who_of_them_was_sent_health_data() -> None:
    found = countries(grouped(sample.full()), SPECIAL)
    assert [(one.code, len(one.groups), len(one.health)) for one in found] == [("US", 1, 1), ("", 2, 0)]


def test_the_basis_is_told_once() -> None:
    audit = sample.full()
    hosts = tuple(replace(host, country_basis="a register") for host in audit.recipients)
    assert countries(grouped(replace(audit, recipients=hosts)), SPECIAL)[0].bases == ("a register",)


def test_own_servers_are_no_company() -> None:
    audit = sample.full()
    own = tuple(host for host in audit.recipients if host.party == "first")
    assert countries(grouped(replace(audit, recipients=own)), SPECIAL) == ()
