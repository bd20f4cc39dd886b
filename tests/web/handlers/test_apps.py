import json
import shutil
from pathlib import Path

from mhaudit.policy import load
from mhaudit.profile import load_app
from tests.web.conftest import Server
from tests.web.handlers.following import post
from tests.web.multipart import KIND, form


def test_the_domains_of_a_capture_are_offered_and_none_is_chosen(server: Server, meadow: Path) -> None:
    shutil.copy(meadow / "meadow.mitm", server.root / "captures")
    page = server.ask("GET", "/apps/new?capture=meadow.mitm")[2].decode()
    assert '<input type="checkbox" name="own" value="meadow-app.example">' in page
    assert "36 exchanges; no known company" in page and "4 exchanges; Mixpanel, Inc." in page
    assert "checked>" not in page.partition("Domains of its own")[2].partition("What the vendor promises")[0]


def test_a_profile_is_checked_saved_and_changed(server: Server) -> None:
    fields = {"name": "Own App", "own": "own.example", "declares": "some", "declared_organisation": "sentri"}
    fields |= {"declared_purpose": "", "declared_categories": ""}
    status, _, body = server.ask("POST", "/apps/check", form(**fields), Content_Type=KIND)
    fault = "declared[0].organisation: unknown service or organisation 'sentri'; did you mean 'sentry'?"
    assert (status, json.loads(body)) == (200, {"faults": [fault]})
    status, _, body = server.ask("POST", "/apps/save", form(**fields), Content_Type=KIND)
    assert status == 400 and b"did you mean &#39;sentry&#39;?" in body and b'value="sentri"' in body
    assert list((server.root / "apps").glob("*.yaml")) == []
    fields["declared_organisation"] = "sentry"
    notice = ("privacy notice.html", b"<p>We use Sentry.</p>")
    status, headers, body = server.ask("POST", "/apps/save", form(notice, field="notice", **fields), Content_Type=KIND)
    assert (status, headers["Location"]) == (303, "/apps/own-app.yaml"), body
    path = server.root / "apps" / "own-app.yaml"
    profile = load_app(path, load())
    assert (profile.id, profile.first_party, profile.declared[0].organisation) == (
        "own-app",
        ("own.example",),
        "sentry",
    )
    assert profile.notice and profile.notice.name == "notice-privacy-notice.html"
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_the_form_has_no_field_for_stays(server: Server) -> None:
    text = "id: own\nname: Own\nreply_within: 30\nclaims: [{id: nobody, says: No., asserts: anonymous}]\n"
    (server.root / "apps" / "kept.yaml").write_text(text, encoding="utf-8")
    page = server.ask("GET", "/apps/kept.yaml")[2].decode()
    assert 'name="claim_id" value="nobody"' in page
    fields = {"file": "kept.yaml", "name": "Other", "id": "own", "claim_says": "No.", "claim_asserts": "anonymous"}
    fields |= {"claim_id": "nobody", "claim_source": "", "claim_retrieved": "", "claim_categories": ""}
    assert server.ask("POST", "/apps/save", form(**fields), Content_Type=KIND)[0] == 303
    profile = load_app(server.root / "apps" / "kept.yaml", load())
    assert (profile.name, profile.reply_within, profile.claims[0].id) == ("Other", 30, "nobody")


def test_a_file_that_is_no_profile_says_so(server: Server) -> None:
    (server.root / "apps" / "odd.yaml").write_text("just words", encoding="utf-8")
    assert "odd.yaml: must contain fields with values" in server.ask("GET", "/apps/odd.yaml")[2].decode()
    assert post(server, "/delete/apps/odd.yaml") == "/apps"
