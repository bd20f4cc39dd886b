"""AdGuard companies database: trackers.json, with the names of companies in companies.json beside it."""

from collections.abc import Iterator

from mhaudit.trackerlists.document import Node, document, each
from mhaudit.trackerlists.entity import Entity, Given, LeftOut, Written
from mhaudit.trackerlists.roles import GHOSTERY, roles_of


def read(given: Given, left_out: LeftOut) -> Iterator[Entity]:
    """Yield one entity for each tracker with a domain. Without companies.json a company's id is its name."""
    root = document(given.raw, given.file)
    trackers = root.need("trackers")
    hosts: dict[str, list[Written]] = {}
    for domain, node in root.need("trackerDomains").fields():
        hosts.setdefault(node.text(), []).append(Written(domain, True))
    known = {name for name, _ in trackers.fields()}
    left_out["domains of a tracker that is not described"] += sum(len(hosts[name]) for name in hosts.keys() - known)
    names = _companies(given)
    categories = {number: node.text() for number, node in root.need("categories").fields()}

    def convert(node: Node) -> Entity | None:
        found = hosts.get(str(node.path[-1]))
        if not found:
            return None
        category = node.get("categoryId")
        company = node.text_of("companyId")
        return Entity(
            name=node.need("name").text(),
            hosts=tuple(found),
            company=names.get(company, company),
            roles=roles_of([categories.get(str(category.value), "")] if category else [], GHOSTERY),
        )

    return each((node for _, node in trackers.fields()), convert)


def _companies(given: Given) -> dict[str, str]:
    """Return the names of companies by their ids."""
    raw = given.beside("companies.json")
    if raw is None:
        return {}
    companies = document(raw, str(given.path.with_name("companies.json"))).need("companies")
    return {id_: node.need("name").text() for id_, node in companies.fields()}
