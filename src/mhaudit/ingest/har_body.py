"""Bodies of a HAR entry as bytes, in the spellings of its producers, and what an entry says of bodies that it lacks."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote_plus

from mhaudit.ingest.doubts import replaced
from mhaudit.ingest.har_fields import pairs_of, text_of
from mhaudit.model.capture import Gap, Headers

_BINARY = ("octet-stream", "protobuf", "grpc", "msgpack", "cbor", "gzip", "zip", "image/", "audio/", "video/")


def request_body(request: Mapping[str, Any], headers: Headers) -> bytes | None:
    """The body as bytes; b"" where the entry says that there was none, None where it does not say, or lacks it."""
    post = request.get("postData")
    if isinstance(post, str):
        post = {"text": post}
    if isinstance(post, dict):
        if isinstance(post.get("text"), str) and post["text"]:
            kind = text_of(post.get("mimeType")) or _header(headers, "content-type")
            return bytes_of(post["text"], post.get("encoding"), kind)
        if isinstance(post.get("params"), list) and post["params"]:
            return _params(post["params"])
    kept = request.get("_content")
    if isinstance(kept, dict) and isinstance(kept.get("text"), str):
        return bytes_of(kept["text"], kept.get("encoding"), "")
    return None if _declared_size(request, ()) or _left_out(request) else b""


def response_body(response: Mapping[str, Any]) -> bytes | None:
    """The body of an answer, None where it is not there."""
    content = response.get("content")
    if not isinstance(content, dict) or not isinstance(content.get("text"), str):
        return None
    return bytes_of(content["text"], content.get("encoding"), text_of(content.get("mimeType")))


def bytes_of(text: str, encoding: object, mime_type: str) -> bytes:
    """What a text stands for: base64, bytes as characters of the same number, or UTF-8."""
    if isinstance(encoding, str) and encoding.lower() == "base64":
        packed = "".join(text.split())
        try:
            return base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
        except (binascii.Error, ValueError):
            return text.encode(errors="replace")
    if any(word in mime_type.lower() for word in _BINARY):
        try:
            return text.encode("latin-1")
        except UnicodeEncodeError:
            pass
    return text.encode(errors="replace")


def body_gaps(request: Mapping[str, Any], headers: Headers, body: bytes | None, host: str, where: str) -> Iterator[Gap]:
    """What was sent and is not in the entry, or not as it was."""
    size, why = _declared_size(request, headers), _left_out(request)
    if not body and (size or why):
        detail = f"{where}: {size} bytes were sent and are not in the file" if size else f"{where}: {why}"
        yield Gap(code="body-not-captured", host=host, detail=detail, blocking=True, unread=size)
    if lost := replaced(body):
        yield Gap(code="body-lossy", host=host, detail=f"{where}: at {lost} places", blocking=True, unread=lost)


def _params(params: list[Any]) -> bytes:
    """A form from its fields. Charles writes a JSON body as the name of one field without a value."""
    pairs = pairs_of([param for param in params if isinstance(param, dict)])
    if len(pairs) == 1 and pairs[0][0][:1] in ("{", "[") and not pairs[0][1]:
        return pairs[0][0].encode()
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs).encode()


def _declared_size(request: Mapping[str, Any], headers: Headers) -> int:
    size = request.get("bodySize")
    if isinstance(size, int) and size > 0:
        return size
    length = _header(headers, "content-length")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0


def _left_out(request: Mapping[str, Any]) -> str:
    """Why a body is not in the entry although there was one: HTTP Toolkit says so, Playwright keeps it elsewhere."""
    status, post = request.get("_requestBodyStatus"), request.get("postData")
    if isinstance(status, str) and status.startswith("discarded"):
        return f"the recorder left the body out ({text_of(status)[:40]})"
    if isinstance(post, dict) and (post.get("_file") or post.get("_sha1")):
        return "the body is in a file of its own"
    return ""


def _header(headers: Headers, wanted: str) -> str:
    return next((value for name, value in headers if name.lower() == wanted), "")
