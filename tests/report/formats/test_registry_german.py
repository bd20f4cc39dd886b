"""No English is left in a German report: every format is searched for the English texts of the catalogue."""

import csv
import html
import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import mhaudit
from mhaudit.model.audit import Audit
from mhaudit.report import BINARY, FORMATS, verbose_text
from mhaudit.report.text.language import CATALOGUES, DOMAIN
from tests.report import sample

Renderer = Callable[[Audit, str], str | bytes]
# JSON and SARIF are in English by design.
TEXTS: dict[str, Renderer] = {
    **{name: FORMATS[name] for name in sorted(FORMATS.keys() - BINARY - {"json", "sarif"})},
    "txt -v": verbose_text,
}
_BLANK = re.compile(r"\{\w+\}")
FEWEST_WORDS = 3


def english() -> Iterator[str]:
    """The stretches between blanks of every text whose German is another, where they are long enough to be told."""
    with (CATALOGUES / "de" / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        catalogue = read_po(file, locale="de")
    for message in catalogue:
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        for text in ids:
            for stretch in map(str.strip, _BLANK.split(re.sub(r"<[^>]+>", "", text))):
                if len(stretch.split()) >= FEWEST_WORDS and not any(stretch in (string or "") for string in strings):
                    yield stretch


ENGLISH = tuple(dict.fromkeys(english()))


@pytest.fixture(scope="module")
def example(own_cache: None, meadow: Path) -> Audit:
    app, persona = meadow / "meadow.app.yaml", meadow / "meadow.persona.yaml"
    return mhaudit.audit([meadow / "meadow.mitm"], app=app, persona=persona)


def text_of(name: str, audit: Audit, language: str) -> str:
    """What people read, on one line; of tables the column of sentences."""
    made = TEXTS[name](audit, language)
    assert isinstance(made, str)
    if name.startswith("csv"):
        made = "\n".join(row["sentence"] for row in csv.DictReader(StringIO(made.removeprefix("\ufeff"))))
    elif "html" in name:
        made = re.sub(r"<[^>]+>", "", re.sub(r"(?s)<(script|style)\b.*?</\1>", "", made))
    return " ".join(html.unescape(made).replace("\\", "").split())


def left(text: str) -> list[str]:
    return [stretch for stretch in ENGLISH if re.search(rf"(?<!\w){re.escape(stretch)}(?!\w)", text)]


@pytest.mark.parametrize("name", TEXTS)
def test_no_english_is_left(example: Audit, name: str) -> None:
    assert left(text_of(name, example, "de")) == []
    assert left(text_of(name, example, "en")), "the English one shows that the search finds what is there"


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("audit", [sample.full(), sample.empty()], ids=["full", "empty"])
def test_no_english_is_left_in_other_audits(audit: Audit, name: str) -> None:
    own = {finding.title for finding in audit.findings} | {finding.remedy for finding in audit.findings}
    own |= {finding.because for finding in audit.findings}
    assert [stretch for stretch in left(text_of(name, audit, "de")) if not any(stretch in text for text in own)] == []


def test_provisions_are_cited_as_german_writers_do(example: Audit) -> None:
    text = text_of("letter-regulator-eu-md", example, "de")
    assert "Art. 9 Abs. 1 und Abs. 2 lit. a DSGVO" in text and "§ 25 TDDDG" in text
    assert not re.search(r"\bGDPR\b|\bs\.\d|TDDDG s\.", text)
