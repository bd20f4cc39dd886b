import pytest
from segno import DataOverflowError

from mhaudit.record.phone.qr import as_svg, as_text
from tests.record.qr_codes import scanned_in_terminal

CONFIGURATION = "[Interface]\nPrivateKey = " + "Az09+/" * 7 + "=\n\n[Peer]\nAllowedIPs = 0.0.0.0/0, ::/0\n"


@pytest.mark.parametrize("text", ["http://mitm.it/", CONFIGURATION])
def test_a_code_in_the_terminal_can_be_scanned(text: str) -> None:
    assert scanned_in_terminal(as_text(text)) == text


def test_an_image_says_what_it_is_and_has_nothing_to_forbid() -> None:
    """A page with a Content-Security-Policy shows no style of an element's own."""
    svg = as_svg("http://mitm.it/", '"<b>')
    assert svg.startswith('<svg class="qr" role="img" aria-label="&#34;&lt;b&gt;" viewBox="0 0 33 33"><path')
    assert svg.endswith("</svg>") and "style" not in svg and "script" not in svg


def test_what_fits_no_code_is_said() -> None:
    with pytest.raises(DataOverflowError):
        as_svg("x" * 3000, "")
