"""Entities → services and organisations that stand beside what is known, and never in its place."""

from collections import Counter

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.trackerlists import conversion as module
from mhaudit.trackerlists.conversion import Conversion, clean
from mhaudit.trackerlists.entity import Entity, Written
from tests.policy.importing.given import known


def entity(*hosts: str, below: bool = True, name: str = "Pixel", **more: object) -> Entity:
    return Entity(name=name, hosts=tuple(Written(host, below) for host in hosts), **more)  # type: ignore[arg-type]


def run(*entities: Entity) -> Conversion:
    made = Conversion(file="f", prefix="mine", known=known(), left_out=Counter())
    made.run(entities)
    return made


def test_a_new_company_and_its_service() -> None:
    made = run(entity("new.example", company="New Ltd", country="uk", contact="p@new.example", roles=("push",)))
    (service,) = made.services
    assert (service.id, service.name, service.organisation) == ("mine-pixel", "Pixel", "mine-new-ltd-company")
    assert (service.roles, service.hosts, service.gated) == (("push",), (("new.example", True),), False)
    (company,) = made.companies.values()
    assert (company.name, company.country, company.contact) == ("New Ltd", "GB", "p@new.example")


def test_a_known_company_is_used() -> None:
    made = run(entity("new.example", company="Acme Metrics Inc."))
    assert (made.services[0].organisation, made.companies) == ("acme", {})


def test_the_owner_of_a_neighbouring_host_is_not_taken_for_the_company() -> None:
    made = run(entity("new.example", "acme.example", company="Other"))
    assert made.services[0].organisation == "mine-other-company"


def test_hosts_left_out_of_a_layer_are_counted() -> None:
    made = run(
        entity("x.acme.example", "amazonaws.com", "co.uk", "10.0.0.1", "*.x.example", "new.example", "x.cloud.example"),
        entity("new.example", "cloud.example", name="Second"),
    )
    assert [service.hosts for service in made.services] == [(("new.example", True), ("x.cloud.example", True))]
    assert made.left_out == {
        "hosts of the shipped policies": 2,
        "hosts that many companies share": 2,
        "texts that are not host names": 2,
        "hosts listed before": 1,
    }


def test_only_the_host_itself_of_a_shared_parent_is_kept() -> None:
    assert run(entity("googleapis.com", below=False)).services[0].hosts == (("googleapis.com", False),)


def test_an_unnamed_company_is_none() -> None:
    made = run(entity("one.example", name="One"), entity("two.example", name="Two"))
    assert made.companies == {}
    assert [service.organisation for service in made.services] == ["", ""]


def test_a_manifest_below_a_known_vendor_is_the_vendor_s() -> None:
    made = run(entity("att.acme.example", name="AcmeLib", gated=True))
    (service,) = made.services
    assert (service.organisation, service.roles, service.gated) == ("acme", ("analytics",), True)
    mixed = run(entity("att.acme.example", "elsewhere.example", name="App", gated=True))
    assert (mixed.services[0].organisation, mixed.companies) == ("", {})


def test_names_are_made_harmless() -> None:
    made = run(entity("new.example", name="\x1b[31m\u202e " + "x" * 500, company="\n"))
    assert made.services[0].name == "[31m " + "x" * 155
    assert clean("a\u2028b\n c") == "a b c"


def test_ids_are_never_those_of_others() -> None:
    made = Conversion(file="f", prefix="acme", known=known(), left_out=Counter())
    made.run([entity("one.example", name="Metrics"), entity("two.example", name="Metrics")])
    assert [service.id for service in made.services] == ["acme-metrics-2", "acme-metrics-3"]


def test_nothing_new_is_a_fault() -> None:
    with pytest.raises(InvalidFiles) as error:
        run(entity("acme.example"))
    assert str(error.value) == (
        "f: contains no host that is not already known (left out: 1 hosts of the shipped policies)"
    )


def test_a_layer_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_HOSTS", 2)
    assert len(run(entity("a.example", "b.example")).services) == 1
    with pytest.raises(InvalidFiles, match="holds more than 15,000 services or 2 hosts; divide it"):
        run(entity("a.example", "b.example", "c.example"))


def test_many_hosts_are_divided_over_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_HOSTS_A_FILE", 2)
    made = run(entity("a.example", "b.example", "c.example"))
    assert [(service.id, len(service.hosts)) for service in made.services] == [("mine-pixel", 2), ("mine-pixel-2", 1)]


def test_a_hint_at_a_product_does_not_take_the_domain_above_known_hosts() -> None:
    made = run(entity("other.example", "new.example", hint=True))
    assert made.services[0].hosts == (("new.example", True),)
    assert +made.left_out == {"hosts that are used for more than the product": 1}
    assert run(entity("other.example")).services[0].hosts == (("other.example", True),)
