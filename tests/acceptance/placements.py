"""Where a value may stand in a recording, and how it may be written there: places × encodings, by a seed."""

import base64
import binascii
import bz2
import codecs
import gzip
import hashlib
import html
import json
import lzma
import quopri
import random
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus

import brotli
import zstandard

Entry = dict[str, Any]
_B85 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
_Z85 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
_MORSE = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz0123456789",
        ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. "
        "----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----.".split(),
        strict=True,
    )
)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _number(data: bytes, digits: str) -> str:
    number, out = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, len(digits))
        out = digits[digit] + out
    return out


def _jwt(text: str) -> str:
    parts = ({"alg": "HS256"}, {"sub": text})
    return (
        ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + ".c2ln"
    )


def _caesar(text: str) -> str:
    low, moved = "abcdefghijklmnopqrstuvwxyz", "defghijklmnopqrstuvwxyzabc"
    return text.translate(str.maketrans(low + low.upper(), moved + moved.upper()))


_58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

ENCODINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "upper": str.upper,
    "lower": str.lower,
    "title": str.title,
    "swapped case": str.swapcase,
    "reversed": lambda text: text[::-1],
    "joined": lambda text: "".join(filter(str.isalnum, text)),
    "dashes": lambda text: "-".join(text.split()),
    "underscores": lambda text: "_".join(text.split()),
    "dots": lambda text: ".".join(text.split()),
    "letter by letter": " ".join,
    "percent": lambda text: quote(text, safe=""),
    "percent twice": lambda text: quote(quote(text, safe=""), safe=""),
    "percent, all": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "form": quote_plus,
    "html": html.escape,
    "html numbers": lambda text: "".join(f"&#{ord(letter)};" for letter in text),
    "html hex": lambda text: "".join(f"&#x{ord(letter):x};" for letter in text),
    "json": lambda text: json.dumps(text)[1:-1],
    "\\u": lambda text: "".join(f"\\u{ord(letter):04x}" for letter in text),
    "\\x": lambda text: "".join(f"\\x{byte:02x}" for byte in text.encode()),
    "octal": lambda text: "".join(f"\\{byte:03o}" for byte in text.encode()),
    "base64": lambda text: _b64(text.encode()),
    "base64, bare": lambda text: _b64(text.encode()).rstrip("="),
    "base64, url": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "base64 twice": lambda text: _b64(_b64(text.encode()).encode()),
    "base64 of UTF-16": lambda text: _b64(text.encode("utf-16-le")),
    "base64 of JSON": lambda text: _b64(json.dumps({"v": text}).encode()),
    "hex": lambda text: text.encode().hex(),
    "HEX": lambda text: text.encode().hex().upper(),
    "hex, colons": lambda text: text.encode().hex(":"),
    "hex, blanks": lambda text: text.encode().hex(" "),
    "base32": lambda text: base64.b32encode(text.encode()).decode(),
    "base32, lower": lambda text: base64.b32encode(text.encode()).decode().lower().rstrip("="),
    "base32hex": lambda text: base64.b32hexencode(text.encode()).decode(),
    "base58": lambda text: _number(text.encode(), _58),
    "base62": lambda text: _number(text.encode(), _62),
    "base36": lambda text: _number(text.encode(), "0123456789abcdefghijklmnopqrstuvwxyz"),
    "decimal": lambda text: str(int.from_bytes(text.encode(), "big")),
    "base85": lambda text: base64.b85encode(text.encode()).decode(),
    "ascii85": lambda text: base64.a85encode(text.encode()).decode(),
    "z85": lambda text: base64.b85encode(text.encode()).decode().translate(str.maketrans(_B85, _Z85)),
    "uuencode": lambda text: binascii.b2a_uu(text.encode()[:45]).decode().strip(),
    "quoted-printable": lambda text: quopri.encodestring(text.encode(), quotetabs=True).decode().replace("=\n", ""),
    "utf-7": lambda text: text.encode("utf-7").decode(),
    "punycode": lambda text: "xn--" + text.encode("punycode").decode(),
    "rot13": lambda text: codecs.encode(text, "rot13"),
    "rot47": lambda text: "".join(chr(33 + (ord(c) + 14) % 94) if "!" <= c <= "~" else c for c in text),
    "caesar": _caesar,
    "morse": lambda text: " ".join(_MORSE.get(letter, "") for letter in text.lower()),
    "binary": lambda text: " ".join(f"{byte:08b}" for byte in text.encode()),
    "codes": lambda text: ",".join(str(byte) for byte in text.encode()),
    "codes in JSON": lambda text: json.dumps(list(text.encode())),
    "gzip in base64": lambda text: _b64(gzip.compress(text.encode())),
    "gzip in hex": lambda text: gzip.compress(text.encode()).hex(),
    "zlib in base64": lambda text: _b64(zlib.compress(text.encode())),
    "zlib in hex": lambda text: zlib.compress(text.encode()).hex(),
    "deflate in base64": lambda text: _b64(zlib.compress(text.encode(), wbits=-15)),
    "brotli in base64": lambda text: _b64(brotli.compress(text.encode())),
    "zstd in base64": lambda text: _b64(zstandard.ZstdCompressor().compress(text.encode())),
    "bzip2 in base64": lambda text: _b64(bz2.compress(text.encode())),
    "xz in base64": lambda text: _b64(lzma.compress(text.encode())),
    "md5": lambda text: hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(),
    "sha1": lambda text: hashlib.sha1(text.lower().encode(), usedforsecurity=False).hexdigest(),
    "sha256": lambda text: hashlib.sha256(text.lower().encode()).hexdigest(),
    "sha512 in base64": lambda text: _b64(hashlib.sha512(text.encode()).digest()),
    "jwt": _jwt,
    "wide": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "invisible": lambda text: "\u200b".join(text),
    "all but the last letter": lambda text: text[:-1],
    "last half": lambda text: text[len(text) // 2 - 1 :] if len(text) > 20 else text,
}


def _header(name: str, value: str) -> dict[str, str]:
    return {"name": name, "value": "".join(c if c.isprintable() else " " for c in value)}


def _token(text: str) -> str:
    return "".join(c if c.isalnum() and c.isascii() else "-" for c in text)


def _body(entry: Entry, mime: str, text: str, **more: Any) -> None:
    entry["request"]["postData"] = {"mimeType": mime, "text": text, **more}


def _json_body(entry: Entry, document: Any) -> None:
    _body(entry, "application/json", json.dumps(document))


def _answer(entry: Entry, mime: str, text: str) -> None:
    entry["response"]["content"] = {"mimeType": mime, "text": text}


def _packed(entry: Entry, mime: str, data: bytes) -> None:
    _body(entry, mime, _b64(data), encoding="base64")


def _parts(entry: Entry, text: str, where: str) -> None:
    said = {
        place: text.replace("\n", " ") if place == where else "x"
        for place in ("name", "file", "value", "head", "top", "end")
    }
    lines = [
        said["top"],
        "--XyZ7BounD",
        f'Content-Disposition: form-data; name="{said["name"]}"; filename="{said["file"]}"',
    ]
    lines += [f"Content-Type: text/plain; v={said['head']}", "", said["value"], "--XyZ7BounD--", said["end"]]
    _body(entry, "multipart/form-data; boundary=XyZ7BounD", "\r\n".join(lines))


def _url(entry: Entry, more: str) -> None:
    entry["request"]["url"] += more


def _message(entry: Entry, text: str, **more: Any) -> None:
    entry["_webSocketMessages"] = [{"type": "send", "time": 1795400000.5, "opcode": 1, "data": text, **more}]


PLACES: dict[str, Callable[[Entry, str], None]] = {
    "method": lambda entry, text: entry["request"].update(method=_token(text)),
    "host": lambda entry, text: entry["request"].update(url=f"https://{_token(text)[:60].strip('-')}.t.example/a"),
    "path": lambda entry, text: _url(entry, "/u/" + quote(text, safe="")),
    "path, raw": lambda entry, text: _url(entry, "/u/" + quote(text)),
    "parameter of the path": lambda entry, text: _url(entry, ";u=" + quote(text, safe="")),
    "query": lambda entry, text: _url(entry, "?a=" + quote(text, safe="")),
    "query name": lambda entry, text: _url(entry, f"?{quote(text, safe='')}=1"),
    "query without a name": lambda entry, text: _url(entry, "?" + quote(text, safe="")),
    "queryString": lambda entry, text: entry["request"].update(queryString=[{"name": "q", "value": text}]),
    "fragment": lambda entry, text: _url(entry, "#" + quote(text, safe="")),
    "userinfo": lambda entry, text: entry["request"].update(url=f"https://{quote(text, safe='')}:x@t.example/a"),
    "header": lambda entry, text: entry["request"]["headers"].append(_header("x-context", text)),
    "header name": lambda entry, text: entry["request"]["headers"].append(_header("x-" + _token(text), "1")),
    "user-agent": lambda entry, text: entry["request"]["headers"].append(_header("User-Agent", f"App/1.0 {text}")),
    "referer": lambda entry, text: entry["request"]["headers"].append(
        _header("Referer", "https://a.example/?x=" + quote(text))
    ),
    "accept-language": lambda entry, text: entry["request"]["headers"].append(_header("Accept-Language", text)),
    "te": lambda entry, text: entry["request"]["headers"].append(_header("TE", text)),
    "cache-control": lambda entry, text: entry["request"]["headers"].append(_header("Cache-Control", text)),
    ":path": lambda entry, text: entry["request"]["headers"].append(_header(":path", "/" + text)),
    "host header": lambda entry, text: entry["request"]["headers"].append(_header("Host", text)),
    "trailer": lambda entry, text: entry["request"].update(_trailers=[_header("x-end", text)]),
    "cookie": lambda entry, text: entry["request"]["headers"].append(_header("Cookie", f"a=1; u={quote(text)}")),
    "cookie name": lambda entry, text: entry["request"]["headers"].append(
        _header("Cookie", f"{quote(text, safe='')}=1")
    ),
    "authorization": lambda entry, text: entry["request"]["headers"].append(_header("Authorization", text)),
    "content-type": lambda entry, text: entry["request"].update(
        headers=[_header("Content-Type", f"application/json; u={text}")],
        postData={"mimeType": "application/json", "text": "{}"},
    ),
    "mimeType": lambda entry, text: _body(entry, f"application/json; u={text}", "{}"),
    "content-encoding": lambda entry, text: entry["request"]["headers"].append(_header("Content-Encoding", text)),
    "text": lambda entry, text: _body(entry, "text/plain", f"note {text} end"),
    "JSON": lambda entry, text: _json_body(entry, {"event": "page", "note": text}),
    "JSON name": lambda entry, text: _json_body(entry, {"event": "page", text: True}),
    "JSON in a longer text": lambda entry, text: _json_body(entry, {"note": f"before {text} after"}),
    "JSON behind a prefix": lambda entry, text: _json_body(entry, {"note": f"tv.1~em.{text}"}),
    "JSON in JSON": lambda entry, text: _json_body(entry, {"data": json.dumps({"n": [{"x": text}]})}),
    "JSON, twice the name": lambda entry, text: _body(
        entry, "application/json", f'{{"a":{json.dumps(text)},"a":"b"}}'
    ),
    "JSON as text": lambda entry, text: _body(entry, "text/plain;charset=UTF-8", json.dumps({"a": text})),
    "event name": lambda entry, text: _json_body(entry, {"event": f"opened {text}"}),
    "list of bytes": lambda entry, text: _json_body(entry, {"b": list(text.encode())}),
    "Buffer": lambda entry, text: _json_body(entry, {"type": "Buffer", "data": list(text.encode())}),
    "form": lambda entry, text: _body(entry, "application/x-www-form-urlencoded", "a=1&b=" + quote_plus(text)),
    "form name": lambda entry, text: _body(entry, "application/x-www-form-urlencoded", f"{quote_plus(text)}=1&b=2"),
    "params": lambda entry, text: entry["request"].update(
        postData={"mimeType": "application/x-www-form-urlencoded", "params": [{"name": "n", "value": text}]}
    ),
    "part": lambda entry, text: _parts(entry, text, "value"),
    "name of a part": lambda entry, text: _parts(entry, text, "name"),
    "file name": lambda entry, text: _parts(entry, text, "file"),
    "head of a part": lambda entry, text: _parts(entry, text, "head"),
    "before the parts": lambda entry, text: _parts(entry, text, "top"),
    "behind the parts": lambda entry, text: _parts(entry, text, "end"),
    "XML": lambda entry, text: _body(entry, "application/xml", f"<a><b>{html.escape(text)}</b></a>"),
    "XML attribute": lambda entry, text: _body(entry, "text/xml", f'<a b="{html.escape(text)}"/>'),
    "XML comment": lambda entry, text: _body(entry, "text/xml", f"<a><!-- {text} --></a>"),
    "lines": lambda entry, text: _body(entry, "application/x-ndjson", '{"a":1}\n' + json.dumps({"b": text}) + "\n"),
    "gzip": lambda entry, text: _packed(entry, "application/json", gzip.compress(json.dumps({"a": text}).encode())),
    "behind gzip": lambda entry, text: _packed(entry, "application/json", gzip.compress(b'{"a":1}') + text.encode()),
    "name in gzip": lambda entry, text: _packed(entry, "application/json", _named_gzip(text)),
    "bytes": lambda entry, text: _packed(entry, "application/octet-stream", b"\x01\xff" + text.encode() + b"\0\xfe"),
    "picture": lambda entry, text: _packed(entry, "image/png", b"\x89PNG\r\n\x1a\n" + text.encode() + b"\0\xff"),
    "message": _message,
    "message of bytes": lambda entry, text: _message(entry, _b64(b"\x08\x01\xff" + text.encode()), opcode=2),
    "answer": lambda entry, text: _answer(entry, "application/json", json.dumps({"x": [text]})),
    "page": lambda entry, text: _answer(entry, "text/html", f"<html><body><p>{html.escape(text)}</p></body></html>"),
    "script": lambda entry, text: _answer(entry, "application/javascript", f"var x={json.dumps(text)};"),
    "event stream": lambda entry, text: _answer(entry, "text/event-stream", f"data: {json.dumps({'t': text})}\n\n"),
    "type of the answer": lambda entry, text: _answer(entry, f"text/plain; u={text}", "ok"),
    "header of the answer": lambda entry, text: entry["response"]["headers"].append(_header("x-user", text)),
    "server": lambda entry, text: entry["response"]["headers"].append(_header("Server", text)),
    "set-cookie": lambda entry, text: entry["response"]["headers"].append(
        _header("Set-Cookie", f"s={quote(text)}; Path=/")
    ),
    "location": lambda entry, text: entry["response"]["headers"].append(_header("Location", f"/u/{quote(text)}")),
    "status text": lambda entry, text: entry["response"].update(statusText=text),
    "error": lambda entry, text: entry["response"].update(_error=f"net::ERR_CONNECTION_REFUSED {text}", status=0),
    "serverIPAddress": lambda entry, text: entry.update(serverIPAddress=text),
    "comment": lambda entry, text: entry.update(comment=text, _initiator={"url": text}),
}  # fmt: skip


def _named_gzip(text: str) -> bytes:
    """A gzip body whose name of the file holds the value."""
    packed = gzip.compress(b'{"a":1}')
    return packed[:3] + b"\x08" + packed[4:10] + text.encode() + b"\0" + packed[10:]


def entry(place: str, text: str) -> Entry:
    """One HAR entry with a text at a place."""
    made: Entry = {
        "startedDateTime": "2026-11-20T09:30:00.000Z",
        "time": 20,
        "request": {"method": "POST", "url": "https://in.track.example/v1/collect", "headers": [], "bodySize": 10},
        "response": {"status": 200, "headers": [], "content": {"mimeType": "text/plain", "text": "ok"}},
    }
    PLACES[place](made, text)
    return made


_SYLLABLES = "ka le mi no ru sa te vo wi xa be do fi gu hy jo lu ma ne po que ri so tu va we".split()


def word(rng: random.Random, fewest: int = 2) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(fewest, fewest + 1)))


def person(seed: int) -> dict[str, str]:
    """A persona by its seed: values by their categories."""
    rng = random.Random(seed)  # noqa: S311 (reproducible, and no secret)
    first, last = word(rng).title() + rng.choice(["", "é", "ö"]), word(rng, 3).title()
    digits = "".join(rng.choice("0123456789") for _ in range(9))
    return {
        "identity.email": f"{word(rng)}.{word(rng, 3)}+{rng.randint(10, 99)}@{word(rng, 3)}.example",
        "identity.name": f"{first} {last}",
        "identity.phone": "+49" + "1" + digits,
        "identity.birth_date": f"{rng.randint(1950, 2004)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        "identifier.user": f"usr-{rng.randrange(16**8):08x}-{rng.randint(100, 999)}",
        "free_text.journal": " ".join(word(rng) for _ in range(11)),
        "chat.message": " ".join(word(rng) for _ in range(8)),
        "medication.name": f"{word(rng, 3)}pram {rng.choice([5, 10, 20])} mg",
    }
