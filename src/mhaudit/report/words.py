"""The sentences that a report makes of facts, in one place.

Rules: "sent to a host of X", never "sold"; a numerator with its denominator; what could not be read is "not tested".
"""

from collections.abc import Collection, Sequence

from mhaudit.model.audit import Certainty, Corroboration, Kind, Recipient, Verdict
from mhaudit.model.capture import GAPS
from mhaudit.report import terms


def counted(number: int, one: str, many: str = "") -> str:
    """`1 finding`, `1,234 findings`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(items: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def verdict(judged: Verdict, failing: int, blind: int, blocking: int) -> str:
    """The outcome in one sentence with its limits. `failing` counts open findings at or above `fail_on`."""
    unseen = "; " + counted(blind, "thing") + " could not be seen or tested" if blind else ""
    if judged.outcome == "fail":
        return f"{counted(failing, 'open finding')} at or above {judged.fail_on}{unseen}."
    none = f"no open finding at or above {judged.fail_on} in what could be read"
    if judged.outcome == "incomplete":
        hides = "could hide what this audit asks about"
        return f"{none[0].upper()}{none[1:]}, but {counted(blocking, 'gap')} {hides}{unseen}."
    return f"{none[0].upper()}{none[1:]}{unseen}."


def gap(code: str) -> str:
    """What a gap means."""
    return GAPS.get(code, "Something could not be seen.")


def gap_title(code: str) -> str:
    """A gap in a few words; a code without words of its own is written out."""
    return terms.GAP_TITLES.get(code) or code.replace("-", " ").capitalize()


def met(host: Recipient) -> str:
    """How a host came into the audit: `3 exchanges; 2 contacts without content; name looked up 1 time`."""
    ways = [counted(host.exchanges, "exchange")] if host.exchanges or not (host.listed or host.lookups) else []
    if host.listed:
        ways.append(f"{counted(host.listed, 'contact')} without content")
    if host.lookups:
        ways.append(f"name looked up {counted(host.lookups, 'time')}")
    return "; ".join(ways)


def corroborated(seen: Corroboration) -> str:
    """What a list and a recording say of each other."""
    said = f"A list names {counted(seen.listed, 'host')} that the app contacted; {seen.both:,} of them were recorded"
    if seen.missed:
        said += f". Contacted during the recording, and not in it: {listed(_few(seen.missed))}"
    if seen.at_other_times:
        said += f". Contacted at other times, and not recorded: {listed(_few(seen.at_other_times))}"
    if seen.not_listed:
        said += f". Recorded, and in no list: {listed(_few(seen.not_listed))}"
    return said + "."


def _few(names: Sequence[str], most: int = 20) -> list[str]:
    return [*names[:most], f"{len(names) - most:,} more"] if len(names) > most else list(names)


def form(code: str) -> str:
    """The form that something had: `sha256 (lower case)` is `as its SHA-256 hash (lower case)`, `plain` is ""."""
    base, _, detail = code.partition(" (")
    if base == "plain":
        return f"written {detail[:-1]}" if detail else ""
    return terms.FORMS.get(base, f"as {base}") + (f" ({detail}" if detail else "")


def forms(codes: Collection[str]) -> str:
    """The same for all forms of one thing, in brackets behind it; "" where one of them is plain or has no words."""
    bases = sorted({code.partition(" (")[0] for code in codes})
    known = all(base in terms.FORMS for base in bases)
    return f" ({listed([terms.FORMS[base] for base in bases])})" if known else ""


def reasons(texts: Sequence[str], most: int = 3) -> str:
    """The reasons as one sentence, the first few of them."""
    more = f"; {counted(len(texts) - most, 'more reason')} in audit.json" if len(texts) > most else ""
    return stopped("; ".join(text.strip().removesuffix(".") for text in texts[:most]) + more)


def stopped(text: str) -> str:
    """The text with a full stop at its end."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else text + "."


def family(category: str) -> str:
    """The heading under which a category stands."""
    stem = category.partition(".")[0]
    return terms.FAMILIES.get(stem, stem)


def inside(label: str) -> str:
    """A label as it stands inside a sentence: `Mood score` is lowered, `IP address` and `PHQ-9 total` are not."""
    return label if label[1:2].isupper() or label[1:2].isdigit() else label[:1].lower() + label[1:]


def fallback_kind(category: str) -> Kind:
    """Words for a category that the audit brings none for."""
    return Kind(id=category, label=category, why="", special=False)


def place_of(name: str, *, country: str | None, hosts: int, known: bool, known_as: str = "") -> str:
    """Whom something was sent to: `a host of Braze, Inc. (US)`, or the host alone where nobody is known to answer."""
    if not known:
        return f"{name}, where it is not known who answers"
    about = "; ".join(part for part in (known_as, country) if part)
    where = f" ({about})" if about else ""
    return f"{'a host' if hosts == 1 else counted(hosts, 'host')} of {name}{where}"


def fact(whose: str, labels: dict[Certainty, list[str]], target: str) -> str:
    """One plain sentence: what was sent to whom, the surest part first, the rest with its certainty."""
    present = [certainty for certainty in terms.SURE if labels.get(certainty)]
    first, rest = present[0], present[1:]
    verb = "were" if len(labels[first]) > 1 else "was"
    how = {"proven": "sent", "declared": "sent, by the SDK’s own definition,"}.get(
        first, "likely sent" if first == "likely" else "possibly sent"
    )
    adverbs = {"declared": "by the SDK’s own definition also", "likely": "likely also", "possible": "possibly also"}
    more = "".join(f"; {adverbs[certainty]} the {listed(labels[certainty])}" for certainty in rest)
    return f"{whose} {listed(labels[first])} {verb} {how} to {target}{more}".removesuffix(".") + "."


def control(values: int, hits: int) -> str:
    """What the decoy measured."""
    if not hits:
        return f"none of {counted(values, 'value')} of a decoy, never entered, was found: no false alarm was measured"
    return f"values of a decoy, never entered, were found {counted(hits, 'time')}: planted ones may be false alarms too"


def when(text: str | None) -> str:
    """`2026-11-23T10:00:03.250Z` as `2026-11-23 10:00:03 UTC`."""
    if not text:
        return "time not recorded"
    day, _, clock = text.partition("T")
    return f"{day} {clock[:8]} UTC" if clock else text


def size(number: int) -> str:
    """Bytes for people: `999 bytes`, `1.2 kB`, `3.4 MB`."""
    for unit, worth in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if number >= worth:
            return f"{number / worth:.1f} {unit}"
    return counted(number, "byte")


def share(part: int, whole: int) -> str:
    """`12.5 %`; a part that is there is never 0 %, and one that isn't all is never 100 %."""
    if not whole:
        return "0 %"
    percent = 100 * part / whole
    if 0 < percent < 0.1:
        return "under 0.1 %"
    return "over 99.9 %" if 99.9 < percent < 100 else f"{percent:.1f} %".replace(".0 %", " %")
