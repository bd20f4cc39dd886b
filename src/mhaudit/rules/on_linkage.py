"""Rules about what one organisation got together."""

from collections.abc import Iterator

from mhaudit.model.audit import Recipient
from mhaudit.rules.about import about
from mhaudit.rules.grounds import Grounds
from mhaudit.rules.support import CompiledRule, Support


def on_linkage(compiled: CompiledRule, grounds: Grounds) -> Iterator[Support]:
    """One support a link, at the host of its organisation that got most of it."""
    hosts: dict[str, list[Recipient]] = {}
    for recipient in grounds.recipients:
        for name in {recipient.organisation or recipient.host, recipient.parent}:
            if name:
                hosts.setdefault(name, []).append(recipient)
    of_id = {seen.id: seen for seen in grounds.observations}
    for link in grounds.linkage:
        carried = [of_id[name] for name in link.observations if name in of_id]
        home = _home(hosts.get(link.organisation, []), [seen.recipient for seen in carried])
        if home is None:
            continue
        fact = about(home, grounds.app) | {
            "categories": link.categories,
            "identifiers": link.identifiers,
            "scope": (link.scope,),
        }
        if compiled.when(fact):
            yield Support(
                home.host,
                home.organisation,
                compiled.severity(fact),
                (*link.categories, *link.identifiers),
                tuple(sorted({seen.phase for seen in carried if seen.phase})),
                len(link.exchanges),
                link.observations,
            )


def _home(hosts: list[Recipient], seen: list[str]) -> Recipient | None:
    return max(hosts, key=lambda recipient: seen.count(recipient.host), default=None)
