import pytest

from mhaudit.ingest.hosts import bare_host, disagreement, named_host, replaced, whereabouts
from mhaudit.model.capture import Gap, Headers


@pytest.mark.parametrize(
    ("authority", "host"),
    [
        ("Api.Example", "api.example"),
        ("api.example:8443", "api.example"),
        ("api.example.:443", "api.example"),
        ("192.0.2.1:443", "192.0.2.1"),
        ("[2001:DB8::1]:443", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("api.example:http", "api.example:http"),
        ("", ""),
    ],
)
def test_a_host_without_port_brackets_and_dots(authority: str, host: str) -> None:
    assert bare_host(authority) == host


@pytest.mark.parametrize(
    ("headers", "host"),
    [
        ((("Accept", "a"), ("HOST", "A.example:80")), "a.example"),
        (((":authority", "b.example"), ("host", "a.example")), "b.example"),
        ((("X-Host", "a.example"),), ""),
        ((), ""),
    ],
)
def test_the_host_that_a_request_names(headers: Headers, host: str) -> None:
    assert named_host(headers) == host


def test_two_names_are_a_gap_that_does_not_block() -> None:
    wanted = Gap(code="host-disagrees", host="a.example", detail="a.har: the request names b.example", blocking=False)
    assert disagreement("a.har", "a.example", "b.example") == wanted


@pytest.mark.parametrize(
    ("body", "lost"), [(None, 0), (b"", 0), ("é\ufffd".encode(), 1), ("\ufffd\ufffd".encode(), 2), (b"\xff\xfd", 0)]
)
def test_replacement_characters_are_counted(body: bytes | None, lost: int) -> None:
    assert replaced(body) == lost


def test_numbers_are_given_up_to_a_bound() -> None:
    assert whereabouts("a.har", "entry", 1000) == "a.har: entry 1000"
    assert whereabouts("a.har", "entry", 1001) == whereabouts("a.har", "entry", 5000) == "a.har: after entry 1000"
