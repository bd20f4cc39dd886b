"""A comparison of a contact list with a recording of the same app: hosts in only one of them."""

from collections.abc import Iterable, Sequence

from mhaudit.collect.contacts import Host
from mhaudit.model.audit import CaptureFacts, Corroboration
from mhaudit.model.times import timestamp


def corroborate(hosts: Iterable[Host], captures: Sequence[CaptureFacts]) -> Corroboration | None:
    """Return the comparison; None unless there are both a capture with contacts only and one with exchanges."""
    recordings = [capture for capture in captures if capture.exchanges]
    if not recordings or not any(capture.contacts and not capture.exchanges for capture in captures):
        return None
    hosts = list(hosts)
    listed = [host for host in hosts if host.listed]
    alone = [host for host in listed if not host.exchanges]
    missed = [host for host in alone if _meanwhile(host, recordings)]
    return Corroboration(
        recorded=sum(host.exchanges > 0 for host in hosts),
        listed=len(listed),
        both=len(listed) - len(alone),
        missed=tuple(sorted(host.host for host in missed)),
        at_other_times=tuple(sorted(host.host for host in alone if host not in missed)),
        not_listed=tuple(sorted(host.host for host in hosts if host.exchanges and not host.listed)),
    )


def _meanwhile(host: Host, recordings: Iterable[CaptureFacts]) -> bool:
    """Return whether a host may have been contacted during a recording; True if a time is unknown."""
    first, last = timestamp(host.listed_first), timestamp(host.listed_last)
    return any(
        first is None
        or last is None
        or not (recording.first and recording.last)
        or (first <= recording.last and last >= recording.first)
        for recording in recordings
    )
