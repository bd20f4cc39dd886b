"""Connections, and the layers of packets as tshark writes them, made by hand."""

from typing import Any

from mhaudit.ingest.pcap.connections import Connection


def connection(number: int = 1, **fields: Any) -> Connection:
    given: dict[str, Any] = {"host": "api.example", "named": True, "protocols": {"tcp", "tls"}}
    return Connection(
        **{
            "number": number,
            "first": 10.0,
            "transport": "tcp",
            "phone": ("10.0.0.1", 40_000),
            "server": ("203.0.113.1", 443),
            **given,
            **fields,
        }
    )


def field(name: str, *values: bytes) -> dict[str, Any]:
    """A field with its bytes; several values make it one that occurs often."""
    raws = [[value.hex(), 0, len(value), 0, 26] for value in values]
    texts = [value.decode("latin-1") for value in values]
    return {f"{name}_raw": raws[0] if len(raws) == 1 else raws, name: texts[0] if len(texts) == 1 else texts}


def request(method: bytes = b"POST", path: bytes = b"/e", body: bytes | None = None, *headers: bytes) -> dict[str, Any]:
    layer = {"POST /e HTTP/1.1\\r\\n": {**field("http.request.method", method), **field("http.request.uri", path)}}
    if headers:
        layer |= field("http.request.line", *headers)
    return layer | (field("http.file_data", body) if body is not None else {})


def answer(status: bytes = b"200", body: bytes | None = None, *headers: bytes) -> dict[str, Any]:
    layer: dict[str, Any] = {"HTTP/1.1 200 OK\\r\\n": field("http.response.code", status)}
    if headers:
        layer |= field("http.response.line", *headers)
    return layer | (field("http.file_data", body) if body is not None else {})


def frame(kind: int, flags: int, stream: int, payload: bytes = b"", *headers: tuple[bytes, bytes]) -> dict[str, Any]:
    """A frame of HTTP/2."""
    data = len(payload).to_bytes(3) + bytes([kind, flags]) + stream.to_bytes(4) + payload
    decoded = [{**field("http2.header.name", name), **field("http2.header.value", value)} for name, value in headers]
    return {"http2.stream_raw": [data.hex(), 0, len(data), 0, 0], "http2.stream": {"http2.header": decoded}}
