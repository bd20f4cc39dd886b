"""Ghostery trackerdb: `{"organizations": {id: {name, country}}, "patterns": {id: {name, category, domains}}}`."""

from collections.abc import Iterator

from mhaudit.trackerlists.document import Node, document, each
from mhaudit.trackerlists.entity import Entity, Given, LeftOut, Written
from mhaudit.trackerlists.roles import GHOSTERY, roles_of


def read(given: Given, left_out: LeftOut) -> Iterator[Entity]:
    """Yield one entity for each pattern with domains; filters are in another language and left out."""
    root = document(given.raw, given.file)
    companies = dict(root.need("organizations").fields())

    def convert(node: Node) -> Entity | None:
        if node.texts_of("filters"):
            left_out["patterns that also have filters, which are not read"] += 1
        hosts = tuple(Written(domain, True) for domain in node.texts_of("domains"))
        if not hosts:
            return None
        company = companies.get(node.text_of("organization"))
        return Entity(
            name=node.need("name").text(),
            hosts=hosts,
            company=company.need("name").text() if company else "",
            roles=roles_of([node.text_of("category")], GHOSTERY),
            country=company.text_of("country") if company else "",
            contact=company.text_of("privacy_contact") if company else "",
        )

    return each((node for _, node in root.need("patterns").fields()), convert)
