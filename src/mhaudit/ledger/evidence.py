"""The observations that carry a link: what was sent to its organisation, in its exchanges as far as they are kept."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from mhaudit.model.audit import Linkage, Observation, Recipient

_MOST = 40


def with_observations(
    links: Iterable[Linkage], recipients: Iterable[Recipient], observations: Sequence[Observation]
) -> list[Linkage]:
    """The links with the ids of their observations; those seen in the exchanges of the link come before others."""
    by_name: dict[str, set[str]] = {}
    for one in recipients:
        for name in {one.organisation or one.host, one.parent} - {None}:
            by_name.setdefault(str(name), set()).add(one.host)
    by_host: dict[str, list[Observation]] = {}
    for seen in observations:
        if seen.direction == "sent":
            by_host.setdefault(seen.recipient, []).append(seen)
    return [replace(link, observations=_ids(link, by_name.get(link.organisation, set()), by_host)) for link in links]


def _ids(link: Linkage, hosts: Iterable[str], by_host: dict[str, list[Observation]]) -> tuple[str, ...]:
    wanted, exchanges = {*link.identifiers, *link.categories}, set(link.exchanges)
    own = [seen for host in sorted(hosts) for seen in by_host.get(host, ()) if seen.category in wanted]
    inside = [seen for seen in own if any(f"{at.capture}#{at.exchange}" in exchanges for at in seen.at)]
    return tuple(seen.id for seen in (inside or own)[:_MOST])
