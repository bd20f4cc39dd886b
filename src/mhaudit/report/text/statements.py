"""One sentence per host and fact: the data it received, each kind with the basis of its meaning.

Every format takes its sentences about recipients from here. The verb is "received", which the recording shows; doubt
concerns the meaning only: "our test entry" where a planted value was found, "the SDK's documentation" where it defines
the field, the name of the field or event where that suggests the kind.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from mhaudit.model.audit import Audit, Certainty, Fact, Kind, Observation, Recipient
from mhaudit.model.reasons import Reason
from mhaudit.report.text import terms, words
from mhaudit.report.text.disputes import objections
from mhaudit.report.text.escape import visible
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.language import message, say

# Sent with nearly every request; mentioned only where nothing else was sent.
ROUTINE = ("device.", "usage.presence", "identifier.session", "identifier.cookie", "identifier.installation")
_LONGEST_NAME, _LONGEST_COMPANY = 60, 120  # characters
_GROUPS: Mapping[Certainty, str] = {
    "proven": _("our test data: {kinds}"),
    "declared": _("data that the SDK’s documentation defines as {kinds}"),
    "likely": _("data whose name suggests {kinds}"),
    "possible": _("text with the shape of {kinds}"),
}
_PRODUCTS = re.compile(r" (?:/ |\().*")  # several products, or a product's component
_PLAIN, _EVENT = _("{company} received {what}."), _("{company} received the event “{event}”, with {what}.")
_BACK = _("The app received {what} from {company}.")


class Said(Struct, frozen=True, kw_only=True):
    """One kind of data in a statement: its label, the certainty of its meaning, and the text that names both."""

    kind: Kind
    certainty: Certainty
    text: str


class Statement(Struct, frozen=True, kw_only=True):
    """One fact in words. `company` is the readable name, `sentence` names all kinds, `short` the worst one.

    `objections` are those to the findings that rest on the fact.
    """

    fact: Fact
    recipient: Recipient
    company: str
    sentence: str
    short: str
    kinds: tuple[Said, ...]
    observations: tuple[Observation, ...]
    objections: tuple[str, ...] = ()


def statements(audit: Audit, kinds: Mapping[str, Kind]) -> tuple[Statement, ...]:
    """Return all facts in words, most harmful first."""
    by_id = {seen.id: seen for seen in audit.observations}
    by_host = {one.host: one for one in audit.recipients}
    return tuple(
        _statement(fact, by_host[fact.recipient], [by_id[name] for name in fact.observations], kinds, audit)
        for fact in sorted(audit.facts, key=lambda fact: fact.rank)
    )


def one_a_company(said: Sequence[Statement]) -> list[Statement]:
    """Return the worst statement of each company outside the app's own servers, in order."""
    found: dict[str, Statement] = {}
    for one in said:
        if one.recipient.party != "first":
            found.setdefault(one.company, one)
    return list(found.values())


def company(recipient: Recipient, audit: Audit) -> str:
    """Return the readable name of a recipient: `Sentry (Functional Software, Inc.)`, or the host alone."""
    if recipient.party == "first":
        return audit.subject.vendor or audit.subject.name or say("The app’s own server")
    if not recipient.organisation:
        return recipient.host
    service, owner = recipient.service or "", recipient.organisation
    if not service or _same_name(service, owner):
        return owner
    return f"{_PRODUCTS.split(service)[0]} ({owner})"


def _same_name(service: str, owner: str) -> bool:
    """Return whether a service and its owner share a name: Segment and Segment.io, Inc."""
    first, own = (text.split()[0].strip(",.").lower().split(".")[0] for text in (service, owner))
    return first == own


def telling_kinds(said: Sequence[Said]) -> list[Said]:
    """Return the kinds that a sentence names: without those of nearly every request, unless there are no others."""
    return [one for one in said if not one.kind.id.startswith(ROUTINE)] or list(said)


def observed(seen: Observation, recipient: Recipient, kind: Kind, audit: Audit) -> str:
    """Return one observation, sent or received, as a sentence."""
    said = Said(kind=kind, certainty=seen.certainty, text=kind_said(kind, [seen]))
    at = where(recipient, audit)
    event = next((at.event for at in seen.at if at.event), "")
    if seen.direction == "received":
        return say(_BACK, company=at, what=say(_GROUPS[seen.certainty], kinds=said.text))
    return _sentence(at, event, [said])


def where(recipient: Recipient, audit: Audit) -> str:
    """Return the company with its host in parentheses."""
    name = visible(company(recipient, audit), _LONGEST_COMPANY)
    host = visible(recipient.host, _LONGEST_COMPANY)
    return name if name == host else f"{name} ({host})"


def _statement(
    fact: Fact, recipient: Recipient, seen: Sequence[Observation], kinds: Mapping[str, Kind], audit: Audit
) -> Statement:
    said = tuple(_said(fact, seen, kinds))
    telling = telling_kinds(said)
    name = visible(company(recipient, audit), _LONGEST_COMPANY)
    at = where(recipient, audit)
    grave = [one for one in telling if one.kind.special] or telling
    persons = [one for one in telling if one.kind.id.startswith("identity.") and one.certainty == "proven"]
    return Statement(
        fact=fact,
        recipient=recipient,
        company=name,
        sentence=_sentence(at, fact.event, telling),
        short=_sentence(name, fact.event, [*grave[:3], *persons[:1]] if grave != telling else grave[:3]),
        kinds=said,
        observations=tuple(seen),
        objections=tuple(objections(audit, fact.findings)),
    )


def what(one: Statement) -> str:
    """Return the received data for a table: `event “…”: our test data: user ID; data whose name …`."""
    found = _clauses(telling_kinds(one.kinds))
    return say("event “{event}”: {what}", event=quotable(one.fact.event), what=found) if one.fact.event else found


def _clauses(said: Iterable[Said]) -> str:
    return "; ".join(
        say(_GROUPS[certainty], kinds=", ".join(one.text for one in alike))
        for certainty in terms.SURE
        if (alike := [one for one in said if one.certainty == certainty])
    )


def _sentence(whom: str, event: str, said: Iterable[Said]) -> str:
    """Return `Segment (api.segment.io) received the event “…”, with our test data: user ID; suggested by names: …`."""
    what = _clauses(said)
    if event:
        return say(_EVENT, company=whom, event=quotable(event), what=what)
    return say(_PLAIN, company=whom, what=what)


def quotable(text: str) -> str:
    """Return text from traffic for use between quotation marks: escaped, cut, its own quotation marks replaced."""
    return visible(text, _LONGEST_NAME).translate(str.maketrans('“”„«»"', "''''''"))


def _said(fact: Fact, seen: Sequence[Observation], kinds: Mapping[str, Kind]) -> Iterator[Said]:
    """Yield the kinds of a fact, those on health first, then by certainty."""
    order = sorted(
        fact.kinds,
        key=lambda one: (not kinds[one.category].special, terms.SURE.index(one.certainty), one.category),
    )
    for one in order:
        mine = [each for each in seen if each.category == one.category and each.certainty == one.certainty]
        kind = kinds[one.category]
        yield Said(kind=kind, certainty=one.certainty, text=kind_said(kind, mine))


def kind_said(kind: Kind, seen: Sequence[Observation]) -> str:
    """Return a kind of data with its part and form, and with the field or event name if only that suggests it."""
    label = words.inside(kind.label)
    parts = sorted({each.part for each in seen if each.part})
    if parts and all(each.part for each in seen):
        label = say("{kind}, only the {part}", kind=label, part=", ".join(message(part) for part in parts))
    label += words.forms({each.form for each in seen} - {"wording", "changed"}) if _hidden(seen) else ""
    if seen and seen[0].certainty == "likely":
        key, name = _name(seen[0].reason)
        if key == "words":  # in lower case, and without what joins them: no quotation
            return say("{kind} (words: {name})", kind=label, name=quotable(name))
        return say("{kind} (“{name}”)", kind=label, name=quotable(name)) if name else label
    return label


def _hidden(seen: Sequence[Observation]) -> bool:
    """Return whether a value was sent only as a hash."""
    return bool(seen) and not any(each.form.startswith(("plain", "wording", "changed")) for each in seen)


def _name(reason: Reason) -> tuple[str, str]:
    """Return the name that suggests the meaning: `("name", …)` of a field, `("words", …)` of an event, or ("", "")."""
    for key in ("words", "name"):
        if isinstance(name := reason.args.get(key), str):
            return key, name
    inner = reason.args.get("first")
    return _name(inner) if isinstance(inner, Reason) else ("", "")
