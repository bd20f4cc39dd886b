"""The pieces of sentences: numbers, lists, sizes, times, and the words for what the audit says by code.

Rules: "sent to a host of X", never "sold"; a numerator with its denominator; what could not be read is "not tested".
"""

from collections.abc import Collection, Sequence

from mhaudit.model.audit import Kind
from mhaudit.model.capture import GAPS
from mhaudit.report.text import terms
from mhaudit.report.text.forms import noted
from mhaudit.report.text.language import current, message, number, say, say_many


def counted(count: int, one: str, many: str) -> str:
    """`1 finding`, `1,234 findings`: both words are in the catalogue as one message."""
    return f"{number(count)} {say_many(one, many, count)}"


def listed(items: Sequence[str]) -> str:
    """`a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return say("{most} and {last}", most=", ".join(items[:-1]), last=items[-1])


def gap(code: str) -> str:
    """What a gap means."""
    return message(GAPS[code]) if code in GAPS else say("Something could not be seen.")


def gap_title(code: str) -> str:
    """A gap in a few words; a code without words of its own is written out."""
    return message(terms.GAP_TITLES.get(code, "")) or code.replace("-", " ").capitalize()


def few(names: Sequence[str], most: int = 20) -> list[str]:
    """The names, or the first of them and how many more there are."""
    more = len(names) - most
    return [*names[:most], say("{number} more", number=more)] if more > 0 else list(names)


def form(code: str) -> str:
    """The form that something had: `sha256 (lower case)` is `as its SHA-256 hash (lower case)`, `plain` is ""."""
    base, _, detail = code.partition(" (")
    note = noted(detail[:-1])
    if base == "plain":
        return say("written {how}", how=note) if note else ""
    known = message(terms.FORMS[base]) if base in terms.FORMS else say("as {form}", form=base)
    return known + (f" ({note})" if note else "")


def forms(codes: Collection[str]) -> str:
    """The same for all forms of one thing, in brackets behind it; "" where one of them is plain or has no words."""
    bases = sorted({code.partition(" (")[0] for code in codes})
    known = all(base in terms.FORMS for base in bases)
    return f" ({listed([message(terms.FORMS[base]) for base in bases])})" if known else ""


def stopped(text: str) -> str:
    """The text with a full stop at its end."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else text + "."


def label(kind: Kind) -> str:
    """What a kind of data is called; a text of a user's own policies stays as it is."""
    return message(kind.label)


def inside(text: str) -> str:
    """A label as it stands inside a sentence: `Mood score` is lowered, `IP address` and `PHQ-9 total` are not.

    German keeps its capitals.
    """
    said = message(text)
    if current() != "en" or said[1:2].isupper() or said[1:2].isdigit():
        return said
    return said[:1].lower() + said[1:]


def fallback_kind(category: str) -> Kind:
    """Words for a category that the audit brings none for."""
    return Kind(id=category, label=category, why="", special=False)


def when(text: str | None) -> str:
    """`2026-11-23T10:00:03.250Z` as `2026-11-23 10:00:03 UTC`."""
    if not text:
        return say("time not recorded")
    day, _, clock = text.partition("T")
    return f"{day} {clock[:8]} UTC" if clock else text


def day(text: str | None) -> str:
    """Return the day of a time: `2026-11-23`."""
    return (text or "").partition("T")[0]


def size(count: int) -> str:
    """Bytes for people: `999 bytes`, `1.2 kB`, `3.4 MB`."""
    for unit, worth in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= worth:
            return f"{number(count / worth, 1)} {unit}"
    return counted(count, "byte", "bytes")


def share(part: int, whole: int) -> str:
    """`12.5 %`; a part that is there is never 0 %, and one that isn't all is never 100 %."""
    if not whole:
        return "0 %"
    percent = 100 * part / whole
    if 0 < percent < 0.1:
        return say("under {percent} %", percent=number(0.1, 1))
    if 99.9 < percent < 100:
        return say("over {percent} %", percent=number(99.9, 1))
    return f"{number(percent, 0 if f'{percent:.1f}'.endswith('0') else 1)} %"
