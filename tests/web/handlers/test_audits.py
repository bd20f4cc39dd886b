import shutil
from pathlib import Path

import pytest

from mhaudit.cli import main
from tests.web.conftest import Server
from tests.web.handlers.following import followed, post


@pytest.fixture(scope="module")
def audited(server: Server, meadow: Path) -> Server:
    """A workspace with an audit that a command put there."""
    app, persona = str(meadow / "meadow.app.yaml"), str(meadow / "meadow.persona.yaml")
    out = str(server.root / "audits" / "meadow")
    main(["audit", str(meadow / "meadow.mitm"), "--app", app, "--persona", persona, "--out", out])
    shutil.copy(meadow / "meadow.mitm", server.root / "captures")
    return server


def test_an_audit_of_a_command_is_listed_and_shown(audited: Server) -> None:
    assert '<a href="/audits/audits/meadow"><bdi>Meadow</bdi></a>' in audited.ask("GET", "/")[2].decode()
    page = audited.ask("GET", "/audits/audits/meadow")[2].decode()
    assert (
        '<iframe class="report" src="/audits/audits/meadow/report"' in page
        and 'sandbox="allow-scripts allow-popups"' in page
    )


def test_the_report_has_an_origin_of_its_own(audited: Server) -> None:
    status, headers, body = audited.ask("GET", "/audits/audits/meadow/report")
    assert status == 200
    assert body == (audited.root / "audits" / "meadow" / "report.html").read_bytes()
    assert headers["Content-Security-Policy"].startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert list((audited.root / ".work").iterdir()) == []


@pytest.mark.parametrize(
    ("format", "name", "begins"),
    [
        ("json", "meadow-audit.json", b'{\n  "schema"'),
        ("md", "meadow-report.md", b"#"),
        ("csv-findings", "meadow-findings.csv", b"\xef\xbb\xbf"),
        ("letter-vendor-md", "meadow-letter-vendor.md", b"#"),
        ("letter-regulator-uk-md", "meadow-letter-regulator-uk.md", b"#"),
    ],
)
def test_a_format_is_made_when_it_is_asked_for(audited: Server, format: str, name: str, begins: bytes) -> None:
    status, headers, body = audited.ask("GET", f"/audits/audits/meadow/files/{format}")
    assert (status, headers["Content-Disposition"]) == (200, f'attachment; filename="{name}"')
    assert body.startswith(begins) and int(headers["Content-Length"]) == len(body)


def test_a_letter_is_written_in_german(audited: Server) -> None:
    letter = audited.ask("GET", "/audits/audits/meadow/files/letter-vendor-md?language=de")[2].decode()
    assert "Aufzeichnung" in letter
    for path in ("files/exe", "files/json?language=xx"):
        assert audited.ask("GET", f"/audits/audits/meadow/{path}")[0] == 404


def test_two_are_compared_as_the_command_does(audited: Server) -> None:
    other = audited.root / "audits" / "second"
    shutil.copytree(audited.root / "audits" / "meadow", other)
    page = followed(audited, post(audited, "/compare", before="audits/meadow", after="audits/second"))
    assert "meadow - second" in page and "comparisons/meadow - second/comparison.json" in page
    assert '<iframe class="report" src="/comparisons/meadow%20-%20second/report"' in page
    status, headers, body = audited.ask("GET", "/comparisons/meadow%20-%20second/report")
    assert (status, headers["Content-Security-Policy"][:8]) == (200, "sandbox ")
    assert "No difference was found in what the two audits saw." in body.decode()
    assert audited.ask("GET", "/comparisons/none/report")[0] == 400
    post(audited, "/compare", before="audits/meadow", after="audits/meadow")
    assert "Choose two that differ." in audited.ask("GET", "/compare")[2].decode()


def test_deleting_says_what_is_lost_and_does_it(audited: Server) -> None:
    assert "can be made again as long as" in audited.ask("GET", "/delete/audits/meadow")[2].decode()
    assert (audited.root / "audits" / "meadow").is_dir()
    assert post(audited, "/delete/audits/meadow") == "/"
    assert not (audited.root / "audits" / "meadow").exists()
    assert "meadow was deleted." in audited.ask("GET", "/")[2].decode()
    for path in ("/delete/work/a", "/delete/audits/.."):
        assert audited.ask("POST", path)[0] in (400, 404)
