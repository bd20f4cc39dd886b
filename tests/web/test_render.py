import pytest

from mhaudit.pages.digests import digest_source
from mhaudit.web.jobs import Job
from mhaudit.web.render import chosen_language, policy, render_page
from mhaudit.web.site import PageNote

HOSTILE = "</script><img src=x onerror=alert(1)>"
SHARED: dict[str, object] = {
    "here": "/",
    "notes": [],
    "running": [],
    "recording": None,
    "root": "work",
    "study_alone": False,
}


def page(template: str, language: str = "en", **values: object) -> str:
    return render_page(template, language, **{**SHARED, **values})


def test_what_comes_from_elsewhere_is_text() -> None:
    job = Job(id="a" * 16, title=HOSTILE, then="", back="/", state="failed", says=HOSTILE)
    html = page("job.html.j2", job=job, notes=[PageNote(HOSTILE)], running=[job])
    assert HOSTILE not in html and html.count("&lt;img src=x onerror=alert(1)&gt;") == 5


def test_what_a_command_printed_keeps_its_lines() -> None:
    job = Job(id="a" * 16, title="own", then="", back="/", state="done", says="one\ntwo \x1b[31m\u202e<b>\n")
    assert ">one\ntwo \\x1b[31m\\u202e&lt;b&gt;</pre>" in page("job.html.j2", job=job)


def test_only_its_own_style_and_script_run() -> None:
    html = page("message.html.j2", text="", status=404)
    for tag in ("style", "script"):
        assert f"{tag}-src {digest_source(html.split(f'<{tag}>')[1].split(f'</{tag}>')[0])}" in policy()
    assert "unsafe" not in policy() and "http" not in policy() and "frame-ancestors 'none'" in policy()
    assert " on" not in html.split("<body>")[1].split("<script>")[0].replace(" on this", "") and "style=" not in html


def test_it_speaks_the_language_that_was_chosen() -> None:
    assert "<h1>There is nothing here</h1>" in page("message.html.j2", text="", status=404)
    assert "<h1>Hier ist nichts</h1>" in page("message.html.j2", "de", text="", status=404)


@pytest.mark.parametrize(
    ("chosen", "header", "language"),
    [
        ("", "", "en"),
        ("de", "en-GB", "de"),
        ("", "de-AT,de;q=0.9,en;q=0.8", "de"),
        ("xx", "fr, de;q=0.5", "de"),
        ("", "fr", "en"),
    ],
)
def test_the_language_is_chosen_or_asked_for(chosen: str, header: str, language: str) -> None:
    assert chosen_language(chosen, header) == language
