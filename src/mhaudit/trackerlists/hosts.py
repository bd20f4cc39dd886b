"""Hosts files, `0.0.0.0 host # comment`, and lists with one host per line. Each line is for that host only."""

from collections.abc import Iterator
from ipaddress import ip_address

from mhaudit.trackerlists.entity import Entity, Given, LeftOut
from mhaudit.trackerlists.text_lists import hosts_entity, text_lines

_OWN_MACHINE = ("broadcasthost", "ip6-allhosts", "ip6-allnodes", "ip6-allrouters", "ip6-localnet", "ip6-loopback")
_LOCAL = {*_OWN_MACHINE, "ip6-mcastprefix", "local", "localhost", "localhost.localdomain", "0.0.0.0"}  # noqa: S104


def read(given: Given, left_out: LeftOut) -> Iterator[Entity]:
    """Yield one entity with all hosts of the list."""
    found: dict[str, bool] = {}
    for line in text_lines(given):
        words = line.partition("#")[0].split()
        if not words:
            continue
        names = words[1:] if _is_address(words[0]) else words
        if len(words) > 1 and names is words:
            left_out["lines without a host name"] += 1
            continue
        found.update((name, False) for name in names if name not in _LOCAL)
    return hosts_entity(given, found)


def _is_address(word: str) -> bool:
    try:
        ip_address(word.partition("%")[0])
    except ValueError:
        return False
    return True
