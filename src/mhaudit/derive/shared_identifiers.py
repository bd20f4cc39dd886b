"""Shared identifiers: a value that several organisations received, by which they could join their data."""

from collections.abc import Iterable, Mapping

from mhaudit.collect.linkage import IdentifierTrace
from mhaudit.model.audit import Bridge, Recipient
from mhaudit.model.reasons import because

_MOST = 200
_ORDER = "identity."  # identity before other identifiers


def bridges(traces: Iterable[IdentifierTrace], recipients: Mapping[str, Recipient]) -> list[Bridge]:
    """Return all shared identifiers, those of most organisations first, without the app's own and infrastructure hosts.

    Several values of the same kinds that reached the same hosts are one.
    """
    found = {bridge for trace in traces if (bridge := _bridge(trace, recipients))}
    return sorted(found, key=_rank)[:_MOST]


def _rank(bridge: Bridge) -> tuple[object, ...]:
    return (
        -len(bridge.organisations),
        not bridge.category.startswith(_ORDER),
        bridge.category,
        bridge.recipients,
        bridge.exchanges,
        bridge.phases,
    )


def _bridge(trace: IdentifierTrace, recipients: Mapping[str, Recipient]) -> Bridge | None:
    hosts = sorted(trace.hosts)
    ends = [recipients[host] for host in hosts if recipients[host].party in ("third", "unknown")]
    if len({ultimate_owner(end) for end in ends}) < 2:
        return None
    category = min(trace.categories, key=lambda name: (not name.startswith(_ORDER), name))
    return Bridge(
        category=category,
        organisations=tuple(sorted({end.organisation or end.domain for end in ends})),
        recipients=tuple(hosts),
        phases=tuple(sorted({phase for phases in trace.hosts.values() for phase in phases})),
        exchanges=tuple(f"{capture}#{number}" for capture, number in sorted(trace.exchanges)),
        reason=because("same-value", kind=category, forms=_forms(trace)),
    )


def ultimate_owner(recipient: Recipient) -> str:
    """Return the ultimate owner of a host: the parent, the organisation, or the domain if neither is known."""
    return recipient.parent or recipient.organisation or recipient.domain


def _forms(trace: IdentifierTrace) -> tuple[str, ...]:
    return tuple(sorted(form.partition(" (")[0] for form in trace.forms))


def phases_again(
    traces: Iterable[IdentifierTrace], recipients: Mapping[str, Recipient]
) -> dict[str, dict[str, set[str]]]:
    """Return, by host, the phases in which it received known identifier values, with the kinds of the values.

    A value is known if the organisation of the host received it in another phase, too.
    """
    again: dict[str, dict[str, set[str]]] = {}
    for trace in traces:
        of_each: dict[str, set[str]] = {}
        for host, phases in trace.hosts.items():
            of_each.setdefault(_owner(recipients[host]), set()).update(phases)
        for host, phases in trace.hosts.items():
            if len(of_each[_owner(recipients[host])]) > 1:
                for phase in phases:
                    again.setdefault(host, {}).setdefault(phase, set()).update(trace.categories)
    return again


def _owner(recipient: Recipient) -> str:
    return recipient.organisation or recipient.host
