"""Filter lists for blockers: only rules for a whole host, `||host^`, are used."""

import re
from collections.abc import Iterator

from mhaudit.trackerlists.entity import Entity, Given, LeftOut
from mhaudit.trackerlists.text_lists import hosts_entity, text_lines

_RULE = re.compile(r"(@@)?\|\|([^/^$*|]+)\^(?:\$(.*))?")
# Options with which a rule still applies to the whole host; any other narrows it to a page or a kind of file.
_WHOLE = {"3p", "all", "important", "third-party"}


def read(given: Given, left_out: LeftOut) -> Iterator[Entity]:
    """Yield one entity with all hosts of the list, except its exceptions."""
    blocked: dict[str, bool] = {}
    excepted: set[str] = set()
    for line in text_lines(given):
        if not line or line[0] in "![":
            continue
        match = _RULE.fullmatch(line)
        if match is None or not _WHOLE.issuperset((match[3] or "all").split(",")):
            left_out["rules that do not match a whole host"] += 1
        elif match[1]:
            excepted.add(match[2].lower())
        else:
            blocked[match[2].lower()] = True
    left_out["hosts that the list excepts"] += len(excepted & blocked.keys())
    return hosts_entity(given, {host: True for host in blocked if host not in excepted})
