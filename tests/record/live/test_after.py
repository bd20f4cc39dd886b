import json
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.record.proxy import PATIENCE
from tests.record.server import Server
from tests.record.session import session


def get(address: str, **headers: str) -> bytes:
    asked = urllib.request.Request(address, headers=headers)  # noqa: S310 (the page's own address)
    with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
        body: bytes = answer.read()
        return body


def stop(address: str) -> None:
    data, headers = b'{"end": "recording"}', {"Content-Type": "application/json"}
    asked = urllib.request.Request(f"{address}stop", data, headers)  # noqa: S310 (the page's own address)
    urllib.request.urlopen(asked, timeout=PATIENCE).close()  # noqa: S310


def test_the_page_says_how_far_the_audit_is_and_gives_the_report(tmp_path: Path, confdir: Path, plain: Server) -> None:
    with session(tmp_path / "case", confdir) as running:
        running.get(f"http://127.0.0.1:{plain.port}/ok", '{"mood_score": 3}')
        stop(running.address)
        states: list[str] = []
        end = time.monotonic() + PATIENCE
        while "done" not in states:
            assert time.monotonic() < end, states
            try:
                told = json.loads(get(f"{running.address}after"))
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.02)
                continue
            states.append(told["state"])
        for address in (f"{running.address[:-5]}x/after", running.address):
            with pytest.raises(urllib.error.HTTPError, match="403"):
                get(address)
        with pytest.raises(urllib.error.HTTPError, match="403"):
            get(f"{running.address}report", Origin="http://elsewhere.example")
        report = get(f"{running.address}report")
        running.process.communicate(timeout=PATIENCE)
    path = tmp_path / "case" / "report" / "report.html"
    assert set(states) <= {"auditing", "done"} and told["report"] == str(path)
    assert report == path.read_bytes() and running.process.returncode == 1
