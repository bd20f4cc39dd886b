"""What exports say of requests that never reached their server."""

from pathlib import Path

import pytest

from mhaudit.ingest.har.attempts import never_arrived
from tests.ingest.captures import entry, exchanges, har, read


@pytest.mark.parametrize(
    ("response", "why"),
    [
        ({"status": 0, "_error": "net::ERR_CONNECTION_REFUSED"}, "ERR_CONNECTION_REFUSED"),
        ({"status": 0, "_error": "net::ERR_CERT_AUTHORITY_INVALID"}, "ERR_CERT_AUTHORITY_INVALID"),
        ({"status": -1, "_failureText": "net::ERR_NAME_NOT_RESOLVED"}, "ERR_NAME_NOT_RESOLVED"),
        ({"status": -1, "_failureText": "NS_ERROR_UNKNOWN_HOST"}, "NS_ERROR_UNKNOWN_HOST"),
        ({"status": 0, "_error": "[Errno 111] Connect call failed ('127.0.0.1', 9)"}, "Connect call failed"),
        ({"_error": "The remote server does not speak TLS."}, "does not speak TLS"),
        # it may all have been sent by then
        ({"status": 0, "_error": "net::ERR_ABORTED"}, ""),
        ({"status": 0, "_error": "net::ERR_BLOCKED_BY_RESPONSE"}, ""),
        ({"status": 0, "_error": "net::ERR_CONNECTION_RESET"}, ""),
        ({"status": 0, "_error": "Client disconnected."}, ""),
        ({"status": 200, "_error": "net::ERR_CONNECTION_REFUSED"}, ""),
        ({"status": 0, "_error": None}, ""),
        ({"status": 0, "_error": 7}, ""),
        ({}, ""),
    ],
)
def test_only_what_surely_never_arrived(response: dict[str, object], why: str) -> None:
    assert never_arrived(response) == why


def test_an_entry_knows_it(tmp_path: Path) -> None:
    refused = entry(response={"status": 0, "_error": "net::ERR_CONNECTION_REFUSED"})
    answered = entry(response={"status": 200}, time=250)
    found = exchanges(read(tmp_path, har(refused, answered)))
    assert [item.attempted for item in found] == ["ERR_CONNECTION_REFUSED", ""]
    began = found[1].started or 0
    assert [item.answered for item in found] == [None, began + 0.25]
