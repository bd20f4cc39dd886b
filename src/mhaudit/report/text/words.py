"""Parts of sentences: numbers, lists, sizes, times, and texts for codes.

Rules: "sent to a host of X", never "sold"; a numerator with its denominator; unread data is "not tested".
"""

from collections.abc import Collection, Sequence

from mhaudit.model.audit import Kind
from mhaudit.model.capture import GAPS
from mhaudit.report.text import terms
from mhaudit.report.text.forms import noted
from mhaudit.report.text.language import current, message, number, say, say_many


def counted(count: int, one: str, many: str) -> str:
    """Return a count with its noun: `1 finding`, `1,234 findings`. The catalogue has both forms as one message."""
    return f"{number(count)} {say_many(one, many, count)}"


def listed(items: Sequence[str]) -> str:
    """Join items as `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return say("{most} and {last}", most=", ".join(items[:-1]), last=items[-1])


def gap(code: str) -> str:
    """Return the explanation of a gap."""
    return message(GAPS[code]) if code in GAPS else say("Something could not be seen.")


def gap_title(code: str) -> str:
    """Return a gap's short title; a code without one is written out."""
    return message(terms.GAP_TITLES.get(code, "")) or code.replace("-", " ").capitalize()


def few(names: Sequence[str], most: int = 20) -> list[str]:
    """Return the names, or the first `most` of them and the number of the others."""
    more = len(names) - most
    return [*names[:most], say("{number} more", number=more)] if more > 0 else list(names)


def form(code: str) -> str:
    """Return the text of a form: `sha256 (lower case)` is `as its SHA-256 hash (lower case)`, `plain` is ""."""
    base, _, detail = code.partition(" (")
    note = noted(detail[:-1])
    if base == "plain":
        return say("written {how}", how=note) if note else ""
    known = message(terms.FORMS[base]) if base in terms.FORMS else say("as {form}", form=base)
    return known + (f" ({note})" if note else "")


def forms(codes: Collection[str]) -> str:
    """Return the texts of several forms in parentheses; "" where one of them is plain or unknown."""
    bases = sorted({code.partition(" (")[0] for code in codes})
    known = all(base in terms.FORMS for base in bases)
    return f" ({listed([message(terms.FORMS[base]) for base in bases])})" if known else ""


def stopped(text: str) -> str:
    """Return the text with a full stop at its end."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else text + "."


def label(kind: Kind) -> str:
    """Return the translated label of a kind of data; a label of a user's own policies is unchanged."""
    return message(kind.label)


def inside(text: str) -> str:
    """Return a label for use inside a sentence: `Mood score` is lowered, `IP address` and `PHQ-9 total` are not.

    German keeps its capitals.
    """
    said = message(text)
    if current() != "en" or said[1:2].isupper() or said[1:2].isdigit():
        return said
    return said[:1].lower() + said[1:]


def fallback_kind(category: str) -> Kind:
    """Return a kind whose label is its id, for a category that the audit does not describe."""
    return Kind(id=category, label=category, why="", special=False)


def when(text: str | None) -> str:
    """Format `2026-11-23T10:00:03.250Z` as `2026-11-23 10:00:03 UTC`."""
    if not text:
        return say("time not recorded")
    day, _, clock = text.partition("T")
    return f"{day} {clock[:8]} UTC" if clock else text


def day(text: str | None) -> str:
    """Return the day of a time: `2026-11-23`."""
    return (text or "").partition("T")[0]


def size(count: int) -> str:
    """Format a number of bytes for people: `999 bytes`, `1.2 kB`, `3.4 MB`."""
    for unit, worth in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= worth:
            return f"{number(count / worth, 1)} {unit}"
    return counted(count, "byte", "bytes")


def share(part: int, whole: int) -> str:
    """Format a share as `12.5 %`; a part over zero is never 0 %, and one below the whole is never 100 %."""
    if not whole:
        return "0 %"
    percent = 100 * part / whole
    if 0 < percent < 0.1:
        return say("under {percent} %", percent=number(0.1, 1))
    if 99.9 < percent < 100:
        return say("over {percent} %", percent=number(99.9, 1))
    return f"{number(percent, 0 if f'{percent:.1f}'.endswith('0') else 1)} %"
