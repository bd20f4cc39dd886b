"""Reasons as data: a code with arguments, and one table of sentences.

Detection, recipients, rules and gaps produce a `Reason`; the sentence is made from it in each language. An argument
from traffic is printed in quotation marks or as a name, and never looked up in the table: so no text of a capture can
change a sentence. See docs/adr/0017.
"""

from collections.abc import Callable, Iterator, Mapping
from string import Formatter

from msgspec import Struct


class Reason(Struct, frozen=True):
    """The reason for a statement: a key of `SENTENCES`, and the values of its fields."""

    code: str
    args: "dict[str, str | int | Reason | tuple[str | Reason, ...]]" = {}

    def __hash__(self) -> int:
        return hash((self.code, *sorted((name, hash(value)) for name, value in self.args.items())))

    def __lt__(self, other: "Reason") -> bool:
        return (self.code, repr(self.args)) < (other.code, repr(other.args))


def because(code: str, **args: "str | int | Reason | tuple[str | Reason, ...]") -> Reason:
    """Return the reason `code` with its arguments."""
    return Reason(code, args)


# The blanks of a sentence are filled by their names:
#   kind, kinds     ids of kinds of data, printed as their labels
#   roles           ids of roles of services, printed as their labels
#   form, forms, shape, why, doubt, and the like in POLICY: words of mhaudit or of policy files, translated as a whole
#   first, all      a reason, or several, printed as their sentences
#   text            words of a recorder or of a file of the user, printed as they are
#   in QUOTED       text from traffic, printed inside quotation marks
#   everything else names (hosts, companies, questionnaires, phases) and numbers, printed as they are
SENTENCES: Mapping[str, str] = {
    # what a detector saw
    "planted": "matched our entry for {kind}",
    "planted-form": "matched our entry for {kind}: {form}",
    "pseudonym": "a redacted recording has a pseudonym for {kind} here",
    "field": "the field {name} means {kind} ({key}) and its value has that shape",
    "field-beside-instrument": (
        "the field {name} means {kind} ({key}) and its value has that shape; a questionnaire is named beside it"
    ),
    "words-under": "the text under {name} has words of {kind}",
    "event": "the text under {name}, as words in lower case, has {words}, which suggests {kind}",
    "call-on-crisis-page": "the field {name} holds a number to call, on the page of a crisis service: {kind}",
    "instrument-field": "the field {name} names the {instrument} and the number is in its range",
    "instrument-text": "the text names the {instrument} beside a number in its range",
    "shape": "has the shape of {shape}",
    "in-its-field": "the field {name} means {kind} and holds our entry, whole",
    "in-pieces": "matched our entry for {kind}: put together from {count} pieces",
    "instrument-named": "the text is the name of the {instrument}",
    "replay-structure": "has the structure of a recording of the screen (events of rrweb)",
    "concluded": "the service's answer has a field {name}, which means {kind} ({key})",
    "concluded-list": "the service's answer puts the person in {words} under {name}",
    "own-id": "{first}; at an advertising service it is the service's own id",
    "sdk-field": "a field of {sdk}: {why}",
    "sdk-field-likely": "a field of {sdk}: {why}; the request {first}",
    "self-hosted": "looks like a self-hosted {service} ({roles}): {why}",
    "scattered": "at so many places that they are counted as one; at the first of them: {first}",
    # a field that changed with the person
    "varied-once": "{first} changed with the value that was changed; each person was recorded once, so that chance is "
    "not excluded",
    "varied-once-explained": "{first} changed with the value that was changed, and is that value; each person was "
    "recorded once, so that chance is not excluded",
    "varied": "{first} changed with the value that was changed: the same in all {ours} recordings of the first person, "
    "another in all {theirs} of the other; a field that knows nothing of the person would fall so by chance one time "
    "in {times}",
    "varied-explained": "{first} changed with the value that was changed, and is that value: the same in all {ours} "
    "recordings of the first person, another in all {theirs} of the other; a field that knows nothing of the person "
    "would fall so by chance one time in {times}",
    "varied-length": "the length of the body",
    "varied-field": "the field {name}",
    "varied-nameless": "a field without a name",
    "varied-body": "the body",
    "varied-part": "a part",
    # who answers on a host
    "own-domain": "the app profile names {domain} as the app's own",
    "no-policy": "no policy names this host",
    "no-policy-outside": "no policy names this host, and it is outside the app's own domains",
    "host-of": "{host} is a host of {service}: {why}",
    "host-of-gated": "{host} is a host of {service}: {why}; its vendor lists it for iOS as a tracking domain, reached "
    "only where the user has permitted tracking",
    "on-list": "{host} is on the list {list}, which does not name its operator",
    "cname": "in this recording the name is an alias of {alias} (CNAME): {first}",
    "own-domain-cname": "the app profile names {domain} as the app's own; in this recording the name is an "
    "alias of {alias} (CNAME): {first}",
    "claims-region": "its name claims a region: {region}",
    "certificate-names": "its certificate names {text}",
    "recorder-says": "{text}",
    # identifiers that several companies got
    "same-value": "the same {kind} was sent to hosts of each, as {forms}",
    # the vendor's claims
    "sent-to-company": "{kind} was sent to a host of {company}: {first}",
    "sent-to-host": "{kind} was sent to {host}: {first}",
    "in-phase": "in the phase {phase}, {first}",
    "with-roles": "{first} ({roles})",
    "unencrypted": "{first}, over {scheme}, without encryption",
    "over-scheme": "{first}, over {scheme}",
    "no-test": "no test is known for this claim",
    "nothing-against": "nothing that could be read contradicts it; that does not show it is true",
    "nothing-seen": "no traffic that could test it was seen",
    "persona-without-identity": (
        "the persona has no name, address, e-mail or phone number that could have been recognised"
    ),
    "advertisers-contacted": "hosts of advertising services were contacted ({names}), and what is proven to have been "
    "sent is not personal",
    "claim-without-kinds": "the app profile does not say which kinds of data it is about",
    "persona-without-kinds": "the persona has no value of these kinds that could have been recognised",
    "planted-not-seen": "no planted value was seen anywhere, so perhaps none was entered",
    "no-such-phase": "no phase before consent or after refusal was recorded",
    "trackers-contacted": (
        "tracking services were contacted before consent or after refusal ({names}); see TRK-002 and TRK-003"
    ),
    "blind": "some of what was sent could not be read",
    "blind-at": "some of what was sent could not be read ({names})",
    "not-contacted": "it was not contacted in this recording",
    "contacted-no-kinds": "it was contacted; the app profile lists no kinds of data for it",
    "contacted-nothing-proven": "it was contacted, and nothing that was sent to it is proven",
    "of-the-kinds-named": "what is proven to have been sent to it is of the kinds named",
    "beyond-kinds": "the kinds named are {kinds}; {first}",
    "all-named": "every organisation that was contacted and is known is named",
    "not-named": "these were contacted and are not named: {names}",
    "nobody-known": "no known organisation outside the app's own servers was seen",
    "notice-names-all": "it names each of the {count} organisations that were seen",
    "notice-leaves-out": "it does not name {part} of the {count} organisations that were seen: {names}; "
    "whether it means them in other words is for a reader to say",
    "label-says-so": "it was sent, and the label says so",
    "manifest-says-so": "it was sent, and a manifest says so",
    "manifest-of-sdk": "it was sent; the manifest of an SDK may name it, or it was used only in passing",
    "label-in-passing": "{first}; labels may leave out what the vendor's servers use only in passing, and traffic "
    "can't show that",
    "label-only-serves": "{first}; Play does not call it sharing where that company only serves the vendor",
    "label-not-seen": "nothing of it was recognised in this recording, which does not show that it is not collected",
    "label-linked": "{first}; the same exchange identified the person",
    "nothing-in-the-open": "nothing that is proven to be personal was sent in the open",
    "trackers-listed": "every host of a company that tracks is listed",
    "no-advertising-id": "no advertising id was proven to reach a company that tracks",
    "trackers-not-listed": "hosts of companies that track were contacted and are not listed: {names}; whether they "
    "were used for tracking, or are listed in a manifest that was not given, traffic can't show",
    # remarks of rules
    "phase-again": "in the phase {phase}, values were sent that it had got in another phase: {kinds}",
    # replies to a crisis line
    "reply-mute": "it was sent only to services that give people no answers",
    "reply-error": "the server answered with an error ({status})",
    "reply-no-words": "no reply in words was seen: it may come another way, or the app may show what it keeps on the "
    "device",
    "reply-none": "the reply that was seen names no number, line or address of help that any list here knows",
    "reply-late": "{names}: it came after {seconds} seconds; {limit} are in time",
    "reply-valid": "{names}: valid in the tester's country",
    "reply-unchecked": "{names}: listed for the tester's country, and not confirmed",
    "reply-no-country": "{names}: the tester's country is not known; whether it helps was not checked",
    "reply-hint": "{why}; whether it helps was not checked",
    "reply-hint-names": "{names}: {why}; whether it helps was not checked",
    "reply-superseded": "{names}: it still answers, and another number took its place",
    "reply-emergency": "{names}: the reply names emergency services and no crisis line",
    "reply-long": "the reply could not be read whole: it is longer than what is read of one",
    "reply-not-captured": "the reply could not be read: its body was not captured",
    "reply-cut": "the reply could not be read whole: {captured} of {declared} bytes were captured",
    "reply-retired": "{names}: the reply names only a number that is listed as retired",
    "reply-other-country": "{names}: the reply names only help of other countries than {country}",
    # health data with an identifier
    "linked-exchange": "they were in the same request",
    "linked-session": "they were in requests that have an identifier value in common",
    # a sentence of an audit of version 1, in English
    "written": "{text}",
    # gaps
    "noted": "{text}",
    "never-arrived": "{text}",
    "never-arrived-held": "{text}; it held {kinds}",
    "persona-value": "persona: {kind}",
    "of-other-apps": "of {count} other apps",
    "limit-reached": "the limit of {limit} for one exchange was reached",
    "unknown-encoding": "content-encoding {encoding} is not known",
    "policies-old": "no fact of them was checked after {checked}, {days} days before the recording ended; "
    "mhaudit policies update takes newer ones",
    "error-in-exchange": "{capture}: exchange {number}: {error}",
    "too-many-fields": "a recording has more fields than can be compared with another",
    # several at once
    "several": "{all}",
}
MOST_NAMES = 4
AND_MORE = "{names} and {more} more"
QUOTED = frozenset({"name", "words", "encoding"})
POLICY = frozenset({"form", "forms", "shape", "why", "limit"})
NESTED = frozenset({"first", "all"})


class Wording(Struct, frozen=True):
    """The words of one language for reasons.

    `sentence` translates a sentence of the table or of a policy file, `kind` and `role` return the label of an id.
    """

    sentence: Callable[[str], str]
    kind: Callable[[str], str]
    role: Callable[[str], str]


def say_reason(reason: Reason, wording: Wording) -> str:
    """Return the sentence of a reason; for an unknown code, the code and its arguments."""
    template = SENTENCES.get(reason.code)
    if template is None:
        return f"{reason.code} ({', '.join(f'{name}: {value}' for name, value in sorted(reason.args.items()))})"
    return wording.sentence(template).format(**dict(_filled(reason, wording)))


def english(reason: Reason, labels: Mapping[str, str]) -> str:
    """Return the sentence of a reason in English; `labels` are the labels of kinds of data by id."""
    return say_reason(reason, Wording(str, lambda kind: labels.get(kind, kind).lower(), str))


def has_words(sentence: str) -> bool:
    """Return whether a sentence has words besides its fields."""
    return any(part.strip(" :;,()") for part, _, _, _ in Formatter().parse(sentence))


def quoted(text: str) -> str:
    """Return text from traffic in quotation marks that it can't close, like a string in Python."""
    return repr(text)


def changed_texts(reason: Reason, change: Callable[[str], str]) -> Reason:
    """Return a reason with every text argument changed, also in nested reasons; ids of kinds are kept."""
    args: dict[str, str | int | Reason | tuple[str | Reason, ...]] = {}
    for name, value in reason.args.items():
        if name in ("kind", "kinds", "roles") or name in POLICY or isinstance(value, int):
            args[name] = value
        elif isinstance(value, Reason):
            args[name] = changed_texts(value, change)
        elif isinstance(value, tuple):
            args[name] = tuple(
                changed_texts(each, change) if isinstance(each, Reason) else change(each) for each in value
            )
        else:
            args[name] = change(value)
    return Reason(reason.code, args)


def _filled(reason: Reason, wording: Wording) -> Iterator[tuple[str, str]]:
    for name, value in reason.args.items():
        yield name, _value(name, value, wording)


def _value(name: str, value: object, wording: Wording) -> str:
    if isinstance(value, Reason):
        return say_reason(value, wording)
    if isinstance(value, tuple):
        if name == "names" and len(value) > MOST_NAMES:
            first = _value(name, value[:MOST_NAMES], wording)
            return wording.sentence(AND_MORE).format(names=first, more=len(value) - MOST_NAMES)
        between = "; " if name == "all" else " and " if name == "forms" else ", "
        return between.join(_value(name, each, wording) for each in value)
    text = str(value)
    if name in ("kind", "kinds"):
        return wording.kind(text)
    if name == "roles":
        return wording.role(text)
    if name in POLICY:
        return wording.sentence(text)
    return quoted(text) if name in QUOTED else text
