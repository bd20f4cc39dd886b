"""The public suffix list that tldextract is published with, read without importing tldextract and what it needs.

Importing it takes a quarter of the time of a small audit: it brings an HTTP client, which is never used here.
"""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

_SNAPSHOT = ".tld_set_snapshot"  # as tldextract names it
_PRIVATE = "// ===BEGIN PRIVATE DOMAINS==="
_RULE = re.compile(r"^[.*!]*\w\S*", re.MULTILINE)
_ORDINARY = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")


class Rules(NamedTuple):
    """The rules of the public part of the list, and every name that one of them ends with."""

    suffixes: frozenset[str]
    ends: frozenset[str]


@cache
def public_rules() -> Rules:
    """Return the rules. Raises FileNotFoundError where tldextract has no copy of the list."""
    found = find_spec("tldextract")
    folder = next(iter(found.submodule_search_locations or ()), "") if found else ""
    text = (Path(folder) / _SNAPSHOT).read_text(encoding="utf-8")
    suffixes = frozenset(_RULE.findall(text.partition(_PRIVATE)[0]))
    ends = set(suffixes)
    for rule in suffixes:
        while rule := rule.partition(".")[2]:
            ends.add(rule)
    return Rules(suffixes, frozenset(ends))


def is_ordinary(host: str) -> bool:
    """Return whether a host is labels of ASCII in lower case, without dots at its ends and without Punycode."""
    return _ORDINARY.fullmatch(host) is not None and "xn--" not in host


def labels_of_suffix(labels: list[str]) -> int:
    """Return how many of the last labels of a name are its public suffix; 0 where no rule has it."""
    suffixes, ends = public_rules()
    known = found = 0
    end = ""
    for label in reversed(labels):
        longer = f"{label}.{end}" if end else label
        if longer in ends:
            known, end = known + 1, longer
            found = known if longer in suffixes else found
        elif f"*.{end}" in suffixes:
            return known if f"!{longer}" in suffixes else known + 1
        else:
            break
    return found
