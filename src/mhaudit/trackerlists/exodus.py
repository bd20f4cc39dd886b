"""Exodus Privacy: `{"trackers": {number: {name, network_signature, categories}}}`.

A network signature is a hint at a product, joined from patterns without anchors; it doesn't show ownership. Only plain
hosts are used, from the start of a label on.
"""

import re
from collections.abc import Iterator

from mhaudit.trackerlists.document import Node, document, each
from mhaudit.trackerlists.entity import Entity, Given, LeftOut, Written
from mhaudit.trackerlists.roles import roles_of

_ROLES = {
    "Advertisement": "advertising",
    "Analytics": "analytics",
    "Crash reporting": "crash",
    "Identification": "identifier",
    "Location": "location",
    "Profiling": "analytics",
}
_PLAIN = re.compile(r"(?:\\?[.-]|[A-Za-z0-9_])+")
_NONE = ("", "NC")  # NC: not communicated


def read(given: Given, left_out: LeftOut) -> Iterator[Entity]:
    """Yield one entity for each tracker that has a network signature."""
    trackers = document(given.raw, given.file).need("trackers")
    nodes = trackers.items() if isinstance(trackers.value, list) else (node for _, node in trackers.fields())

    def convert(node: Node) -> Entity | None:
        signature = node.text_of("network_signature")
        parts = [part.strip() for part in signature.split("|")]
        hosts = tuple(Written(host, True) for part in parts if (host := _host(part, left_out)))
        name = node.need("name").text()
        roles = roles_of(node.texts_of("categories"), _ROLES)
        return Entity(name=name, hosts=hosts, roles=roles, hint=True) if hosts else None

    return each(nodes, convert)


def _host(pattern: str, left_out: LeftOut) -> str:
    """Return the plain host in a pattern, or ""."""
    if pattern in _NONE:
        return ""
    text = pattern.removeprefix("^").removesuffix("$").removesuffix("/")
    if not _PLAIN.fullmatch(text):
        left_out["patterns that are not plainly a host"] += 1
        return ""
    return text.replace("\\", "").lstrip(".-")
