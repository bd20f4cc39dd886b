from pathlib import Path

import pytest
from mitmproxy.flow import Flow
from mitmproxy.io import tnetstring
from mitmproxy.test import tflow

from mhaudit.ingest.mitm.legacy import read_legacy_record
from tests.ingest.captures import dump, read


def older(flow: Flow, version: int = 20) -> bytes:
    """The flow as an older mitmproxy wrote it, as far as the fields that are used are concerned."""
    return tnetstring.dumps(flow.get_state() | {"version": version})


def flows() -> list[Flow]:
    without_body, without_answer = tflow.tflow(resp=True), tflow.tflow(err=True)
    fronted = tflow.tflow()
    fronted.client_conn.sni = "other.example"
    without_body.request.raw_content = None
    without_answer.server_conn.peername = None
    refused = tflow.tflow(err=True)
    refused.server_conn.timestamp_tcp_setup = None
    return [
        tflow.tflow(resp=True),
        without_body,
        without_answer,
        tflow.twebsocketflow(),
        tflow.ttcpflow(),
        tflow.tudpflow(),
        tflow.tdnsflow(resp=True),
        tflow.tdnsflow(),
        fronted,
        refused,
    ]


@pytest.mark.parametrize("number", range(10))
def test_an_older_dump_gives_what_the_current_one_gives(tmp_path: Path, number: int) -> None:
    flow = flows()[number]
    assert read(tmp_path, older(flow), "a.mitm") == read(tmp_path, dump([flow]), "a.mitm")
    assert list(read_legacy_record(older(flow), "a.mitm", 1)) == read(tmp_path, dump([flow]), "a.mitm")


@pytest.mark.parametrize("record", [b"12:4:type;4:", b"noise", older(tflow.tflow())[:-1], older(tflow.tflow(), 9999)])
def test_damage_is_a_value_error(record: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        list(read_legacy_record(record, "a.mitm", 1))


@pytest.mark.parametrize("broken", [b"1:x,", b"0:~", b"0:]", b"3:abc^"])
def test_a_field_of_another_kind_is_a_value_error(broken: bytes) -> None:
    record = older(tflow.tflow(), 7)
    for name in (b"11:client_conn;", b"11:server_conn;", b"7:request;"):
        at = record.index(name) + len(name)
        end = at + int(record[at : record.index(b":", at)]) + len(record[at : record.index(b":", at)]) + 2
        body = record[record.index(b":") + 1 : at] + broken + record[end:-1]
        with pytest.raises(ValueError, match=r"\w"):
            list(read_legacy_record(b"%d:%s}" % (len(body), body), "a.mitm", 1))
