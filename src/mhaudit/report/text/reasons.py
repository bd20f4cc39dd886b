"""The reasons that an audit gives, said in the report's language.

They stand in the audit in English, made of a few patterns. What fits none stays English, and the page says that it is.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from mhaudit.model.audit import Kind
from mhaudit.report.text.glossary import ROLES
from mhaudit.report.text.language import DEFAULT, current, has, message
from mhaudit.report.text.language import marked as _

# The blanks are filled with what stands there: `kind`, `why`, `doubt` and `roles` are said in the language, the rest
# stays as it is. What shipped policies say of themselves is gathered from them (scripts/languages.py).
PATTERNS = (
    _("matched the persona's {kind}: {form}"),
    _("matched the persona's {kind} ({rest})"),
    _("matched the persona's {kind}"),
    _("the field {name} means {kind} ({key}) and its value has that shape"),
    _("the wording {words} under {name} discloses {kind}"),
    _("the text under {name} has words of {kind}"),
    _("the field {name} names the {instrument} and the number is in its range"),
    _("the text names the {instrument} beside a number in its range"),
    _("has the shape of {why}"),
    _("a field of {name}: {why}; the request {doubt}"),
    _("a field of {name}: {why}"),
    _("looks like a self-hosted {service} ({roles}): {why}"),
    _("the app profile names {name} as the app's own"),
    _("{name} is a host of {service}: {why}; its vendor lists it for iOS as a tracking domain, {rest}"),
    _("{name} is a host of {service}: {why}"),
    _("{kind} was sent to a host of {name}: {why}"),
    _("{kind} was sent to {name}: {why}"),
    _("{kind} was sent to {name}"),
    _("in the phase {phase}, {why}"),
    _("the same {kind} was sent to hosts of each, as {form}"),
    _("{why}; in the same exchange stood who the person is"),
    _("{why}; labels may leave out what the vendor's servers use only in passing, and traffic can't show that"),
    _("these were contacted and are not named: {names}"),
    _("it names each of the {count} organisations that were seen"),
    _(
        "it does not name {part} of the {count} organisations that were seen: {names}; "
        "whether it means them in other words is for a reader to say"
    ),
    _("tracking services were contacted before consent or after refusal ({names}); see TRK-002 and TRK-003"),
    _("hosts of advertising services were contacted ({names}), and what is proven to have been sent is not personal"),
    _("some of what was sent could not be read ({names})"),
    _("{names}: the reply names only a number that is listed as retired"),
    _("{names}: the reply names only help of other countries than {country}"),
    _("{names}: it came after {seconds} seconds; {limit} are in time"),
    _("{names}: valid in the tester's country"),
    _("{names}: listed for the tester's country, and not checked at its operator"),
    _("{names}: the tester's country is not known; whether it helps was not checked"),
    _("{names}: it names a number that no list here knows; whether it helps was not checked"),
    _("at so many places that they are counted as one; at the first of them: {why}"),
)
WHOLE = (
    _("no policy names this host"),
    _("no policy names this host, and it is outside the app's own domains"),
    _("no test is known for this claim"),
    _("nothing in what could be read speaks against it; that does not show it is true"),
    _("nothing that could speak to it was seen"),
    _("the persona has no name, address, e-mail or phone number that could have been recognised"),
    _("the app profile does not say which kinds of data it is about"),
    _("the persona has no value of these kinds that could have been recognised"),
    _("what was planted was not seen anywhere, so perhaps it was never entered"),
    _("no phase before consent or after refusal was recorded"),
    _("some of what was sent could not be read"),
    _("it was not contacted in this recording"),
    _("it was contacted; the app profile notes down no kinds of data for it"),
    _("it was contacted, and nothing that was sent to it is proven"),
    _("what is proven to have been sent to it is of the kinds named"),
    _("every organisation that was contacted and is known is named"),
    _("no organisation beside the app's own servers was seen and is known"),
    _("it was sent, and the label says so"),
    _("it was sent, and a manifest says so"),
    _("it was sent; the manifest of an SDK may name it, or it was used only in passing"),
    _("nothing of it was recognised in this recording, which does not show that it is not collected"),
    _("nothing that is proven to be personal was sent in the open"),
    _("every host of a company that tracks is listed"),
    _("no advertising id was proven to reach a company that tracks"),
    _("the reply that was seen names no number, line or address of help that any list here knows"),
    _("no reply in words was seen: it may come another way, or the app may show what it keeps on the device"),
    _("it was sent only to services that answer nobody"),
    _("an e-mail address"),
    _("a latitude and longitude of three or more decimals"),
    _("year first"),
    _("digits only"),
    _("lower case"),
)


_LONGEST = 2000
_BLANK = re.compile(r"\\\{(\w+)\\\}")


def told(text: str, kinds: Mapping[str, Kind]) -> tuple[str, str]:
    """A reason in the report's language, and the code of the language that it came out in."""
    language = current()
    if language == DEFAULT or not text:
        return text, language
    said = None if len(text) > _LONGEST else _said(text, {kind.label.lower(): kind.label for kind in kinds.values()})
    return (said, language) if said is not None else (text, DEFAULT)


def _said(text: str, labels: Mapping[str, str]) -> str | None:
    if has(text):
        return message(text)
    for end in re.finditer(r"\. ", text):  # a rule's own sentence, and what was noted behind it
        if has(head := text[: end.start() + 1]):
            rest = _said(text[end.end() :], labels) or _sentence(text[end.end() :], labels)
            return None if rest is None else f"{message(head)} {rest}"
    for pattern, wanted in _patterns():
        if found := wanted.fullmatch(text):
            blanks = dict(_filled(found.groupdict(), labels))
            if None not in blanks.values():
                return message(pattern).format(**blanks)
    return _chain(text, labels)


def _chain(text: str, labels: Mapping[str, str]) -> str | None:
    """Several reasons in a row, as a host has that is known and looks like more: said only where each of them is."""
    said = [_said(part, labels) for part in parts] if len(parts := text.split("; ")) > 1 else [None]
    return None if None in said else "; ".join(filter(None, said))


def _sentence(text: str, labels: Mapping[str, str]) -> str | None:
    """A reason that was made a sentence of: with a capital and a full stop."""
    said = _said(f"{text[:1].lower()}{text[1:].removesuffix('.')}", labels) if text.endswith(".") else None
    return f"{said[:1].upper()}{said[1:]}." if said else None


def _filled(found: Mapping[str, str], labels: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    for blank, text in found.items():
        if blank == "kind":
            label = labels.get(text.lower())
            yield blank, message(label) if label else None
        elif blank in ("why", "doubt"):
            yield blank, _said(text, labels)
        elif blank == "roles":
            yield blank, ", ".join(message(ROLES.get(role, role)) for role in text.split(", "))
        else:
            yield blank, message(text)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """A blank is bounded, because a name from traffic may be of any length."""
    return tuple(
        (pattern, re.compile(_BLANK.sub(r"(?P<\1>.{1,400}?)", re.escape(pattern)), re.DOTALL)) for pattern in PATTERNS
    )
