"""Bodies of HAR entries as bytes, and gaps for bodies that an entry lacks."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote_plus

from mhaudit.ingest.har.fields import pairs_of, text_of
from mhaudit.ingest.headers import header_value
from mhaudit.ingest.hosts import BODILESS, content_length, replaced
from mhaudit.model.capture import Gap, Headers

_BINARY = ("octet-stream", "protobuf", "grpc", "msgpack", "cbor", "gzip", "zip", "image/", "audio/", "video/")


_BODIED = frozenset({"POST", "PUT", "PATCH", "PROPPATCH", "REPORT"})
_PACKED = (b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1d\x7f]")
_URL_SAFE = str.maketrans("-_", "+/")
# Placeholders for bodies, by HTTP Toolkit, netfox, Postman, subtrace, and JavaScript's objects.
_PLACEHOLDER = re.compile(
    r"\s*(?:!{3}[A-Z _]{0,40}BODY COULD NOT BE DECODED[ !]*|[<\[(](?:truncated|binary(?: data| body| content)?|body "
    r"(?:too large|truncated|omitted|not captured)|too large|omitted|redacted body|blob|file|stream)[^>\])]{0,60}"
    r"[>\])]|"
    r"\[object (?:Blob|File|FormData|ArrayBuffer|ReadableStream|Uint8Array|URLSearchParams|Object)\]|"
    r"\((?:binary|blob)\))\s*",
    re.IGNORECASE,
)
_CUT_MARK = re.compile(
    r"(?:<|\[|\(|\.{3}\s?|…\s?)(?:body |output )?truncated(?:[^\])>]{0,40})?(?:>|\]|\))\s*$",
    re.IGNORECASE,
)
_LONGEST_MARK = 120


def request_body(request: Mapping[str, Any], headers: Headers) -> bytes | None:
    """Return the body; b"" if the entry states that it was empty, None if it doesn't state that or lacks it."""
    post = request.get("postData")
    if isinstance(post, str):
        post = {"text": post}
    if isinstance(post, dict):
        if isinstance(post.get("text"), str) and post["text"]:
            kind = text_of(post.get("mimeType")) or header_value(headers, "content-type")
            return bytes_of(post["text"], post.get("encoding"), kind)
        if isinstance(post.get("params"), list) and post["params"]:
            return _params(post["params"])
    kept = request.get("_content")
    if isinstance(kept, dict) and isinstance(kept.get("text"), str):
        return bytes_of(kept["text"], kept.get("encoding"), "")
    if declared_size(request, headers) or _left_out(request):
        return None
    return b"" if _is_empty(request, headers) else None


def response_body(response: Mapping[str, Any]) -> bytes | None:
    """Return the body of a response, None if it is not in the entry."""
    content = response.get("content")
    if not isinstance(content, dict) or not isinstance(content.get("text"), str):
        return None
    return bytes_of(content["text"], content.get("encoding"), text_of(content.get("mimeType")))


def bytes_of(text: str, encoding: object, mime_type: str) -> bytes:
    """Decode a text to bytes: from base64, from characters with the bytes' numbers, or as UTF-8."""
    if isinstance(encoding, str) and encoding.lower() == "base64":
        data = _from_base64(text)
        return text.encode(errors="replace") if data is None else data
    if text.isascii():
        return text.encode()
    try:
        data = text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode(errors="replace")
    return data if _is_bytes(text, data, mime_type) else text.encode()


def _from_base64(text: str) -> bytes | None:
    packed = "".join(text.split()).translate(_URL_SAFE)
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _is_bytes(text: str, data: bytes, mime_type: str) -> bool:
    """Return whether characters below 256 represent bytes: by their content, whatever their label.

    Control characters don't occur in text; and bytes that are valid UTF-8 were read as Latin-1 by the recorder.
    """
    if any(word in mime_type.lower() for word in _BINARY) or data.startswith(_PACKED) or _CONTROL.search(text):
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def body_gaps(request: Mapping[str, Any], headers: Headers, body: bytes | None, host: str, where: str) -> Iterator[Gap]:
    """Yield gaps for sent data that is missing from the entry or altered."""
    size, why = declared_size(request, headers), _left_out(request)
    if not body and (size or why or body is None):
        detail = f"{where}: {size} bytes were sent and are not in the file" if size else f"{where}: {why or _UNSAID}"
        yield Gap(code="body-not-captured", host=host, detail=detail, blocking=True, unread=size)
    post = request.get("postData")
    text = post.get("text") if isinstance(post, dict) else post
    if isinstance(text, str) and body:
        yield from _text_gaps(text, post.get("encoding") if isinstance(post, dict) else None, host, where)
    if lost := replaced(body):
        yield Gap(code="body-lossy", host=host, detail=f"{where}: at {lost} places", blocking=True, unread=lost)


_UNSAID = "the entry neither holds a body nor says that there was none"


def _text_gaps(text: str, encoding: object, host: str, where: str) -> Iterator[Gap]:
    """Yield gaps for a text that is a placeholder, has a truncation mark, or is invalid base64."""
    if isinstance(encoding, str) and encoding.lower() == "base64":
        if _from_base64(text) is None:
            detail = f"{where}: the body is said to be base64, and is not"
            yield Gap(code="decode-failed", host=host, detail=detail, blocking=True)
    elif len(text) <= _LONGEST_MARK and _PLACEHOLDER.fullmatch(text):
        detail = f"{where}: the recorder wrote words of its own in the place of the body"
        yield Gap(code="body-not-captured", host=host, detail=detail, blocking=True)
    elif _CUT_MARK.search(text, max(0, len(text) - _LONGEST_MARK)):
        yield Gap(code="body-cut", host=host, detail=f"{where}: the recorder says that it cut the body", blocking=True)


def _is_empty(request: Mapping[str, Any], headers: Headers) -> bool:
    """Return whether an entry without a body means an empty one: by its size, or by the method."""
    post = request.get("postData")
    if request.get("bodySize") == 0 or header_value(headers, "content-length").strip() == "0":
        return True
    if post == "" or (isinstance(post, dict) and post.get("text") == ""):
        return True
    return text_of(request.get("method")).upper() not in _BODIED and not header_value(headers, "transfer-encoding")


def _params(params: list[Any]) -> bytes:
    """Encode a form from its fields. Charles writes a JSON body as the name of one field without a value."""
    pairs = pairs_of([param for param in params if isinstance(param, dict)])
    if len(pairs) == 1 and pairs[0][0][:1] in ("{", "[") and not pairs[0][1]:
        return pairs[0][0].encode()
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs).encode()


def declared_size(request: Mapping[str, Any], headers: Headers) -> int:
    """Return the size of a body by the entry or its headers, the larger of both; 0 if neither has it."""
    size = request.get("bodySize")
    return max(size if isinstance(size, int) else 0, content_length(headers) or 0)


def comparable_size(request: Mapping[str, Any], headers: Headers) -> int | None:
    """Return the declared size of a body that is stored unchanged; text in UTF-16 is not."""
    kind = header_value(headers, "content-type").lower()
    return None if "utf-16" in kind or "ucs-2" in kind else declared_size(request, headers) or None


def answer_size(response: Mapping[str, Any], headers: Headers, method: str, status: int | None) -> int | None:
    """Return the size of a response body, decompressed or compressed; None if unknown."""
    if method.upper() == "HEAD" or status is None or status in BODILESS:
        return None
    content = response.get("content")
    size = content.get("size") if isinstance(content, dict) else None
    if isinstance(size, int) and size > 0:
        return size
    return None if isinstance(size, int) and size == 0 else content_length(headers) or None


def _left_out(request: Mapping[str, Any]) -> str:
    """Return why a body is missing from the entry: HTTP Toolkit states it, Playwright stores bodies elsewhere."""
    status, post = request.get("_requestBodyStatus"), request.get("postData")
    if isinstance(status, str) and status.startswith("discarded"):
        return f"the recorder left the body out ({text_of(status)[:40]})"
    if isinstance(post, dict) and (post.get("_file") or post.get("_sha1")):
        return "the body is in a file of its own"
    return ""
