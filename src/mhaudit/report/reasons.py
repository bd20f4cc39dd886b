"""The reasons that an audit gives, said in the report's language.

They stand in the audit in English, made of a few patterns. What fits none stays English, and the page says that it is.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from mhaudit.model.audit import Kind
from mhaudit.report.language import DEFAULT, current, has, message
from mhaudit.report.language import marked as _

# The blanks are filled with what stands there: `kind` and `why` are said in the language, the rest stays as it is.
PATTERNS = (
    _("matched the persona's {kind}: {form}"),
    _("matched the persona's {kind}"),
    _("the field {name} means {kind} ({key}) and its value has that shape"),
    _("the wording {words} under {name} discloses {kind}"),
    _("the text under {name} has words of {kind}"),
    _("the field {name} names the {instrument} and the number is in its range"),
    _("the text names the {instrument} beside a number in its range"),
    _("has the shape of {why}"),
    _("a field of {name}: {why}; the request {doubt}"),
    _("a field of {name}: {why}"),
    _("the app profile names {name} as the app's own"),
    _("{name} is a host of {service}: {why}; its vendor lists it for iOS as a tracking domain, {rest}"),
    _("{name} is a host of {service}: {why}"),
    _("{kind} was sent to a host of {name}: {why}"),
    _("{kind} was sent to {name}"),
    _("at so many places that they are counted as one; at the first of them: {why}"),
)
WHOLE = (
    _("no policy names this host"),
    _("no policy names this host, and it is outside the app's own domains"),
    _("no test is known for this claim"),
    _("nothing in what could be read speaks against it; that does not show it is true"),
    _("an e-mail address"),
    _("a latitude and longitude of three or more decimals"),
    _("the documentation says so"),
    _("the name of the field says so"),
    _("known from the SDK; not checked against its documentation"),
    _("its observed values are such"),
    _("worked out from observed traffic"),
    _("the SDK’s code names the field so"),
    _("the SDK’s code writes it there"),
    _("the SDK’s code sends it in this header"),
    _("the SDK’s model of events names the field so"),
    _("the vendor’s library defines the field"),
    _("the vendor’s library says that it is the content of the user’s message"),
    _("the documentation says that it is the unique id of the device"),
    _("advanced matching: the pixel’s field for it, hashed by SHA-256"),
    _("its observed values match the device"),
    _("year first"),
    _("digits only"),
    _("lower case"),
)
_BLANK = re.compile(r"\\\{(\w+)\\\}")


def told(text: str, kinds: Mapping[str, Kind]) -> tuple[str, str]:
    """A reason in the report's language, and the code of the language that it came out in."""
    language = current()
    if language == DEFAULT or not text:
        return text, language
    said = _said(text, {kind.label.lower(): kind.label for kind in kinds.values()})
    return (said, language) if said is not None else (text, DEFAULT)


def _said(text: str, labels: Mapping[str, str]) -> str | None:
    if has(text):
        return message(text)
    for pattern, wanted in _patterns():
        if found := wanted.fullmatch(text):
            blanks = dict(_filled(found.groupdict(), labels))
            if None in blanks.values():
                return None
            return message(pattern).format(**blanks)
    return None


def _filled(found: Mapping[str, str], labels: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    for blank, text in found.items():
        if blank == "kind":
            label = labels.get(text.lower())
            yield blank, message(label) if label else None
        elif blank == "why":
            yield blank, _said(text, labels)
        else:
            yield blank, message(text)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Bounded, because a name from traffic may be of any length: nothing here tries twice."""
    return tuple(
        (pattern, re.compile(_BLANK.sub(r"(?P<\1>.{1,400}?)", re.escape(pattern)), re.DOTALL)) for pattern in PATTERNS
    )
