from base64 import b64encode
from hashlib import sha256

from mhaudit.record.live.render import render
from mhaudit.record.live.sheet import Line

HOSTILE = "</script><img src=x onerror=alert(1)>"


def test_what_was_typed_is_text() -> None:
    page, _ = render(HOSTILE, [Line(HOSTILE, HOSTILE, HOSTILE)])
    assert HOSTILE not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") == 6


def test_only_its_own_style_and_script_run() -> None:
    page, policy = render("Own", [])
    for tag in ("style", "script"):
        text = page.split(f"<{tag}>")[1].split(f"</{tag}>")[0]
        assert f"{tag}-src 'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'; ") and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy


def test_without_a_persona_there_is_no_sheet() -> None:
    assert "Type this" in render("Own", [Line("E-mail", "a@b.example", "")])[0]
    assert "Type this" not in render("Own", [])[0]
