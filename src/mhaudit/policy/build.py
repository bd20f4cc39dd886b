"""Checked plain data → organisations, services, rules, regulations, packs. A wrong shape raises TypeError."""

from mhaudit.model.knowledge import (
    Mark,
    Organisation,
    Pack,
    Regulation,
    Rule,
    Service,
    ServiceHost,
    Setting,
    SeverityCase,
    Signature,
)
from mhaudit.policy.plain import Data, condition, entries, maybe, one, severity, text, texts


def organisation(data: Data, layer: str) -> Organisation:
    return Organisation(
        id=one(data["id"], str),
        name=one(data["name"], str),
        parent=maybe(data, "parent"),
        country=maybe(data, "country"),
        basis=text(data, "basis"),
    )


def service(data: Data, layer: str) -> Service:
    return Service(
        id=one(data["id"], str),
        name=one(data["name"], str),
        organisation=one(data["organisation"], str),
        roles=texts(data["roles"]),
        hosts=tuple(_host(host) for host in entries(data["hosts"])),
        shared=one(data.get("shared", False), bool),
        self_hosted=tuple(_signature(signature) for signature in entries(data.get("self_hosted", []))),
        settings=tuple(_setting(setting) for setting in entries(data.get("settings", []))),
        layer=layer,
    )


def _setting(data: Data) -> Setting:
    return Setting(
        at=texts(data["at"]),
        values=tuple((one(value["is"], str).lower(), one(value["means"], str)) for value in entries(data["values"])),
        source=one(data["source"], str),
    )


def _host(data: Data) -> ServiceHost:
    match = data["match"]
    if match not in ("exact", "suffix"):
        raise TypeError(match)
    return ServiceHost(
        host=one(data["host"], str),
        match=match,
        verified=one(data["verified"], str),
        consent_gated=one(data.get("consent_gated", False), bool),
    )


def _signature(data: Data) -> Signature:
    return Signature(
        path=one(data["path"], str),
        has=tuple(Mark(at=texts(mark["at"]), value=text(mark, "value")) for mark in entries(data["has"])),
        because=one(data["because"], str),
    )


def rule(data: Data, layer: str) -> Rule:
    on = data["on"]
    if on not in ("observation", "recipient", "linkage", "claim", "crisis"):
        raise TypeError(on)
    return Rule(
        id=one(data["id"], str),
        title=one(data["title"], str),
        on=on,
        severity=severity(data["severity"]),
        when=condition(data["when"]),
        because=one(data["because"], str),
        remedy=one(data["remedy"], str),
        cases=tuple(
            SeverityCase(when=condition(case["when"]), severity=severity(case["severity"]))
            for case in entries(data.get("cases", []))
        ),
        regulations=texts(data.get("regulations", [])),
        precedents=texts(data.get("precedents", [])),
        needs=texts(data.get("needs", [])),
    )


def regulation(data: Data, layer: str) -> Regulation:
    return Regulation(
        id=one(data["id"], str),
        title=one(data["title"], str),
        jurisdiction=one(data["jurisdiction"], str),
        citation=one(data["citation"], str),
        trigger=one(data["trigger"], str),
        confidence=one(data["confidence"], str),
        status=one(data["status"], str),
        in_force_from=maybe(data, "in_force_from"),
        limits=text(data, "limits"),
        source=text(data, "source"),
        checked_on=one(data["checked_on"], str),
    )


def pack(data: Data, layer: str) -> Pack:
    return Pack(
        id=one(data["id"], str),
        title=one(data["title"], str),
        rules=texts(data["rules"]),
        fail_on=severity(data["fail_on"]),
    )
