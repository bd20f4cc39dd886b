import io
import json
from pathlib import Path

import pytest

from mhaudit.errors import NothingToAudit
from mhaudit.redaction import har
from mhaudit.redaction.redact import redact_into

from .sample import EMAIL, asked, exchange

OTHER = "somebody.else@mail.example"


def capture(folder: Path, *bodies: object) -> Path:
    path = folder / "in.har"
    entries = [
        har.entry(exchange(body=json.dumps(body).encode(), response_body=json.dumps(body).encode())) for body in bodies
    ]
    path.write_text(har.opening("") + ",".join(entries) + har.CLOSING)
    return path


def test_a_personal_value_is_looked_for_wherever_it_stands(tmp_path: Path) -> None:
    path, out = capture(tmp_path, {"email": OTHER}, {"note": f"to {OTHER}"}, {"x": EMAIL}), tmp_path / "out.har"
    with out.open("w") as file:
        done = redact_into(out, file, [path], asked())
    text = out.read_text()
    assert (done.exchanges, done.left_out, done.remaining) == (3, 0, 0)
    assert OTHER not in text and EMAIL not in text
    assert text.count("redacted-identity-email-1") == 2 and text.count("redacted-identity-email-v1") == 2
    assert text.count("redacted-again-v1") == 2, "in the answers, which are searched for known values alone"


def test_nothing_in_nothing_out(tmp_path: Path) -> None:
    with pytest.raises(NothingToAudit):
        redact_into(tmp_path / "x", io.StringIO(), [capture(tmp_path)], asked())
