"""Assessment of the received texts: the help that a reply names, whether there was a reply, and other recipients."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from mhaudit.crisis.assess_reply import NamedHelp, ObservedReply, judge_reply
from mhaudit.crisis.context import CrisisContext
from mhaudit.crisis.disclosures import Disclosure
from mhaudit.crisis.help_lines import HelpLines
from mhaudit.crisis.line_names import Help
from mhaudit.crisis.reply_window import WINDOW_SECONDS, ReplyWindow
from mhaudit.crisis.stream_text import joined
from mhaudit.model.audit import CrisisReply, Observation, Recipient
from mhaudit.model.help_lines import CrisisLines
from mhaudit.model.reasons import Reason, because
from mhaudit.model.times import timestamp
from mhaudit.rules.claims.promises import TRACKING

_LONGEST, _LONGEST_QUOTED = 20_000, 240  # characters
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 3
# Words of servers' acknowledgements, which are not replies to the person.
_RECEIPT = re.compile(
    r"\b(?:saved|stored|success\w*|received|created|accepted|queued|updated|delivered|"
    r"gespeichert|enregistr\w*|guardad\w*)\b",
    re.IGNORECASE,
)
_SHORT_RECEIPT = 8  # words
_REPLY_WITHIN = 60.0
# Roles of AI services that answer on behalf of an app.
_MODELS = frozenset({"ai-inference", "ai-gateway", "ai-character"})
_LACKING = frozenset({"none", "emergency-only", "retired-resource", "other-country-resource"})
# Services that send no replies: a line that was sent to them was disclosed but not answered.
_MUTE = TRACKING | {"crash", "apm", "logging", "push", "email", "ai-observability", "consent", "cdn", "feature-flags"}


def crisis_replies(
    windows: Sequence[ReplyWindow],
    disclosures: Sequence[Disclosure],
    context: CrisisContext,
    recipients: Mapping[str, Recipient],
    observations: Sequence[Observation],
) -> list[CrisisReply]:
    """Assess the replies to every crisis line, in order of time. Recipients that can't reply are only listed in `told`.

    Of the hosts that received one message, one gives the reply to the person: the app's own servers if they sent words,
    then a host that serves no other purpose, then an AI provider.
    """
    if not windows:
        return []
    shown = context.shown
    persona, app = context.persona, context.app
    country = (persona.country if persona else "") or (app.country if app else "")
    lines = HelpLines(context.lines, country)
    within = app.reply_within if app else _REPLY_WITHIN
    able = [window for window in windows if not _MUTE & set(recipients[shown(window.disclosure.host)].roles)]
    found: list[tuple[ReplyWindow, CrisisReply]] = []
    for window in able or windows[:1]:
        line = window.disclosure
        others = sorted({one.host for one in disclosures if one.value == line.value and one.host != line.host})
        hosts = {line.host, *others}
        sent = [one for one in disclosures if one.value == line.value and one.host in hosts]
        heard = ObservedReply(
            recipient=shown(line.host),
            exchange=f"{line.capture}#{line.number}",
            at=timestamp(line.at),
            phase=line.phase or None,
            named=[_named(one, seconds) for one, seconds in named_help(window, lines)],
            words=bool(able) and words(window, context),
            hint=next(filter(None, (lines.hint(text) for text in everything(window))), ""),
            unread=_unread(window),
            why_nothing=_why(window, bool(able)),
            told=tuple(dict.fromkeys(map(shown, others))),
            observations=tuple(sorted(_ids(sent, context, observations))),
        )
        reply = replace(judge_reply(heard, country, within), words=reply_words(window, context) if able else "")
        lacking = reply.reply in _LACKING
        found.append((window, replace(reply, could_have_named=advice(context.lines, country) if lacking else ())))
    answers = _answers(found, recipients)
    return [replace(reply, is_answer=number in answers) for number, (_, reply) in enumerate(found)]


def _answers(found: Sequence[tuple[ReplyWindow, CrisisReply]], recipients: Mapping[str, Recipient]) -> set[int]:
    """Return the numbers of the replies to the person: one for each message, which may go to many hosts."""
    messages: dict[tuple[int, str], list[list[int]]] = {}
    for number, (window, _) in enumerate(found):
        line = window.disclosure
        alike = messages.setdefault((line.value, line.phase), [])
        began = found[alike[-1][0]][0].disclosure if alike else None
        hosts = {found[other][0].disclosure.host for other in alike[-1]} if alike else set()
        same = began is not None and line.host not in hosts and (line.at or 0.0) - (began.at or 0.0) < WINDOW_SECONDS
        if same:
            alike[-1].append(number)
        else:
            alike.append([number])
    return {
        min(numbers, key=lambda number: _distance(found[number][1], recipients))
        for alike in messages.values()
        for numbers in alike
    }


def _distance(reply: CrisisReply, recipients: Mapping[str, Recipient]) -> tuple[bool, int]:
    """Return the sort key of a reply: no reply comes last; own servers come before others, AI models last."""
    host = recipients[reply.recipient]
    return reply.reply == "not-tested", 0 if host.party == "first" else 2 if _MODELS & set(host.roles) else 1


def advice(lines: Mapping[str, CrisisLines], country: str) -> tuple[str, ...]:
    """Return the confirmed lines of a country for everybody, with their numbers: the only ones printed as help."""
    known = [line for found in lines.values() if found.country == country for line in found.lines if line.advisable]
    ways = [(line.name, (*line.call, *line.text, *line.chat)[:1]) for line in known]
    return tuple(sorted(f"{name}: {way[0]}" for name, way in ways if way))


def reply_words(window: ReplyWindow, context: CrisisContext) -> str:
    """Return the beginning of a reply, in one line; "" if the exchange of the message has no words.

    The longest of several texts is quoted. Planted values, addresses and keys in it are withheld.
    """
    words = [text for text in window.own if _is_reply(text, context)]
    best = " ".join(max(words, key=len, default="")[:_LONGEST].split())
    cut = best if len(best) <= _LONGEST_QUOTED else best[:_LONGEST_QUOTED].rpartition(" ")[0] + " …"
    return context.redact(cut)


def _named(one: Help, seconds: float | None) -> NamedHelp:
    return NamedHelp(kind=one.kind, country=one.country, name=one.name, verified=one.verified, seconds=seconds)


def _why(window: ReplyWindow, able: bool) -> Reason:
    if not able:
        return because("reply-mute")
    if window.failed:
        return window.failed
    return because("reply-no-words")


def _unread(window: ReplyWindow) -> Reason | None:
    """Return why a part of the reply could not be read, or None."""
    long = window.is_full or any(len(text) > _LONGEST for text, _ in window.texts)
    return window.unread or (because("reply-long") if long else None)


def _ids(sent: Iterable[Disclosure], context: CrisisContext, observations: Iterable[Observation]) -> Iterator[str]:
    """Yield the ids of the observations of a crisis line in the exchanges that sent it.

    A line sent in pieces has more exchanges than its observation has samples: its capture and host suffice.
    """
    values = context.persona.values if context.persona else ()
    wanted = {(one.capture, one.number, context.shown(one.host), values[one.value].category) for one in sent}
    hosts = {(capture, host, category) for capture, _, host, category in wanted}
    for seen in observations:
        if seen.detector != "planted" or seen.direction != "sent":
            continue
        places = {(at.capture, at.exchange, seen.recipient, seen.category) for at in seen.at}
        near = {(at.capture, seen.recipient, seen.category) for at in seen.at}
        if places & wanted or (seen.reason.code == "in-pieces" and near & hosts):
            yield seen.id


def named_help(window: ReplyWindow, lines: HelpLines) -> list[tuple[Help, float | None]]:
    """Return the help that was received, each with the number of seconds."""
    found: dict[Help, float | None] = {}
    for text, at in window.texts:
        for one in lines.find(text[:_LONGEST]):
            _earliest(found, one, window.seconds(at))
    for path in dict.fromkeys(piece[0] for piece, _ in window.stream):
        own = [(piece[1], at) for piece, at in window.stream if piece[0] == path]
        whole = "".join(text for text, _ in own)[:_LONGEST]
        for one in lines.find(whole):
            if one not in found:
                found[one] = window.seconds(_when(one, own, lines))
    return sorted(found.items(), key=lambda item: item[0])


def _earliest(found: dict[Help, float | None], one: Help, seconds: float | None) -> None:
    known = found.get(one)
    found[one] = seconds if known is None or (seconds is not None and seconds < known) else known


def _when(one: Help, own: Sequence[tuple[str, float | None]], lines: HelpLines) -> float | None:
    """Return the time of the last piece that the help needs, found by bisection."""
    low, high = 1, len(own)
    while low < high:
        middle = (low + high) // 2
        if one in lines.find("".join(text for text, _ in own[:middle])[:_LONGEST]):
            high = middle
        else:
            low = middle + 1
    return own[low - 1][1]


def words(window: ReplyWindow, context: CrisisContext) -> bool:
    """Return whether any received text can be a reply: words, but not the line itself or an acknowledgement."""
    return any(_is_reply(text, context) for text in everything(window))


def everything(window: ReplyWindow) -> list[str]:
    """Return all received texts, in pieces and joined."""
    streams = joined(piece for piece, _ in window.stream)
    return [text[:_LONGEST] for text in (*(text for text, _ in window.texts), *streams)]


def _is_reply(text: str, context: CrisisContext) -> bool:
    count = len(_WORD.findall(text[:_LONGEST])) if " " in text else 0
    receipt = count < _SHORT_RECEIPT and _RECEIPT.search(text[:_LONGEST])
    return count >= _FEWEST_WORDS and not receipt and not context.holds_value(text[:_LONGEST])
