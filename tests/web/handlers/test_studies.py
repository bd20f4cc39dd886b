import shutil
from pathlib import Path

import pytest
import yaml

from mhaudit.cli import main
from tests.web.conftest import Server
from tests.web.handlers.following import followed, post


@pytest.fixture(scope="module")
def audited(server: Server, meadow: Path) -> Server:
    first = server.root / "audits" / "first"
    main(["audit", str(meadow / "meadow.mitm"), "--out", str(first), "--format", "json"])
    shutil.copytree(first, server.root / "audits" / "second")
    return server


def test_audits_are_counted_and_the_report_is_shown(audited: Server) -> None:
    from urllib.parse import quote

    kind = "application/x-www-form-urlencoded"
    form = b"audit=audits/first&audit=audits/second&name=two%20apps"
    _, headers, _ = audited.ask("POST", "/studies", form, Content_Type=kind)
    page = followed(audited, headers["Location"])
    assert f'<iframe class="report" src="/studies/{quote("two apps")}/report"' in page
    manifest = yaml.safe_load((audited.root / "studies" / "two apps" / "apps.yaml").read_text(encoding="utf-8"))
    assert manifest["apps"][0] == {"app": "first", "name": "first", "captures": "../../audits/first/audit.json"}
    status, headers, body = audited.ask("GET", "/studies/two%20apps/report")
    assert status == 200 and b"Study of 2 apps" in body
    assert headers["Content-Security-Policy"].startswith("sandbox ")
    status, headers, body = audited.ask("GET", "/studies/two%20apps/files/study.csv")
    assert (status, headers["Content-Disposition"]) == (200, 'attachment; filename="two apps-study.csv"')
    for path in ("files/apps.yaml", "files/..%2Fapps.yaml"):
        assert audited.ask("GET", f"/studies/two%20apps/{path}")[0] == 404
    assert "two apps" in audited.ask("GET", "/studies")[2].decode()
    assert post(audited, "/delete/studies/two%20apps") == "/studies"


def test_one_audit_is_no_study(audited: Server) -> None:
    assert post(audited, "/studies", audit="audits/first", name="one") == "/studies"
    assert "Choose at least two audits." in audited.ask("GET", "/studies")[2].decode()
    assert audited.ask("GET", "/studies/none")[0] == 400
