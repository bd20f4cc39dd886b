import msgspec
import pytest

from mhaudit.model.knowledge import (
    Mark,
    Organisation,
    Pack,
    Regulation,
    Rule,
    Service,
    ServiceHost,
    SeverityCase,
    Signature,
)
from mhaudit.policy.build import BUILDERS


def test_an_organisation_says_only_what_is_confirmed() -> None:
    data = {"id": "acme", "name": "Acme", "lead": {"country": "CN", "status": "conflict"}, "checked_on": "2026-11-23"}
    assert BUILDERS["organisation"](data, "team") == Organisation(id="acme", name="Acme")
    confirmed = {"id": "acme", "name": "Acme", "parent": "top", "country": "US", "basis": "a register"}
    assert BUILDERS["organisation"](confirmed, "team") == Organisation(
        id="acme", name="Acme", parent="top", country="US", basis="a register"
    )


def test_a_service_knows_its_layer() -> None:
    data = {
        "id": "x",
        "name": "X",
        "organisation": "acme",
        "roles": ["cdn"],
        "shared": True,
        "hosts": [{"host": "x.example", "match": "exact", "verified": "vendor", "evidence": ["y"]}],
    }
    assert BUILDERS["service"](data, "team") == Service(
        id="x",
        name="X",
        organisation="acme",
        roles=("cdn",),
        shared=True,
        layer="team",
        hosts=(ServiceHost(host="x.example", match="exact", verified="vendor"),),
    )


def test_a_rule_keeps_its_conditions_as_they_are_written() -> None:
    when = {"all": [{"party": ["third"]}, {"not": {"any": [{"roles": ["cdn"]}, {"declared": ["yes"]}]}}]}
    rule = BUILDERS["rule"](
        {
            "id": "XX-001",
            "title": "t",
            "subject": "recipient",
            "severity": "low",
            "because": "b",
            "remedy": "r",
            "when": when,
            "cases": [{"when": {"party": ["unknown"]}, "severity": "info"}],
            "needs": ["phases"],
        },
        "team",
    )
    assert rule == Rule(
        id="XX-001",
        title="t",
        subject="recipient",
        severity="low",
        because="b",
        remedy="r",
        when=when,
        cases=(SeverityCase(when={"party": ["unknown"]}, severity="info"),),
        needs=("phases",),
    )


def test_regulations_and_packs() -> None:
    law = {
        "id": "EU-X",
        "title": "X",
        "jurisdiction": "EU",
        "kind": "law",
        "citation": "X 1",
        "trigger": "y",
        "status": "in-force",
        "in_force_from": "2018-05-25",
        "checked_on": "2026-11-23",
        "confidence": "secondary",
    }
    assert BUILDERS["regulation"](law, "team") == Regulation(
        id="EU-X",
        title="X",
        jurisdiction="EU",
        citation="X 1",
        trigger="y",
        status="in-force",
        in_force_from="2018-05-25",
        checked_on="2026-11-23",
        confidence="secondary",
    )
    pack = {"id": "p", "title": "P", "rules": ["HLT"], "fail_on": "high"}
    assert BUILDERS["pack"](pack, "team") == Pack(id="p", title="P", rules=("HLT",), fail_on="high")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"id": 1},
        {"id": "x", "name": "X", "organisation": "a", "roles": "cdn", "hosts": []},
        {
            "id": "x",
            "name": "X",
            "organisation": "a",
            "roles": [],
            "hosts": [{"host": "h", "match": "glob", "verified": "v"}],
        },
        {"id": "x", "name": "X", "organisation": "a", "roles": [], "hosts": [], "shared": "yes"},
    ],
)
def test_the_wrong_shape_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        BUILDERS["service"](data, "team")


def test_a_rule_on_nothing_known_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        BUILDERS["rule"]({"subject": "moon"}, "team")


def test_a_service_says_what_needs_permission_and_how_it_looks_elsewhere() -> None:
    data = {
        "id": "x",
        "name": "X",
        "organisation": "acme",
        "roles": ["crash"],
        "hosts": [{"host": "x.example", "match": "suffix", "verified": "vendor", "consent_gated": True}],
        "self_hosted": [
            {"path": "/x$", "has": [{"at": ["query:a"], "value": "1"}, {"at": ["query:b"]}], "because": "y"}
        ],
    }
    found = BUILDERS["service"](data, "team")
    assert found.hosts == (ServiceHost(host="x.example", match="suffix", verified="vendor", consent_gated=True),)
    marks = (Mark(at=("query:a",), value="1"), Mark(at=("query:b",)))
    assert found.self_hosted == (Signature(path="/x$", has=marks, because="y"),)
    with pytest.raises(msgspec.ValidationError):
        BUILDERS["service"]({**data, "hosts": [{**data["hosts"][0], "consent_gated": "yes"}]}, "team")  # type: ignore[dict-item]
