"""What has an id has a page."""

from pathlib import Path

from mhaudit.explain import catalogue, explanation_page, pages
from mhaudit.policy.folder import KINDS
from tests.policy.explaining.files import with_files
from tests.policy.write import ORGANISATION, SERVICE


def test_every_file_has_a_page_with_something_in_it() -> None:
    known = catalogue()
    for kind in KINDS.values():
        for id_ in known.files[kind]:
            made = explanation_page(kind, id_, known)
            assert (made.kind, made.id, made.layer) == (kind, id_, "mhaudit")
            assert made.title and made.sections


def test_all_that_share_an_id_are_shown(tmp_path: Path) -> None:
    files = {
        "organisations/acme.yaml": ORGANISATION,
        "services/acme.yaml": SERVICE.replace("acme-metrics\n", "acme\n", 1),
    }
    known = with_files(tmp_path, files)
    assert [(made.kind, made.layer) for made in pages("acme", known)] == [("service", "team")]
    assert [(made.kind, made.title) for made in pages("us", known)] == [
        ("pack", "Rules that concern law of the United States or the stores"),
        ("crisis-lines", "Crisis lines, US"),
    ]
    assert list(pages("not-there", known)) == []


def test_services_of_bulk_lists_have_pages() -> None:
    (made,) = pages("web-google-doubleclick-ads", catalogue())
    assert (made.kind, made.layer) == ("service", "third-party-web")
