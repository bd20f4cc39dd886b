"""DuckDuckGo tracker block lists, for the web and for Android: `{"trackers": {domain: {owner, categories}}}`."""

from collections.abc import Iterator

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.trackerlists.document import Node, document
from mhaudit.trackerlists.entity import Entity, Given, LeftOut, Written
from mhaudit.trackerlists.roles import roles_of

_ROLES = {
    "Action Pixels": "advertising",
    "Ad Fraud": "fraud-prevention",
    "Ad Motivated Tracking": "advertising",
    "Advertising": "advertising",
    "Analytics": "analytics",
    "Audience Measurement": "audience-measurement",
    "CDN": "cdn",
    "Consent Management Platform": "consent",
    "Embedded Content": "media",
    "Federated Login": "identity",
    "Fraud Prevention": "fraud-prevention",
    "Online Payment": "payments",
    "SSO": "identity",
    "Session Replay": "session-replay",
    "Social - Comment": "social",
    "Social - Share": "social",
    "Social Network": "social",
    "Support Chat Widget": "support",
    "Tag Manager": "tag-manager",
    "Third-Party Analytics Marketing": "analytics",
}
_MADE_UP = ("Ad Company", "Ad Company Example", "EFF Test Trackers", "Test Site for Tracker Blocking")
_Key = tuple[str, str, tuple[str, ...]]


def read(given: Given, left_out: LeftOut) -> Iterator[Entity]:
    """Yield one entity for each company and each set of roles of its domains."""
    groups: dict[_Key, list[Written]] = {}
    faults: list[Fault] = []
    for domain, node in document(given.raw, given.file).need("trackers").fields():
        try:
            company, shown = _owner(node)
            key = (company, shown, roles_of(node.texts_of("categories"), _ROLES))
        except InvalidFiles as error:
            faults.extend(error.faults)
            continue
        if company in _MADE_UP:
            left_out["hosts of made-up companies, for tests"] += 1
        else:
            groups.setdefault(key, []).append(Written(domain, True))
    if faults:
        raise InvalidFiles(faults[:50])
    for (company, shown, roles), hosts in groups.items():
        yield Entity(name=shown, hosts=tuple(hosts), company=company, roles=roles)


def _owner(node: Node) -> tuple[str, str]:
    """Return the legal name and the display name."""
    owner = node.need("owner")
    name = owner.need("name").text()
    return name, owner.text_of("displayName") or name
