import base64
import hashlib

from mhaudit.pages.digests import asset, digest_source, style_of


def test_a_text_is_named_by_its_digest() -> None:
    empty = base64.b64encode(hashlib.sha256(b"").digest()).decode()
    assert digest_source("") == f"'sha256-{empty}'"
    assert digest_source("a") != digest_source("b")


def test_the_style_of_a_page_begins_with_what_all_pages_share() -> None:
    shared, own = asset("mhaudit.pages", "pages.css"), asset("mhaudit.record.live", "live.css")
    assert style_of("mhaudit.record.live", "live.css") == shared + own
    assert "--paper" in shared and "--paper:" not in own
