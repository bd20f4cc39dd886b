"""The live page's view of an audit so far. It has no planted value, as the audit has none."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from mhaudit.model.audit import Audit, Observation, Recipient
from mhaudit.report.text import terms, words
from mhaudit.report.text.escape import visible
from mhaudit.report.text.gaps import gap_groups

_MOST = 200
_LONGEST = 120
# Gaps of options that were not given, and those that are known only at the end of a recording.
_NOT_YET = {"no-app-profile", "no-persona", "not-exercised", "crisis-not-tested"}

Plain = dict[str, Any]


def snapshot(audit: Audit, last_contact: Mapping[str, float]) -> Plain:
    """Return the audit as lists of plain data; `last_contact` is in seconds since the epoch, by host."""
    recipients = {recipient.host: recipient for recipient in audit.recipients}
    labels = {kind.id: kind.label for kind in audit.kinds}
    sent = [seen for seen in audit.observations if seen.direction == "sent"]
    special = {kind.id for kind in audit.kinds if kind.special}
    alarms = [seen for seen in sent if is_alarming(seen, special)]
    loud = {seen.recipient for seen in alarms}
    newest = sorted(recipients.values(), key=lambda each: (-last_contact.get(each.host, 0), each.host))
    return {
        "judged": audit.coverage.exchanges,
        "contacts": [_contact(each, last_contact, each.host in loud) for each in newest[:_MOST]],
        "more_contacts": max(0, len(newest) - _MOST),
        "alarms": _told(alarms, recipients, labels),
        "persona": _told([seen for seen in sent if seen.detector == "planted"], recipients, labels),
        "gaps": [
            {
                "title": words.gap_title(blind.code),
                "meaning": words.gap(blind.code),
                "hosts": [visible(host, _LONGEST) for host in blind.hosts[:_MOST]],
                "count": blind.count,
                "blocking": blind.blocking,
            }
            for blind in gap_groups(gap for gap in audit.coverage.gaps if gap.code not in _NOT_YET)
        ],
    }


def is_alarming(seen: Observation, special: Collection[str]) -> bool:
    """Return whether health data was sent to another company; `special` are the ids of health categories."""
    return seen.party == "third" and seen.category in special


def _contact(recipient: Recipient, last_contact: Mapping[str, float], alarm: bool) -> Plain:
    return {
        "host": visible(recipient.host, _LONGEST),
        "who": visible(_who(recipient), _LONGEST),
        "country": recipient.country or "",
        "roles": list(recipient.roles),
        "party": terms.PARTIES[recipient.party],
        "exchanges": recipient.exchanges,
        "sent": words.size(recipient.bytes_sent),
        "last": last_contact.get(recipient.host),
        "alarm": alarm,
    }


def _told(seen: list[Observation], recipients: Mapping[str, Recipient], labels: Mapping[str, str]) -> list[Plain]:
    """Return one entry for each category and host, with its highest certainty."""
    alike: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for each in seen:
        alike[each.category, each.recipient].append(each)
    return [
        {
            "label": visible(labels.get(category, category), _LONGEST),
            "host": visible(host, _LONGEST),
            "who": visible(_whom(recipients[host]), _LONGEST),
            "party": recipients[host].party,
            "certainty": min((each.certainty for each in those), key=terms.SURE.index),
            "basis": _basis(those),
            "count": sum(each.count for each in those),
            "phases": sorted({each.phase for each in those if each.phase}),
        }
        for (category, host), those in sorted(alike.items())[:_MOST]
    ]


def _basis(those: Sequence[Observation]) -> str:
    """Return the basis of an entry: a planted value is proof, the name of an event is only a hint."""
    ways = {each.detector for each in those}
    if ways & {"planted", "varied"}:
        return "the planted value was seen: proven"
    if ways == {"event"}:
        return "an event's name suggests it; no such value was seen"
    return "what a field means and looks like"


def _whom(recipient: Recipient) -> str:
    return recipient.organisation if recipient.organisation else recipient.domain


def _who(recipient: Recipient) -> str:
    return recipient.organisation or recipient.domain
