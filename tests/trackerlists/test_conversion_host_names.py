"""What is a host name, and which host names say nothing of a company."""

import pytest

from mhaudit.trackerlists.conversion import host_name, is_shared


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("Acme.Example", "acme.example"),
        (" a.b_c.example. ", "a.b_c.example"),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_host_names(written: str, host: str) -> None:
    assert host_name(written) == host


@pytest.mark.parametrize(
    "written",
    [
        *("", "localhost", "10.0.0.1", "::1", "*.acme.example", "acme.example/x", "acme.example:443", "-a.example"),
        *(
            "a..example",
            "a b.example",
            "x" * 64 + ".example",
            "a." * 130 + "example",
            "\ud800.example",
            "é" * 80 + ".x",
        ),
    ],
)
def test_what_is_none(written: str) -> None:
    assert host_name(written) is None


@pytest.mark.parametrize("host", ["amazonaws.com", "cloudfront.net", "googleapis.com", "co.uk", "github.io", "run.app"])
def test_shared_parents(host: str) -> None:
    assert is_shared(host)


@pytest.mark.parametrize("host", ["acme.co.uk", "x.cloudfront.net", "acme.github.io", "acme.example"])
def test_hosts_of_one_company(host: str) -> None:
    assert not is_shared(host)
