from typing import Any

import pytest

from mhaudit.ingest.pcap.connections import Connections
from mhaudit.ingest.pcap.talk import Talk
from mhaudit.model.capture import Exchange
from tests.ingest.pcap.heard import answer, connection, field, request


def talk() -> Talk:
    """One connection that is known."""
    connections = Connections({})
    connections.known["tcp", "0"] = connection(app="app.meadow")
    connections.known["udp", "0"] = connection(transport="udp", protocols={"udp"}, server=("203.0.113.53", 53))
    return Talk(connections, "a.pcap")


def packet(
    number: int, *, sent: bool = True, transport: str = "tcp", protocols: str = "", **layers: Any
) -> dict[str, Any]:
    source = ("10.0.0.1", "40000") if sent else ("203.0.113.1", "443")
    return {
        "frame": {"frame.number": str(number), "frame.time_epoch": f"{number}.25", "frame.protocols": protocols},
        "ip": {"ip.src": source[0]},
        transport: {f"{transport}.stream": "0", f"{transport}.srcport": source[1]},
        **layers,
    }


def test_a_request_and_its_answer() -> None:
    heard = talk()
    assert list(heard.take(packet(1, http=request()))) == []
    (found,) = heard.take(packet(2, sent=False, http=answer()))
    assert isinstance(found, Exchange)
    assert (found.number, found.started, found.path, found.status, found.app) == (1, 1.25, "/e", 200, "app.meadow")
    assert list(heard.rest()) == []


def test_open_exchanges_are_yielded_at_the_end() -> None:
    heard = talk()
    list(heard.take(packet(1, http=request())))
    list(heard.take(packet(2, protocols="ip:tcp:data", **field("data", b"mood"))))
    assert [item.kind for item in heard.rest() if isinstance(item, Exchange)] == ["http", "tcp"]


def dns(response: str) -> dict[str, Any]:
    asked = {"a.example: type TXT": {"dns.qry.name": "a.example", "dns.qry.type": "16"}}
    return {"dns.flags_tree": {"dns.flags.response": response}, "Queries": asked}


def test_questions_are_look_ups_and_answers_are_not() -> None:
    heard = talk()
    (found,) = heard.take(packet(1, transport="udp", protocols="ip:udp:dns", dns=dns("0")))
    assert isinstance(found, Exchange) and (found.host, found.method, found.number) == ("a.example", "TXT", 1)
    assert list(heard.take(packet(2, transport="udp", protocols="ip:udp:dns", dns=dns("1")))) == []


@pytest.mark.parametrize(
    "layers",
    [
        {},
        {"frame": {}},
        packet(1, protocols="ip:udp:mdns", **field("data", b"mood")),
        packet(1) | {"tcp": {"tcp.stream": "9"}},
        packet(1, transport="udp", dns={"Queries": "x", "dns.flags_tree": 7}),
        packet(1, transport="udp", dns={"Queries": {"x": 7}}),
    ],
)
def test_packets_that_say_nothing(layers: dict[str, Any]) -> None:
    heard = talk()
    assert list(heard.take(layers)) == list(heard.rest()) == []
