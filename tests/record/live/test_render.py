from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256

from mhaudit.record.live.persona_sheet import SheetLine
from mhaudit.record.live.render import render_connect, render_live
from mhaudit.record.phone.authority import Authority
from mhaudit.record.phone.connect_options import ConnectOption

HOSTILE = "</script><img src=x onerror=alert(1)>"


def test_what_was_typed_is_text() -> None:
    page, _ = render_live(HOSTILE, [SheetLine(HOSTILE, HOSTILE, HOSTILE)])
    assert HOSTILE not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") == 6


def test_only_its_own_style_and_script_run() -> None:
    page, policy = render_live("Own", [])
    for tag in ("style", "script"):
        text = page.split(f"<{tag}>")[1].split(f"</{tag}>")[0]
        assert f"{tag}-src 'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'; ") and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy


def test_without_a_persona_there_is_no_sheet() -> None:
    assert "Type this" in render_live("Own", [SheetLine("E-mail", "a@b.example", "")])[0]
    assert "Type this" not in render_live("Own", [])[0]


DAY = datetime(2026, 11, 25, tzinfo=UTC)
AUTHORITY = Authority(page="http://mitm.it/", fingerprint="AB:CD", begins=DAY, ends=DAY.replace(year=2036), pem=b"")


def test_the_page_for_phones_has_a_code_where_there_is_something_to_scan() -> None:
    tunnel = ConnectOption(title="WireGuard", scan="[Interface]", steps=("Scan it.",))
    proxy = ConnectOption(title=HOSTILE, entries=(("Server", HOSTILE),), warning=HOSTILE)
    html, policy = render_connect("Own", [tunnel, proxy], AUTHORITY)
    assert html.count('<svg class="qr"') == 2, "the tunnel and the certificate"
    assert "<li>Scan it.</li>" in html and "AB:CD" in html and "from 2026-11-25 to 2036-11-25" in html
    assert HOSTILE not in html and html.count("&lt;img src=x onerror=alert(1)&gt;") == 3
    assert "script-src 'none'" in policy and "<script" not in html
    assert render_connect("Own", [proxy], AUTHORITY).html.count('<svg class="qr"') == 1
