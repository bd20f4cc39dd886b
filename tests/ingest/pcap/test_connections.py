from typing import Any

import pytest

from mhaudit.ingest.pcap.connections import FIELDS, Connections
from mhaudit.model.capture import Contact, Gap

PHONE, SERVER = "10.0.0.1", "203.0.113.1"
SYN, SYN_ACK, ACK = "0x0002", "0x0012", "0x0010"


def packet(number: int = 1, *, sent: bool = True, **fields: Any) -> list[str]:
    """A row of tshark's; names of fields with `_` for the dot."""
    ends = (PHONE, SERVER) if sent else (SERVER, PHONE)
    ports = ("40000", "443") if sent else ("443", "40000")
    row = {
        "frame.number": str(number),
        "frame.time_epoch": f"{number}.5",
        "frame.protocols": "raw:ip:tcp",
        "ip.src": ends[0],
        "ip.dst": ends[1],
        "tcp.stream": "0",
        "tcp.srcport": ports[0],
        "tcp.dstport": ports[1],
        "tcp.len": "0",
        "tcp.flags": ACK,
    }
    row |= {name.replace("__", "."): str(value) for name, value in fields.items()}
    return [row.get(name, "") for name in FIELDS]


def fed(*rows: list[str], apps: dict[int, str] | None = None, app: str = "") -> Connections:
    connections = Connections(apps or {})
    for row in rows:
        connections.add(row, app)
    return connections


def test_a_connection_is_booked_with_bytes_both_ways() -> None:
    connections = fed(
        packet(1, tcp__flags=SYN),
        packet(2, sent=False, tcp__flags=SYN_ACK),
        packet(
            3, tcp__len=500, tls__handshake__extensions_server_name="API.example", frame__protocols="raw:ip:tcp:tls"
        ),
        packet(4, sent=False, tcp__len=700),
    )
    found = connections.of("tcp", "0")
    assert found is not None
    assert (found.number, found.first, found.last, found.phone, found.server) == (
        1,
        1.5,
        4.5,
        (PHONE, 40000),
        (SERVER, 443),
    )
    assert (found.sent, found.received, found.host, found.named) == (500, 700, "api.example", True)
    assert found.protocols == {"raw", "ip", "tcp", "tls"}
    assert connections.of("tcp", "1") is connections.of("udp", "0") is None
    assert list(connections.silent("a.pcap")) == [
        Contact(capture="a.pcap", number=1, host="api.example", ip=SERVER, first=1.5, last=4.5, sent=500),
        Gap(code="not-decrypted", host="api.example", detail="a.pcap: encrypted", blocking=True, unread=500),
    ]


@pytest.mark.parametrize("flags", [SYN_ACK, ACK])
def test_the_phone_is_the_one_that_called(flags: str) -> None:
    """Also where the capture begins in the middle: servers have the lower port."""
    found = fed(packet(1, sent=False, tcp__flags=flags)).of("tcp", "0")
    assert found is not None and found.phone == (PHONE, 40000)


@pytest.mark.parametrize("flags", ["", "0x", "SYN", "\x00#snd", "0x" + "f" * 9, "2"])
def test_flags_that_are_none_say_nothing(flags: str) -> None:
    found = fed(packet(tcp__flags=flags)).of("tcp", "0")
    assert found is not None
    assert found.phone == (PHONE, 40000)


def test_a_connection_that_was_read_is_not_a_contact() -> None:
    connections = fed(packet(1, tcp__len=5))
    found = connections.of("tcp", "0")
    assert found is not None
    found.heard = True
    assert list(connections.silent("a.pcap")) == []


def test_a_connection_without_an_answer_was_attempted() -> None:
    assert list(fed(packet(1, tcp__flags=SYN)).silent("a.pcap")) == [
        Gap(code="connection-failed", host=SERVER, detail="a.pcap: nothing was sent")
    ]


def test_an_unknown_protocol() -> None:
    _, gap = fed(packet(1, tcp__len=5)).silent("a.pcap")
    assert isinstance(gap, Gap) and gap.detail == "a.pcap: of a kind that is not read"


def test_an_address_is_named_by_the_look_up_before() -> None:
    answer = packet(
        1,
        sent=False,
        tcp__stream="",
        udp__stream="0",
        udp__srcport=53,
        udp__dstport=40001,
        udp__length=60,
        dns__qry__name="Api.Example",
        dns__a=f"203.0.113.7,{SERVER}",
    )
    contact, _ = fed(answer, packet(2, tcp__len=5)).silent("a.pcap")
    assert isinstance(contact, Contact)
    assert (contact.host, contact.ip) == ("api.example", SERVER)
    assert contact.says == "its address is the result of a DNS look-up in the same capture"


def test_aliases_of_a_name_are_kept() -> None:
    found = fed(packet(1, sent=False, dns__qry__name="M.Own.example", dns__cname="x.tracker.example,y.tracker.example"))
    assert found.aliases == {"m.own.example": ("x.tracker.example", "y.tracker.example")}


@pytest.mark.parametrize(
    ("comment", "trailer", "app"),
    [
        ("u-10190", "", "app.meadow"),
        ("note,u-10190", "", "app.meadow"),
        ("u-10191", "", "uid 10191"),
        ("u-10190", "Meadow", "Meadow"),
        ("you-10190", "", ""),
        ("", "", ""),
    ],
)
def test_whose_a_connection_is(comment: str, trailer: str, app: str) -> None:
    found = fed(packet(frame__comment=comment), apps={10190: "app.meadow"}, app=trailer).of("tcp", "0")
    assert found is not None and found.app == app


@pytest.mark.parametrize("address", ["224.0.0.251", "255.255.255.255", "192.168.1.255", "ff02::fb", "::", "no address"])
def test_broadcasts_are_not_contacts(address: str) -> None:
    assert list(fed(packet(ip__dst=address, tcp__len=5)).silent("a.pcap")) == []


def test_ipv6_and_udp() -> None:
    row = packet(
        ip__src="",
        ip__dst="",
        ipv6__src="fd00::1",
        ipv6__dst="2001:db8::1",
        tcp__stream="",
        udp__stream="3",
        udp__srcport="40000",
        udp__dstport="9000",
        udp__length="13",
        frame__protocols="raw:ipv6:udp:quic",
    )
    contact, gap = fed(row).silent("a.pcap")
    assert isinstance(contact, Contact) and (contact.host, contact.ip, contact.sent) == (
        "2001:db8::1",
        "2001:db8::1",
        5,
    )
    assert isinstance(gap, Gap) and gap.detail == "a.pcap: encrypted"


def test_rows_with_nothing_in_them() -> None:
    connections = fed([""] * len(FIELDS), packet(frame__time_epoch="never", tcp__len="", tcp__flags=""))
    found = connections.of("tcp", "0")
    assert found is not None and (found.first, found.sent) == (None, 0)


@pytest.mark.parametrize(
    ("comment", "app"),
    [
        ("PID: 312, ProcName: Lantern, EPID: 312, EProcName: Lantern, SVC: Best Effort", "Lantern"),
        ("PID: 40, ProcName: nsurlsessiond, EPID: 312, EProcName: My App, SVC: BE", "My App"),
        ("ProcName: Lantern", "Lantern"),
        ("process=Lantern", "Lantern"),
        ("a note about a procedure: none", ""),
        ("", ""),
    ],
)
def test_a_comment_names_the_process(comment: str, app: str) -> None:
    found = fed(packet(frame__comment=comment)).of("tcp", "0")
    assert found is not None and found.app == app


def losses(connections: Connections) -> list[tuple[str, bool, int]]:
    found = [gap for gap in connections.silent("a.pcap") if isinstance(gap, Gap) and gap.code == "packets-lost"]
    return [(gap.detail, gap.blocking, gap.unread) for gap in found]


@pytest.mark.parametrize(
    ("lengths", "lost"),
    [
        (
            [(600, 300)],
            [("a.pcap: packets were cut while recording, 300 bytes of what was sent are missing", True, 300)],
        ),
        ([(300, 300)], []),
    ],
)
def test_packets_that_were_cut(lengths: list[tuple[int, int]], lost: list[tuple[str, bool, int]]) -> None:
    rows = [packet(1, tcp__len=560, frame__len=whole, frame__cap_len=kept) for whole, kept in lengths]
    assert losses(fed(*rows)) == lost


@pytest.mark.parametrize(
    ("segments", "missing"),
    [
        ([(1, 100), (101, 100)], 0),
        ([(1, 100), (301, 100)], 200),
        ([(1, 100), (301, 100), (101, 200)], 0),  # late
        ([(1, 100), (301, 100), (101, 150)], 50),
        ([(1, 100), (1, 100), (101, 50)], 0),  # again
        ([(301, 100)], 0),  # the beginning was not recorded: nobody knows of how much
    ],
)
def test_segments_that_are_missing(segments: list[tuple[int, int]], missing: int) -> None:
    rows = [packet(n, tcp__len=size, tcp__seq=start) for n, (start, size) in enumerate(segments, start=1)]
    assert sum(unread for _, _, unread in losses(fed(*rows))) == missing


def test_what_is_missing_of_an_answer_does_not_block() -> None:
    rows = [packet(n, sent=False, tcp__len=10, tcp__seq=start) for n, start in enumerate((1, 51), start=1)]
    assert losses(fed(packet(9, tcp__len=1, tcp__seq=1), *rows)) == [
        ("a.pcap: packets are missing, 40 bytes of what was received are not in the capture", False, 40)
    ]
