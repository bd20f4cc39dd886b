"""Disconnect: services.json has categories → companies → home pages → domains, entities.json companies → domains."""

from collections.abc import Iterator

from mhaudit.trackerlists.document import Node, document, each
from mhaudit.trackerlists.entity import Entity, Given, LeftOut, Written
from mhaudit.trackerlists.roles import roles_of

_ROLES = {
    "Advertising": "advertising",
    "Analytics": "analytics",
    "Anti-fraud": "fraud-prevention",
    "ConsentManagers": "consent",
    "Content": "media",
    "Email": "email",
    "EmailAggressive": "email",
    "FingerprintingGeneral": "identifier",
    "FingerprintingInvasive": "identifier",
    "Social": "social",
}


def read(given: Given, left_out: LeftOut) -> Iterator[Entity]:
    """Yield one entity for each company in each category, or for each company of entities.json."""
    root = document(given.raw, given.file)
    if entities := root.get("entities"):
        return each((node for _, node in entities.fields()), _company)
    return _services(root.need("categories"))


def _services(categories: Node) -> Iterator[Entity]:
    for category, companies in categories.fields():
        roles = roles_of([category], _ROLES)
        named = (node for entry in companies.items() for _, node in entry.fields())
        yield from each(named, lambda node, roles=roles: _service(node, roles))  # type: ignore[misc]


def _service(node: Node, roles: tuple[str, ...]) -> Entity | None:
    """Read a company in a category; a field that is not a list is a flag such as `dnt`, not a home page."""
    lists = (home for _, home in node.fields() if isinstance(home.value, list))
    hosts = tuple(Written(host, True) for home in lists for host in home.texts())
    name = str(node.path[-1])
    return Entity(name=name, hosts=hosts, company=name, roles=roles) if hosts else None


def _company(node: Node) -> Entity | None:
    hosts = dict.fromkeys((*node.texts_of("properties"), *node.texts_of("resources")))
    name = str(node.path[-1])
    return Entity(name=name, hosts=tuple(Written(host, True) for host in hosts), company=name) if hosts else None
