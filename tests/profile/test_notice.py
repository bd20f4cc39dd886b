"""A privacy notice as text."""

import hashlib
import time

import pytest

from mhaudit.profile.files import NotUsable
from mhaudit.profile.notice import read_notice

PAGE = """<!DOCTYPE html><html><head><title>Privacy at Mixpanel</title><style>p { color: red }</style></head>
<body onload="alert(1)"><h1>Privacy</h1><script>document.write("Hotjar")</script>
<p>We use <b>Mix</b>panel to see
how it is used. Crashes go to Functional Software, Inc. in the U.S. and stay there.</p>
<ul><li>Firebase<li>Braze &amp; Co.</ul><!-- Amplitude --><img alt="Segment" src="https://evil.example/x">
<p>1 < 2</p><iframe src="x">Heap</iframe><noscript>Adjust</noscript>"""


def sentences(content: bytes) -> tuple[str, ...]:
    return read_notice("n", content, "", "").sentences


def test_a_page_is_read_as_its_words_alone() -> None:
    assert sentences(PAGE.encode()) == (
        "Privacy",
        "We use Mixpanel to see how it is used.",
        "Crashes go to Functional Software, Inc. in the U.S. and stay there.",
        "Firebase",
        "Braze & Co.",
        "1 < 2",
    )


def test_plain_text_and_what_is_known_of_the_file() -> None:
    content = "Wir nutzen Mixpanel. Ärzte sehen nichts.\n\nWir nutzen Mixpanel.".encode()
    found = read_notice("notice.txt", content, "2026-11-20", "https://own.example/privacy")
    assert found.sentences == ("Wir nutzen Mixpanel.", "Ärzte sehen nichts.")
    assert (found.name, found.sha256) == ("notice.txt", hashlib.sha256(content).hexdigest())
    assert (found.retrieved, found.source) == ("2026-11-20", "https://own.example/privacy")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "latin-1"])
def test_encodings(codec: str) -> None:
    assert sentences("Vertraulich für Sie.".encode(codec)) == ("Vertraulich für Sie.",)


@pytest.mark.parametrize("content", [b"", b"  \n", b"<html><script>x</script></html>"])
def test_a_file_without_words_is_not_a_notice(content: bytes) -> None:
    with pytest.raises(NotUsable, match="contains no text"):
        sentences(content)


@pytest.mark.parametrize(
    "hostile",
    [
        "<p>" + "<" * 400_000,
        "<p>" + "<a " * 200_000,
        "<p>x</p>" + "<!--" * 200_000,
        "<p>" + "<script>" * 100_000,
        "<p>" + "&#x" * 200_000,
        "<div>" * 200_000 + "word",
        "<p>" + "Inc. A " * 100_000,
        "<p>" + "x" * 1_000_000,
    ],
)
def test_a_hostile_page_takes_no_time(hostile: str) -> None:
    began = time.process_time()
    found = read_notice("n", ("<p>Privacy" + hostile + "<p>The end.").encode(), "", "")
    assert time.process_time() - began < 2
    assert max(map(len, found.sentences)) <= 600
