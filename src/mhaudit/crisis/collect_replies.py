"""A second reading, only of captures in which a crisis line was sent.

A reply is from the host that received the line, or from any of the app's own servers if that is one of them: the
response to the request itself, other responses shortly after, and messages as they arrived.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from mhaudit.crisis.context import CrisisContext
from mhaudit.crisis.disclosures import Disclosure
from mhaudit.crisis.reply_window import WINDOW_SECONDS, ReplyWindow
from mhaudit.crisis.stream_text import joined, pieces
from mhaudit.model.capture import Exchange, Message
from mhaudit.model.place import Leaf, Trail, outermost, steps
from mhaudit.model.reasons import Reason, because

_MOST_LINES, _LONGEST_LINE = 20_000, 1 << 16
_NO_REPLY = ("javascript", "css", "image/", "font/", "audio/", "video/", "wasm")


def collect_replies(exchanges: Iterable[Exchange], context: CrisisContext, windows: Sequence[ReplyWindow]) -> None:
    """Collect the replies of all exchanges in their reply windows."""
    for exchange in exchanges:
        mine = [window for window in windows if _may_reply(exchange, window.disclosure, context)]
        if mine:
            _add_replies(exchange, context, mine)


def _may_reply(exchange: Exchange, line: Disclosure, context: CrisisContext) -> bool:
    if (exchange.capture, exchange.number) == (line.capture, line.number):
        return True
    if exchange.kind == "dns" or line.at is None or not _same_side(exchange.host, line.host, context):
        return False
    times = [exchange.answered or exchange.started, *(message.at for message in exchange.messages if not message.sent)]
    began = exchange.started if not exchange.messages else None  # a socket may have been open for long
    after = began is None or began >= line.at
    return after and any(time is not None and line.at <= time <= line.at + WINDOW_SECONDS for time in times)


def _same_side(host: str, other: str, context: CrisisContext) -> bool:
    """Return whether two hosts belong together: the same, of one domain, or both the app's own."""
    one, two = context.directory.answer(host), context.directory.answer(other)
    return host == other or one.domain == two.domain or (one.party == "first" and two.party == "first")


def _add_replies(exchange: Exchange, context: CrisisContext, mine: Sequence[ReplyWindow]) -> None:
    if exchange.status and exchange.status >= 400 and not exchange.messages:
        for window in mine:
            window.failed = because("reply-error", status=exchange.status)
        return
    for window in mine:
        if (exchange.capture, exchange.number) == (window.disclosure.capture, window.disclosure.number):
            window.unread = window.unread or _unread(exchange)
    exchange = as_messages(exchange)
    for trail, text in _received(exchange, context):
        part, number = outermost(trail)
        message = number if part == "message" and isinstance(number, int) else -1
        at = exchange.messages[message].at if message >= 0 else exchange.answered
        came = at if message >= 0 else at or exchange.started
        for window in mine:
            if _is_after(exchange, message, came, window.disclosure):
                own = (exchange.capture, exchange.number) == (window.disclosure.capture, window.disclosure.number)
                window.add(text, at, _path(trail), own=own)


def as_messages(exchange: Exchange) -> Exchange:
    """Return an exchange with the lines of a response in pieces as messages, with their arrival times.

    The assessment depends on when words arrived, not on when the server closed the connection.
    """
    body = exchange.response_body
    packed = any(
        name.lower() == "content-encoding" and value.lower() != "identity" for name, value in exchange.response_headers
    )
    if not body or packed or len(exchange.arrivals) < 2 or b"\n" not in body[:_LONGEST_LINE]:
        return exchange
    times = iter(exchange.arrivals)
    come, at = next(times)
    said: list[Message] = []
    end = 0
    for line in body.split(b"\n")[:_MOST_LINES]:
        end += len(line) + 1
        while come < min(end, len(body)) and (later := next(times, None)):
            come, at = later
        if line.strip():
            said.append(Message(sent=False, content=line, at=at))
    return replace(exchange, response_body=None, messages=(*exchange.messages, *said))


def _unread(exchange: Exchange) -> Reason | None:
    """Return why the response to a crisis line was not captured completely, or None."""
    if exchange.response_body is None and exchange.status is not None and not exchange.messages:
        return because("reply-not-captured")
    declared = next((value for name, value in exchange.response_headers if name.lower() == "content-length"), "")
    encoded = any(name.lower() == "content-encoding" for name, _ in exchange.response_headers)
    captured = len(exchange.response_body or b"")
    if declared.isdigit() and int(declared) > captured > 0 and not encoded and exchange.method != "HEAD":
        return because("reply-cut", captured=f"{captured:,}", declared=f"{int(declared):,}")
    return None


def _is_after(exchange: Exchange, message: int, at: float | None, line: Disclosure) -> bool:
    """Return whether a text arrived after the line, by time or by message order, and within the window."""
    own = (exchange.capture, exchange.number) == (line.capture, line.number)
    if own and line.message >= 0 and message >= 0:
        return message > line.message and (at is None or line.at is None or at <= line.at + WINDOW_SECONDS)
    if at is None or line.at is None:
        return own
    return line.at <= at <= line.at + WINDOW_SECONDS or (own and message < 0)


def _received(exchange: Exchange, context: CrisisContext) -> Iterator[tuple[Trail, str]]:
    """Yield the texts that the server sent: fields, and reassembled streams."""
    declared = next((value.lower() for name, value in exchange.response_headers if name.lower() == "content-type"), "")
    if any(word in declared for word in _NO_REPLY):
        return
    for document in context.decode(exchange):
        for leaf in () if document.sent else document.leaves:
            yield from _of_leaf(leaf)


def _of_leaf(leaf: Leaf) -> Iterator[tuple[Trail, str]]:
    trail, _, value = leaf
    if not isinstance(value, str) or outermost(trail)[0] not in ("response-body", "message"):
        return
    parts = pieces(value) if "\n" in value or value.startswith("data:") else []
    for text in joined(parts):
        yield trail, text
    if not parts:
        yield trail, value


def _path(trail: Trail) -> str:
    """Return the place of a text in its message, without message numbers and indices."""
    return "/".join(str(key) for _, key in steps(trail) if isinstance(key, str))
