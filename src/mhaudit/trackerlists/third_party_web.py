"""third-party-web: a list of `{name, company, category or categories, domains}`; `*.x` includes all below x."""

from collections.abc import Iterator

from mhaudit.trackerlists.document import Node, document, each
from mhaudit.trackerlists.entity import Entity, Given, LeftOut, Written
from mhaudit.trackerlists.roles import roles_of

ROLES = {
    "ad": "advertising",
    "analytics": "analytics",
    "cdn": "cdn",
    "consent-provider": "consent",
    "content": "media",
    "customer-success": "support",
    "hosting": "hosting",
    "marketing": "engagement",
    "social": "social",
    "tag-manager": "tag-manager",
    "video": "video",
}


def read(given: Given, left_out: LeftOut) -> Iterator[Entity]:
    """Yield one entity for each entry."""
    return each(document(given.raw, given.file).items(), _entity)


def _entity(node: Node) -> Entity | None:
    name = node.need("name").text()
    words = [node.text_of("category"), *node.texts_of("categories")]
    domains = node.need("domains").texts()
    hosts = tuple(Written(domain.removeprefix("*."), domain.startswith("*.")) for domain in domains)
    company = node.text_of("company") or name
    return Entity(name=name, hosts=hosts, company=company, roles=roles_of(words, ROLES)) if hosts else None
