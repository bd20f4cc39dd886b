"""What a capture itself says of a host: names that a name stands for, certificates, and what requests are for."""

import pytest
from msgspec.structs import replace

from mhaudit.model.audit import HostEvidence
from mhaudit.model.capture import Certificate
from mhaudit.model.knowledge import Policies, Service, ServiceHost, Use
from mhaudit.model.reasons import english
from mhaudit.model.subject import AppProfile
from mhaudit.recipients.directory import Directory, NetworkEvidence
from tests.rules.knowledge import policies

APP = AppProfile(id="a", name="A", first_party=("own.example",))


def host(name: str, match: str = "suffix") -> ServiceHost:
    return ServiceHost(host=name, match=match, verified="vendor")  # type: ignore[arg-type]


def known() -> Policies:
    services = (
        Service(id="t", name="Tracker", organisation="t-inc", roles=("analytics",), hosts=(host("tracker.example"),)),
        Service(id="cdn", name="Cdn", organisation="c-inc", roles=("cdn",), hosts=(host("cdn.example"),)),
        Service(id="l", name="Some list", roles=("advertising",), hosts=(host("listed.example"),), layer="mine"),
        Service(
            id="many",
            name="Many",
            organisation="m-inc",
            roles=("search",),
            hosts=(host("many.example"), host("t.example")),
            uses=(
                Use(path="^/ads(?:/|$)", roles=("advertising",)),
                Use(path="^/204$", roles=("platform",)),
                Use(path="^/", roles=("other",), hosts=("t.example",)),
            ),
        ),
    )
    return replace(policies(), services={one.id: one for one in services}, organisations={})


def directory(app: AppProfile | None = APP) -> Directory:
    return Directory(known(), app)


def test_an_own_name_of_another_companys_host_is_attributed_to_both() -> None:
    names = directory()
    assert names.answer("metrics.own.example").party == "first"
    names.learn("metrics.own.example", NetworkEvidence(("x.data.tracker.example",)))
    found = names.answer("metrics.own.example")
    assert (found.party, found.service and found.service.name) == ("third", "Tracker")
    assert english(found.reason, {}) == (
        "the app profile names own.example as the app's own; in this recording the name is an alias of "
        "x.data.tracker.example (CNAME): tracker.example is a host of Tracker: "
        "the vendor's own code or documentation names this host"
    )
    assert found.evidence[0] == HostEvidence(what="cname", says="x.data.tracker.example", source="the capture")


@pytest.mark.parametrize(
    ("aliases", "party"),
    [
        (("a.own.example", "b.cdn.example"), "first"),
        (("unknown.example",), "first"),
        (("a.own.example", "x.tracker.example"), "third"),
        ((), "first"),
    ],
)
def test_a_carrier_and_an_unknown_alias_leave_a_name_the_apps_own(aliases: tuple[str, ...], party: str) -> None:
    names = directory()
    names.learn("api.own.example", NetworkEvidence(aliases))
    assert names.answer("api.own.example").party == party


def test_an_unknown_host_is_known_by_its_alias() -> None:
    names = directory(None)
    names.learn("a.b.example", NetworkEvidence(("x.tracker.example",)))
    found = names.answer("a.b.example")
    assert (found.party, found.service and found.service.id) == ("third", "t")
    assert english(found.reason, {}).startswith("in this recording the name is an alias of x.tracker.example (CNAME): ")
    names.forget()
    assert names.answer("a.b.example").service is None


def test_a_certificate_is_evidence_and_no_more() -> None:
    names = directory()
    names.learn("x.example", NetworkEvidence((), Certificate("Acme Ltd", ("x.example",))))
    found = names.answer("x.example")
    assert (found.organisation, found.service, found.party) == (None, None, "third")
    assert [(one.what, one.says) for one in found.evidence] == [("certificate", "Acme Ltd")]
    assert english(found.reason, {}).endswith("; its certificate names Acme Ltd")
    names.learn("y.example", NetworkEvidence((), Certificate("", ("a.shop.example", "b.shop.example", "y.example"))))
    assert names.answer("y.example").evidence[0].says == "shop.example, y.example"
    names.learn("z.example", NetworkEvidence((), Certificate()))
    assert names.answer("z.example").evidence == ()


def test_a_list_of_hosts_names_no_company() -> None:
    found = directory().answer("a.listed.example")
    assert (found.organisation, found.named, found.party) == (None, False, "third")
    assert english(found.reason, {}) == ("listed.example is on the list Some list, which does not name its operator")
    assert found.evidence == (HostEvidence(what="list", says="Some list", source="mine"),)


@pytest.mark.parametrize(
    ("name", "path", "roles"),
    [
        ("many.example", "/ads/x?y=1", ("advertising",)),
        ("many.example", "/adsense", ("search",)),
        ("many.example", "/204", ("platform",)),
        ("many.example", "/204?x", ("search",)),
        ("x.t.example", "/anything", ("other",)),
        ("x.t.example", "/ads", ("advertising",)),
        ("tracker.example", "/ads", ()),
        ("own.example", "/ads", ()),
        ("nobody.example", "/ads", ()),
    ],
)
def test_what_a_request_is_for(name: str, path: str, roles: tuple[str, ...]) -> None:
    assert directory().roles_of_use(name, path) == roles
