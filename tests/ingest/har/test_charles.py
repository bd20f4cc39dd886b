import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.reader import Capture, Share
from mhaudit.model.capture import Contact, Exchange, Gap, Item
from tests.ingest.captures import exchanges, gaps

BODY = b'{"mood": "d\xc3\xa9prim\xc3\xa9"}'


def transaction(**fields: Any) -> dict[str, Any]:
    """As Charles 4 and 5 write one."""
    return {
        "status": "COMPLETE",
        "method": "POST",
        "protocolVersion": "HTTP/2.0",
        "scheme": "https",
        "host": "api.example",
        "port": 443,
        "actualPort": 443,
        "path": "/v1/mood",
        "query": "page=2",
        "tunnel": False,
        "remoteAddress": "api.example/203.0.113.7",
        "times": {"start": "2026-11-20T10:00:00.250+01:00"},
        "durations": {"total": 120},
        "request": {
            "sizes": {"headers": 90, "body": len(BODY)},
            "mimeType": "application/json",
            "charset": None,
            "contentEncoding": None,
            "header": {
                "firstLine": "POST /v1/mood HTTP/2.0",
                "headers": [{"name": ":authority", "value": "api.example"}],
            },
            "body": {"text": BODY.decode(), "charset": None},
        },
        "response": {
            "status": 204,
            "header": {"headers": [{"name": "x-id", "value": "7"}]},
            "body": {"encoding": "base64", "encoded": "AAEC"},
        },
        **fields,
    }


def read(folder: Path, *found: Any, encoding: str = "utf-8", share: Share | None = None) -> list[Item]:
    path = folder / "s.chlsj"
    path.write_bytes(json.dumps(list(found), ensure_ascii=False).encode(encoding))
    capture = Capture(path, path.name)
    reader = reader_for(capture)
    assert reader is not None and reader.format == "Charles session"
    return list(reader.read(capture, share) if share else reader.read(capture))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_transaction_is_an_exchange(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, transaction(), encoding=encoding) == [
        Exchange(
            capture="s.chlsj",
            number=1,
            started=1_795_165_200.25,
            scheme="https",
            host="api.example",
            ip="203.0.113.7",
            method="POST",
            path="/v1/mood?page=2",
            headers=((":authority", "api.example"),),
            body=BODY,
            status=204,
            response_headers=(("x-id", "7"),),
            response_body=b"\0\1\2",
            answered=1_795_165_200.37,
            body_declared=len(BODY),
        )
    ]


def test_bytes_are_read_from_base64(tmp_path: Path) -> None:
    request = {
        "mimeType": "application/x-protobuf",
        "body": {"encoding": "base64", "encoded": b64encode(b"\x08\xff").decode()},
    }
    (found,) = exchanges(read(tmp_path, transaction(request=request)))
    assert found.body == b"\x08\xff"


def test_other_ports_and_addresses(tmp_path: Path) -> None:
    found = exchanges(
        read(
            tmp_path,
            transaction(actualPort=8443, query=None),
            transaction(scheme="http", actualPort=80, host="2001:db8::7", path=None, query=None, remoteAddress=None),
        )
    )
    assert [(each.scheme, each.host, each.port, each.path, each.ip) for each in found] == [
        ("https", "api.example", 8443, "/v1/mood", "203.0.113.7"),
        ("http", "2001:db8::7", None, "/", None),
    ]


def test_a_tunnel_that_was_not_opened_is_a_contact_and_a_gap(tmp_path: Path) -> None:
    assert read(tmp_path, transaction(tunnel=True, method="CONNECT", request={"sizes": {"body": 512}})) == [
        Contact(capture="s.chlsj", number=1, host="api.example", ip="203.0.113.7", sent=512),
        Gap(code="not-decrypted", host="api.example", detail="s.chlsj: encrypted", blocking=True, unread=512),
    ]


def test_messages_of_a_websocket_are_not_in_it(tmp_path: Path) -> None:
    (gap,) = gaps(read(tmp_path, transaction(webSocket=True)))
    assert (gap.code, gap.host, gap.blocking) == ("body-not-captured", "api.example", True)


def test_a_body_that_is_missing_is_a_gap(tmp_path: Path) -> None:
    request = {"sizes": {"body": 90}, "header": {"headers": []}}
    (gap,) = gaps(read(tmp_path, transaction(request=request)))
    assert (gap.code, gap.unread) == ("body-not-captured", 90)


@pytest.mark.parametrize(
    "bad", [7, None, {}, {"host": 7}, {"host": ""}, {"tunnel": True}, {"tunnel": True, "host": "a b"}]
)
def test_one_that_is_damaged_costs_no_other(tmp_path: Path, bad: Any) -> None:
    found = read(tmp_path, transaction(), bad, transaction(path="/2"))
    assert [each.path for each in exchanges(found)] == ["/v1/mood?page=2", "/2?page=2"]
    assert [gap.code for gap in gaps(found)] == ["damaged-entry"]
    assert gaps(found)[0].detail.startswith("s.chlsj: transaction 2: ")


def test_a_file_that_was_cut_gives_what_came_before(tmp_path: Path) -> None:
    whole = json.dumps([transaction(), transaction()])
    path = tmp_path / "s.chlsj"
    path.write_text(whole[:-200], encoding="utf-8")
    capture = Capture(path, path.name)
    reader = reader_for(capture)
    assert reader
    found = list(reader.read(capture))
    assert len(exchanges(found)) == 1 and [gap.code for gap in gaps(found)] == ["damaged-entry"]


def test_shares_divide_it(tmp_path: Path) -> None:
    three = [transaction()] * 3
    assert [item.number for item in exchanges(read(tmp_path, *three, share=Share(1, 2)))] == [1, 3]


@pytest.mark.parametrize("other", ['[{"name": "x"}]', '[{"scheme": "https", "host": "a"}]', "[]"])
def test_other_lists_are_none(tmp_path: Path, other: str) -> None:
    (tmp_path / "x").write_text(other, encoding="utf-8")
    with pytest.raises(Exception, match="unknown capture format"):
        reader_for(Capture(tmp_path / "x", "x"))
