"""A converted layer as policy files: each states its source, licence, day and digest, and so does layer.yaml."""

import json
import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from mhaudit.trackerlists.conversion import AddedOrganisation, Addition, Conversion

LAYER_FILE = "layer.yaml"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ._/()+-]*[A-Za-z0-9.)]|[A-Za-z]")
_WORDS_OF_YAML = {"true", "false", "null"}


class Origin(Struct, frozen=True, kw_only=True):
    """The origin of a layer. `digest` is the SHA-256 of the imported file, `retrieved` the day of the download."""

    title: str
    url: str
    licence: str
    retrieved: str
    digest: str
    format: str
    verified: Literal["vendor", "org-db", "listed"]

    @property
    def sentence(self) -> str:
        """Return the origin in one line."""
        return f"{self.title}, licence {self.licence}, retrieved {self.retrieved}, SHA-256 {self.digest}"


def files(conversion: Conversion, origin: Origin) -> Iterator[tuple[str, str]]:
    """Yield the files of the layer as (path below its folder, text)."""
    yield LAYER_FILE, _layer(conversion, origin)
    for company in conversion.companies.values():
        yield f"organisations/{company.id}.yaml", _organisation(company, origin)
    for service in conversion.services:
        yield f"services/{service.id}.yaml", _service(service, origin)


def scalar(text: str) -> str:
    """Return a text as a YAML scalar: plain if that is safe, else in double quotes."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML
    return text if plain else json.dumps(text, ensure_ascii=False)


def caution(licence: str) -> str:
    """Return the conditions of a licence, as the end of "it asks that …"; "" if none are known."""
    words = set(re.split(r"[^A-Z]+", licence.upper()))
    asked = ["it is not used commercially"] if "NC" in words else []
    if words & {"SA", "ODBL", "GPL", "AGPL", "LGPL"}:
        asked.append("what is made from it is passed on under the same licence")
    return ", and ".join(asked)


def _layer(conversion: Conversion, origin: Origin) -> str:
    left_out = [f"  {scalar(reason)}: {count}" for reason, count in sorted(conversion.left_out.items()) if count]
    fields = {
        "title": origin.title,
        "source": origin.url or "not stated",
        "licence": origin.licence,
        "asks": f"that {asked}" if (asked := caution(origin.licence)) else "",
        "format": origin.format,
        "retrieved": origin.retrieved,
        "sha256": origin.digest,
    }
    lines = [f"{name}: {scalar(value)}" for name, value in fields.items() if value]
    lines += [f"services: {len(conversion.services)}", f"organisations: {len(conversion.companies)}"]
    return _text([*lines, *(["left_out:", *left_out] if left_out else [])])


def _organisation(company: AddedOrganisation, origin: Origin) -> str:
    source = f"what: {scalar(origin.sentence)}"
    url = f", url: {scalar(origin.url)}" if origin.url else ""
    lines = [f"id: {company.id}", f"name: {scalar(company.name)}"]
    if company.country:
        basis = f"{origin.title}, retrieved {origin.retrieved}; seat or domicile"
        lines += [f"country: {company.country}", f"basis: {scalar(basis)}"]
    if company.contact:
        lines.append(f"privacy_contact: {scalar(company.contact)}")
    lines += [
        "sources:",
        f"  - {{{source}{url}, checked_on: {origin.retrieved}, confidence: secondary}}",
        f"checked_on: {origin.retrieved}",
    ]
    return _text(lines)


def _service(service: Addition, origin: Origin) -> str:
    gated = ", consent_gated: true" if service.gated else ""
    first = service.hosts[0][0]
    return _text(
        [
            f"id: {service.id}",
            f"name: {scalar(service.name)}",
            *([f"organisation: {service.organisation}"] if service.organisation else []),
            f"roles: [{', '.join(service.roles)}]",
            "hosts:",
            *(_host(host, below, origin.verified + gated) for host, below in service.hosts),
            f"note: {scalar('Imported from ' + origin.sentence)}",
            f"checked_on: {origin.retrieved}",
            "examples:",
            f"  match: [{{url: {scalar('https://' + first + '/')}}}]",
            "  pass: [{url: 'https://own.example/'}]",
        ]
    )


def _host(host: str, below: bool, rest: str) -> str:
    return f"  - {{host: {scalar(host)}, match: {'suffix' if below else 'exact'}, verified: {rest}}}"


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
