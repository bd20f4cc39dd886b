"""WebSocket messages in HAR entries, under the names that producers use."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from mhaudit.ingest.har.body import bytes_of
from mhaudit.model.capture import Gap, Message

_CONTROL = frozenset({8, 9, 10})  # the opcodes of close, ping and pong (RFC 6455, 5.5)
_LISTS = frozenset({"websocketmessages", "websocketframes", "wsmessages", "wsframes"})
_DATA = ("data", "payload", "payloadData", "content", "text", "body")
_RECEIVED = frozenset({"receive", "received", "incoming", "inbound", "response", "server", "in", "recv"})
_BESIDE = re.compile(r"[_\s-]")


def messages_of(entry: Mapping[str, Any]) -> object:
    """Return the list of messages of an entry, its request or its response; None if there is none."""
    for holder in (entry, entry.get("request"), entry.get("response")):
        for key, value in holder.items() if isinstance(holder, dict) else ():
            if isinstance(value, list) and value and _names_messages(key):
                return value
    return None


@lru_cache(maxsize=1024)
def _names_messages(key: str) -> bool:
    return _BESIDE.sub("", key).lower() in _LISTS


def read_messages(value: object) -> Iterator[Message]:
    """Yield WebSocket messages; opcode 2 is base64 even without a declared encoding."""
    for message in value if isinstance(value, list) else ():
        data = _data(message)
        if data is None:
            continue
        coded = "base64" if message.get("opcode") == 2 else message.get("encoding")
        at = message.get("time")
        yield Message(
            sent=_is_sent(message),
            content=bytes_of(data, coded, ""),
            at=float(at) if isinstance(at, int | float) else None,
        )


def message_gaps(value: object, host: str, where: str) -> Iterator[Gap]:
    """Yield a gap for messages without content, except control messages, which have none."""
    messages = value if isinstance(value, list) else ()
    lost = sum(not isinstance(message, dict) or _is_lost(message) for message in messages)
    if lost:
        detail = f"{where}: {lost} WebSocket messages without content"
        yield Gap(code="body-not-captured", host=host, detail=detail, blocking=True)


def _data(message: Any) -> str | None:
    values = (message.get(field) for field in _DATA) if isinstance(message, dict) else ()
    return next((value for value in values if isinstance(value, str)), None)


def _is_sent(message: Mapping[str, Any]) -> bool:
    for field in ("type", "direction", "_type", "from", "side"):
        if isinstance(value := message.get(field), str):
            return value.lower() not in _RECEIVED
    own = next(
        (message[field] for field in ("fromClient", "from_client", "sent", "outgoing") if field in message), True
    )
    return bool(own)


def _is_lost(message: dict[str, Any]) -> bool:
    return _data(message) is None and message.get("opcode") not in _CONTROL
