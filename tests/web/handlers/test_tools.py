import json
import shutil
from pathlib import Path

import pytest

from tests.web.conftest import Server
from tests.web.handlers.following import followed, post


@pytest.fixture(scope="module")
def filled(server: Server, meadow: Path) -> Server:
    shutil.copy(meadow / "meadow.mitm", server.root / "captures")
    shutil.copy(meadow / "meadow.persona.yaml", server.root / "personas" / "ines.yaml")
    return server


def test_a_redacted_file_can_be_saved(filled: Server) -> None:
    page = followed(filled, post(filled, "/tools/redact", capture="meadow.mitm", persona="ines.yaml"))
    assert "Written: redacted/meadow.har" in page
    status, headers, body = filled.ask("GET", "/files/redacted/meadow.har")
    assert (status, headers["Content-Disposition"]) == (200, 'attachment; filename="meadow.har"')
    assert json.loads(body)["log"]["entries"] and b"ines.calderon" not in body


def test_an_exchange_is_shown_masked_or_with_a_warning(filled: Server) -> None:
    address = "/show?capture=captures/meadow.mitm&number=7&persona=ines.yaml"
    masked, shown = (filled.ask("GET", address + more)[2].decode() for more in ("", "&unmasked=1"))
    assert "Do not share this page." in shown and "ines.calderon" in shown and "\nPOST https://" in shown
    assert "Do not share this page." not in masked and "ines.calderon" not in masked
    assert "POST https://" in masked and filled.ask("GET", address + "x")[0] == 400
    assert filled.ask("GET", "/show?capture=captures/other.mitm&number=7")[0] == 400
    assert "has no exchange 9999" in filled.ask("GET", "/show?capture=captures/meadow.mitm&number=9999")[2].decode()
    assert "<pre" not in filled.ask("GET", "/show")[2].decode()


def test_doctor_answers_without_a_recording(filled: Server) -> None:
    page = followed(filled, post(filled, "/tools/port", port="1"))
    assert "Done." in page and "Nothing listens on 127.0.0.1:1" in page
    kind = "application/x-www-form-urlencoded"
    assert filled.ask("POST", "/tools/port", b"port=1;x", Content_Type=kind)[0] == 400


def test_a_case_that_is_not_there_is_said(filled: Server) -> None:
    kind = "application/x-www-form-urlencoded"
    for tool in ("verify", "bundle", "doctor"):
        status, _, body = filled.ask("POST", f"/tools/{tool}", b"case=none", Content_Type=kind)
        assert status == 400 and b"unknown name &#39;none&#39; in cases" in body
    assert filled.ask("POST", "/tools/rm", b"case=none", Content_Type=kind)[0] == 405
