"""Convert the data of the npm package third-party-web (MIT) into policies/lists/third-party-web.json.

    python scripts/convert_facts.py FOLDER VERSION DAY

FOLDER has the unpacked package, VERSION is its version, and DAY the day on which it was downloaded. Hosts of a file in
policies/services are left out: entries that were checked by hand come first.
"""

import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mhaudit.model.knowledge import Policies, Service
from mhaudit.policy import load
from mhaudit.trackerlists.third_party_web import ROLES

# Entities that the data set lists under another company, or under a name that is not a company's.
OWNERS = {
    "Blogger": "google",
    "Google CDN": "google",
    "Salesforce Commerce Cloud": "salesforce",
    "Salesforce Live Agent": "salesforce",
    "Salesforce.com": "salesforce",
    "Adobe Marketing Cloud": "adobe",
    "Adobe Scene7": "adobe",
    "Adobe Systems": "adobe",
    "Adobe Business Catalyst": "adobe",
}
# Entities with the hosts of two companies under one name: the name and the hosts of the other one.
DIVIDED = {"Amazon Web Services": ("Amazon", frozenset(("*.amazon.co.uk", "*.amazon.com", "*.images-amazon.com")))}
NO_COMPANY = frozenset(
    (
        "jQuery CDN",
        "CreateJS CDN",
        "ESM>CDN",
        "JSPM",
        "Bootstrap Chinese network",
        "Hull.js",
        "Verizon Digital Media CDN",
    )
)
OUT = Path(__file__).parent.parent / "policies" / "lists" / "third-party-web.json"


def main(folder: Path, version: str, day: str) -> None:
    """Write the converted list to OUT."""
    raw = (folder / "dist" / "entities-nostats.json").read_bytes()
    known = load(lists=False)
    entities = [converted for entity in divided(json.loads(raw)) if (converted := convert(entity, known))]
    head = {
        "id": "third-party-web",
        "source": "https://github.com/patrickhulce/third-party-web",
        "version": version,
        "licence": "MIT",
        "notice": " ".join((folder / "LICENSE").read_text(encoding="utf-8").split()),
        "retrieved": day,
        "sha256": hashlib.sha256(raw).hexdigest(),
    }
    lines = ",\n".join(json.dumps(entity, ensure_ascii=False) for entity in entities)
    text = json.dumps(head, indent=1, ensure_ascii=False).removesuffix("\n}")
    OUT.write_text(f'{text},\n "entities": [\n{lines}\n]}}\n', encoding="utf-8")


def divided(entities: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield entities, each with the hosts of one company only."""
    for entity in entities:
        name, others = DIVIDED.get(entity["name"], ("", frozenset()))
        yield {**entity, "domains": [domain for domain in entity["domains"] if domain not in others]}
        if name:
            domains = [domain for domain in entity["domains"] if domain in others]
            yield {**entity, "name": name, "company": name, "domains": domains}


def convert(entity: Mapping[str, Any], known: Policies) -> list[Any] | None:
    """Return one service as [id, name, organisation id, organisation name, role, hosts], or None where all hosts are
    known.
    """
    hosts = []
    owners: Counter[str] = Counter()
    for domain in entity["domains"]:
        host = domain.removeprefix("*.").lower()
        if owner := answers(host, known.services):
            owners.update([owner.organisation] if owner.organisation else [])
            if not owner.shared or any(host == entry.host for entry in owner.hosts):
                continue
        if "*" not in host and "." in host:
            hosts.append("." + host if domain.startswith("*.") else host)
    if not hosts:
        return None
    company = entity.get("company") or entity["name"]
    organisation = owners.most_common(1)[0][0] if owners else identifier(company)
    organisation = OWNERS.get(entity["name"], organisation)
    if organisation in known.organisations:
        company = known.organisations[organisation].name
    if entity["name"] in NO_COMPANY:
        organisation = company = ""
    role = ROLES.get(entity["category"], "other")
    return [f"web-{identifier(entity['name'])}", entity["name"], organisation, company, role, sorted(set(hosts))]


def answers(host: str, services: Mapping[str, Service]) -> Service | None:
    """Return the service that has a host already; the longest match wins."""
    best: tuple[int, Service] | None = None
    for service in services.values():
        for entry in service.hosts:
            below = entry.match == "suffix" and host.endswith("." + entry.host)
            if (host == entry.host or below) and (best is None or len(entry.host) > best[0]):
                best = len(entry.host), service
    return best[1] if best else None


def identifier(name: str) -> str:
    """Return a name as an id: lower-case ASCII with hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed"


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
