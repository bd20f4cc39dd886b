"""Check that run time grows linearly: each decoder, detector and shipped pattern at input sizes n, 2n and 4n.

Usage: python scripts/bounds.py [NAME…]. Prints a line for each, and exits with 1 where processor time grew by more than
a factor of 2.6 for a doubling. Cases that take less than a few milliseconds at 4n can't be measured, and pass.
"""

import gc
import gzip
import json
import plistlib
import struct
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import msgpack

from mhaudit.auditing.engine import Engine, Question
from mhaudit.auditing.pipeline import audit_exchanges
from mhaudit.decode.account import is_dense
from mhaudit.decode.binary import read_binary
from mhaudit.decode.compression import CODECS, CutOff, embedded, inflate
from mhaudit.decode.multipart import beside_parts, read_multipart
from mhaudit.decode.parts import printable_runs, read_text
from mhaudit.decode.structure import parse_json, read_form, read_json_lines, read_pairs, read_token, split_records
from mhaudit.decode.text_decoders import DECODERS
from mhaudit.decode.xml_text import read_xml
from mhaudit.detect.automaton import fold
from mhaudit.model.capture import Exchange, Message
from mhaudit.model.place import Trail
from mhaudit.model.subject import Persona, PlantedValue
from mhaudit.policy import load

GROWTH = 2.6
_TOO_QUICK = 0.004  # seconds
_ROUNDS = 3
_BODY: Trail = (None, "body", None)
_PATTERN_SIZES = 1000  # characters: patterns are matched on texts of at most a few thousand


class Case(NamedTuple):
    """One case: `make` returns the input of a size, `run` does the work."""

    name: str
    make: Callable[[int], object]
    run: Callable[..., object]
    size: int


_TEXTS: dict[str, Callable[[int], str]] = {
    "one letter": lambda n: "a" * n,
    "blanks": lambda n: " " * n,
    "words": lambda n: "mood log " * (n // 9),
    "digits": lambda n: "4" * n,
    "marks": lambda n: "a" + "\u0316\u0301" * (n // 2),
    "brackets": lambda n: "[" * n,
    "braces": lambda n: '{"a":' * (n // 5),
    "pairs": lambda n: "a=1&" * (n // 4),
    "semicolons": lambda n: "a=1;" * (n // 4),
    "lines": lambda n: "a=1&b=2\n" * (n // 8),
    "percent": lambda n: "%25" * (n // 3),
    "entities": lambda n: "&amp;" * (n // 5),
    "backslashes": lambda n: "\\u0041" * (n // 6),
    "base64": lambda n: "aB3-" * (n // 4),
    "runs": lambda n: "aB3dEf6hIj9kLm2n." * (n // 17),
    "hex": lambda n: "6e6f" * (n // 4),
    "spaced hex": lambda n: "6e:" * (n // 3),
    "addresses": lambda n: "a@b." * (n // 4),
    "commas": lambda n: "41.123,2.123," * (n // 13),
    "tags": lambda n: "<a>" * (n // 3),
    "long tag": lambda n: "<" + "a" * (n // 2) + ">" + "<b>x</b>" * (n // 16) + "</" + "a" * (n // 2) + ">",
    "tokens": lambda n: "eyJ" + "a" * (n // 2) + "." + "b" * (n // 2),
}


def _plist(n: int) -> bytes:
    """Build a binary plist of many lists that share a table of members."""
    count = n // 40
    body = b"bplist00" + b"\xaf\x11" + struct.pack(">H", count) + b"\x00\x01" * count
    offsets = b"".join(struct.pack(">I", 8) for _ in range(count))
    return body + offsets + struct.pack(">6xBBQQQ", 4, 2, count, 0, len(body))


_BYTES: dict[str, Callable[[int], bytes]] = {
    "zeros": bytes,
    "counting": lambda n: bytes(range(256)) * (n // 256),
    "gzip members": lambda n: gzip.compress(b"", mtime=0) * (n // 20),
    "zlib heads": lambda n: b"\x78\x9c" * (n // 2),
    "gzip heads": lambda n: b"\x1f\x8b\x08\x00" * (n // 4),
    "bomb": lambda n: zlib.compress(b"a" * n * 20),
    "protobuf": lambda n: b"\x0a\x02ab" * (n // 4),
    "nested protobuf": lambda n: b"\x0a\x7f" * (n // 2),
    "frames": lambda n: b"\x00\x00\x00\x00\x01a" * (n // 6),
    "MessagePack": lambda n: bytes(msgpack.packb([[]] * n)),
    "property list": lambda n: plistlib.dumps({str(key): key for key in range(n // 20)}, fmt=plistlib.FMT_BINARY),
    "shared lists": _plist,
    "boundaries": lambda n: b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n" * (n // 44),
    "records": lambda n: b'{"a":1}\x1e' * (n // 8),
    "UTF-16": lambda n: "mood ".encode("utf-16-le") * (n // 10),
}


def _decoders() -> Iterator[Case]:
    size = 200_000
    for name, make in _TEXTS.items():
        for decode in DECODERS:
            yield Case(f"{decode.__module__}.{decode.__name__}: {name}", make, _listed(decode), size)
        yield Case(f"fold: {name}", make, fold, size)
        yield Case(f"dense: {name}", make, is_dense, size)
        for read in (read_json_lines, read_token, read_xml, read_form):
            yield Case(f"{read.__name__}: {name}", make, _of_body(read), size)
        yield Case(f"read_pairs: {name}", make, _of_form, size)
        yield Case(f"parse_json: {name}", make, parse_json, size)
    for name, data in _BYTES.items():
        for codec in sorted(CODECS):
            yield Case(f"inflate {codec}: {name}", data, _inflating(codec), size)
        yield Case(f"embedded: {name}", data, embedded, size)
        yield Case(f"read_binary: {name}", data, lambda found: read_binary(_BODY, found), size)
        yield Case(f"read_multipart: {name}", data, lambda found: read_multipart(_BODY, found, "a; boundary=x"), size)
        yield Case(f"beside_parts: {name}", data, lambda found: beside_parts(found, "a; boundary=x"), size)
        yield Case(f"split_records: {name}", data, lambda found: split_records(_BODY, found), size)
        yield Case(f"printable_runs: {name}", data, printable_runs, size)
        yield Case(f"read_text: {name}", data, read_text, size)


def _listed(decode: Callable[[str], Iterable[object]]) -> Callable[[str], object]:
    return lambda text: list(decode(text))


def _of_body(read: Callable[[Trail, str], object]) -> Callable[[str], object]:
    return lambda text: read(_BODY, text)


def _of_form(text: str) -> object:
    return read_pairs(_BODY, "form", text)


def _sized(build: Callable[[Any], object], make: Callable[[int], object]) -> Callable[[int], object]:
    return lambda size: build(make(size))


def _repeating(word: str) -> Callable[[int], str]:
    return lambda size: word * (size // len(word))


def _inflating(codec: str) -> Callable[[bytes], object]:
    return lambda data: _inflated(data, codec)


def _inflated(data: bytes, codec: str) -> object:
    try:
        return inflate(data, codec, 1 << 22)
    except CutOff as cut:
        return cut


def _exchanges() -> Iterator[Case]:
    """Yield cases that run whole exchanges through all detectors, with a persona."""
    policies = load()
    value = PlantedValue(category="free_text.journal", value="I rehearse phone calls in the shower and never make them")
    mail = PlantedValue(category="identity.email", value="ines.calderon+mh31@quietpost.example")
    persona = Persona(id="bounds", values=(value, mail))
    engine = Engine(Question(policies=policies, pack=policies.packs["auditor"], persona=persona))

    def run(exchange: Exchange) -> object:
        engine.decodings.known.clear()
        return audit_exchanges([exchange], engine)

    def exchange(body: bytes, **fields: object) -> Exchange:
        known = {"capture": "a", "number": 1, "host": "in.metrics.example", "method": "POST", "body": body}
        return Exchange(**(known | fields))  # type: ignore[arg-type]

    for name, make in _TEXTS.items():
        yield Case(f"exchange: {name}", _sized(lambda text: exchange(text.encode()), make), run, 50_000)
        yield Case(
            f"exchange, in JSON: {name}",
            _sized(lambda text: exchange(json.dumps({"a": text}).encode()), make),
            run,
            50_000,
        )
    for name, data in _BYTES.items():
        yield Case(f"exchange: {name}", _sized(exchange, data), run, 50_000)
    yield Case("exchange: path", lambda n: exchange(b"", path="/a" * (n // 2)), run, 20_000)
    yield Case("exchange: host", lambda n: exchange(b"", host="a." * (n // 2) + "example"), run, 20_000)
    yield Case(
        "exchange: names",
        lambda n: exchange(json.dumps(dict.fromkeys(map(str, range(n // 8)), 1)).encode()),
        run,
        80_000,
    )
    yield Case(
        "exchange: messages", _sized(lambda said: exchange(b"", kind="websocket", messages=said), _said), run, 20_000
    )


def _said(size: int) -> tuple[Message, ...]:
    return (Message(sent=True, content=b"phone calls"),) * (size // 20)


def _patterns() -> Iterator[Case]:
    """Yield a case for every shipped pattern on texts that almost match."""
    import re

    policies = load()
    found: dict[str, None] = {}
    for kind in policies.kinds.values():
        shapes = (shape.pattern for rule in kind.fields for shape in rule.shapes if shape.pattern)
        found |= dict.fromkeys([*kind.events, *kind.not_events, *shapes])
    found |= dict.fromkeys(instrument.alias for instrument in policies.instruments.values())
    found |= {
        field.value: None for sdk in policies.sdks.values() for r in sdk.requests for field in r.fields if field.value
    }
    for pattern in found:
        search = re.compile(pattern).search
        beginning = re.sub(r"\\.|[^A-Za-z ]", "", pattern)[:12] or "a"
        for name, make in (
            *_TEXTS.items(),
            ("its own letters", _repeating(f"{beginning} ")),
        ):
            yield Case(f"pattern {pattern[:60]!r}: {name}", make, search, _PATTERN_SIZES)


def _seconds(case: Case, size: int) -> float:
    given = case.make(size)
    best = float("inf")
    for _ in range(_ROUNDS):
        began = time.process_time()
        case.run(given)
        best = min(best, time.process_time() - began)
        if best > 1:
            break
    return best


def grows(case: Case) -> str:
    """Return the times of a case that grows too fast, else ""."""
    largest = _seconds(case, 4 * case.size)
    if largest < _TOO_QUICK:
        return ""
    half = _seconds(case, 2 * case.size)
    if half < _TOO_QUICK / 4 or largest <= GROWTH * half:
        return ""
    half, largest = _seconds(case, 2 * case.size), _seconds(case, 4 * case.size)  # measured again
    quarter = _seconds(case, case.size)
    if largest <= GROWTH * half:
        return ""
    return f"{case.name}: {1000 * quarter:.1f}, {1000 * half:.1f}, {1000 * largest:.1f} ms at n, 2n, 4n"


def main() -> None:
    """Measure the named cases, or all."""
    gc.disable()
    wanted = sys.argv[1:]
    cases = [*_decoders(), *_exchanges(), *_patterns()]
    cases = [case for case in cases if not wanted or any(word in case.name for word in wanted)]
    fast = [grown for case in cases if (grown := grows(case))]
    for grown in fast:
        print(f"grows too fast: {grown}")
    print(f"{len(cases)} measured, {len(fast)} grow too fast")
    raise SystemExit(bool(fast) or not cases)


if __name__ == "__main__":
    main()
