"""The catalogue: nothing that a report says is missing from it, and German has all of it."""

import pytest
from babel.messages.catalog import Catalog, Message

from mhaudit.report.text.language import CATALOGUES
from scripts import languages


def entry(catalogue: Catalog, text: str) -> Message:
    found = catalogue.get(text)
    assert found
    return found


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    return languages.template()


def test_the_catalogue_is_current_and_german_is_complete(wanted: Catalog) -> None:
    for path, content in languages.files(wanted):
        assert path.read_bytes() == content, f"{path.relative_to(CATALOGUES)}: run make languages"
    assert list(languages.faults("de", languages.merged("de", wanted))) == []


def test_so_is_that_of_the_page(wanted: Catalog) -> None:
    page = languages.template_of_the_page(wanted)
    assert "Drop files here, or choose them" in page and "Mood score" not in page
    for path, content in languages.files(page, languages.WEB):
        assert path.read_bytes() == content, f"{path.name}: run make languages"
    assert list(languages.faults("de", languages.merged("de", page, languages.WEB), languages.WEB)) == []


def test_texts_come_from_code_templates_and_policies(wanted: Catalog) -> None:
    for text in (
        "{part} of {whole}",
        "Who received what",
        "Mood score",
        "Mood data was sent to an outside recipient",
        "yes",
    ):
        assert text in wanted
    assert entry(wanted, "request").id == ("request", "requests")
    assert "Not said anywhere" not in wanted


def test_a_text_that_is_not_translated_is_a_fault(wanted: Catalog) -> None:
    wanted = languages.template()
    wanted.add("Brand new")
    catalogue = languages.merged("de", wanted)
    name = "src/mhaudit/report/locale/de/LC_MESSAGES/mhaudit.po"
    assert list(languages.faults("de", catalogue)) == [f"{name}: not translated: 'Brand new'"]


def test_a_blank_that_is_lost_or_made_up_is_a_fault(wanted: Catalog) -> None:
    catalogue = languages.merged("de", wanted)
    entry(catalogue, "{part} of {whole}").string = "{part} von {alles}"
    (fault,) = languages.faults("de", catalogue)
    assert fault.endswith("the blanks differ (alles, whole): '{part} of {whole}'")


def test_a_number_may_be_left_out_where_it_is_one(wanted: Catalog) -> None:
    catalogue = languages.merged("de", wanted)
    entry(catalogue, "{number} finding").string = ("ein Befund", "{number} Befunde")
    assert list(languages.faults("de", catalogue)) == []


def test_the_same_texts_give_the_same_bytes() -> None:
    assert [content for _, content in languages.files(languages.template())] == [
        content for _, content in languages.files(languages.template())
    ]


def test_what_is_wrong_is_printed_and_fails_the_check(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert languages.main(["--check"]) == 0
    wrong = {languages.REPORT: [(CATALOGUES / "mhaudit.pot", b"otherwise")], languages.WEB: []}
    monkeypatch.setattr(languages, "files", lambda _, place: wrong[place])
    assert languages.main(["--check"]) == 1
    assert capsys.readouterr().out == "src/mhaudit/report/locale/mhaudit.pot: not current; run make languages\n"
