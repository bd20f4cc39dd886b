"""No kind of data without its certainty: over the final text of every format, in both languages.

A fact says its certainty in words of its own (`received our test data: …`), by a mark, or by both. `WAYS` says which
format does what; `LEGENDS` says where the words and marks are explained.
"""

import html
import json
import re

import pytest
from msgspec.structs import replace

from mhaudit.model.audit import Audit, Certainty, Detector
from mhaudit.report import BINARY, FORMATS, verbose_text
from mhaudit.report.text.language import message, speaking
from mhaudit.report.text.terms import CERTAINTIES, SURE
from tests.report import sample

DETECTORS: dict[Certainty, Detector] = {"proven": "planted", "declared": "sdk", "likely": "field", "possible": "shape"}
LABELS = {"en": "journal text", "de": "Tagebuchtext"}
PHRASES: dict[str, dict[Certainty, str]] = {
    "en": {
        "proven": "received our test data: ",
        "declared": "received data that the SDK’s documentation defines as ",
        "likely": "received data whose name suggests ",
        "possible": "received text with the shape of ",
    },
    "de": {
        "proven": "erhielt unsere Testdaten: ",
        "declared": "erhielt Daten, die laut SDK-Dokumentation bedeuten: ",
        "likely": "erhielt Daten, deren Name hindeutet auf: ",
        "possible": "erhielt Text in der Form von: ",
    },
}
WORDS: dict[str, dict[Certainty, str]] = {
    "en": {"proven": "proven", "declared": "declared", "likely": "likely", "possible": "possible"},
    "de": {"proven": "bewiesen", "declared": "deklariert", "likely": "wahrscheinlich", "possible": "möglich"},
}
MARKS: dict[Certainty, str] = {"proven": "●", "declared": "◆", "likely": "◐", "possible": "○"}
SAID = {"en": "Certainty: ", "de": "Gewissheit: "}
TEXTS = {**{name: FORMATS[name] for name in sorted(FORMATS.keys() - BINARY - {"json"})}, "txt -v": verbose_text}
# How often the one kind of the one fact is named, in each way: as a phrase, by a mark, by a mark with its word.
WAYS = {
    "html": {"phrase": 2, "mark and word": 3},
    "txt": {"mark": 1},
    "txt -v": {"phrase": 1, "mark": 1},
    "md": {"phrase": 1},
    "sarif": {"phrase and word": 1},
    "junit": {"phrase and word": 1},
    "csv-observations": {"phrase and word": 1},
    "csv-findings": {"phrase and word": 1},
    "csv-recipients": {"phrase and word": 1},
    **{name: {"phrase": 1} for name in TEXTS if name.startswith("letter-")},
}
# Once: what each certainty rests on; the marks with their words; the sentence of a letter. Phrases need none.
LEGENDS = {
    "html": "meanings",
    "sarif": "meanings",
    "junit": "meanings",
    "txt": "marks",
    "txt -v": "marks",
    "md": "none",
    "csv-observations": "none",
    "csv-findings": "none",
    "csv-recipients": "none",
    **{name: "sentence" for name in TEXTS if name.startswith("letter-")},
}
LETTERS = {
    "en": "Each fact below says whether we found our own test data or took the meaning from documentation or a name.",
    "de": "Jede Feststellung unten sagt, ob wir unsere eigenen Testdaten fanden oder die Bedeutung aus einer "
    "Dokumentation oder einem Namen erschlossen.",
}
ENGLISH_ONLY = {"sarif"}
EACH = pytest.mark.parametrize(
    ("name", "language"), [(name, each) for name in TEXTS for each in (["en"] if name in ENGLISH_ONLY else LABELS)]
)


def audit_with(*certainties: Certainty) -> Audit:
    """One fact with one kind for each certainty, and nothing else that names a kind."""
    categories = ("free_text.journal", "questionnaire.total")
    return sample.with_facts(
        replace(
            sample.full(),
            observations=tuple(
                sample.observation(number, category, "px.acme.example", DETECTORS[sure])
                for number, (category, sure) in enumerate(zip(categories, certainties, strict=False), 1)
            ),
            findings=(
                sample.finding(
                    1,
                    "px.acme.example",
                    rule="SEC-001",
                    title="Data was sent without encryption",
                    categories=categories[: len(certainties)],
                    observations=tuple(f"o{number:05}" for number in range(1, len(certainties) + 1)),
                ),
            ),
            claims=(),
            crisis=(),
            linkage=(),
            companions=(),
            bridges=(),
            facts=(),
        )
    )


def text_of(name: str, audit: Audit, language: str) -> str:
    """The text that people see, on one line."""
    made = TEXTS[name](audit, language)
    assert isinstance(made, str)
    if "html" in name:
        made = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style)\b.*?</\1>", "", made))
    elif name == "sarif":
        made = json.dumps(json.loads(made), ensure_ascii=False)
    return " ".join(html.unescape(made).split())


def ways_of(text: str, language: str, sure: Certainty) -> dict[str, int]:
    """How often the kind is named in each way; `bare` where nothing says how sure it is."""
    label, phrase, word = LABELS[language], PHRASES[language][sure], WORDS[language][sure]
    found: dict[str, int] = {}
    for at in re.finditer(label, text, re.IGNORECASE):
        ahead, behind = text[: at.start()], text[at.end() :]
        if ahead.endswith(phrase):
            way = "phrase and word" if behind.startswith(f". {SAID[language]}{word}.") else "phrase"
        elif ahead.endswith(phrase.partition(" ")[2]):  # in a table, below "What was sent"
            way = "phrase"
        elif re.search(rf"{MARKS[sure]} {word}:? $", ahead):
            way = "mark and word"
        else:
            way = "mark" if ahead.endswith(f"{MARKS[sure]} ") else "bare"
        found[way] = found.get(way, 0) + 1
    return found


@EACH
@pytest.mark.parametrize("sure", SURE)
def test_each_naming_of_a_kind_says_how_sure_it_is(name: str, language: str, sure: Certainty) -> None:
    wanted = dict(WAYS[name])
    if name == "html":  # the picture leaves out what only a shape suggests; its column has the kind as a heading
        wanted = {"phrase": 2, "mark and word": 2} if sure == "possible" else {**wanted, "bare": 1}
    text = text_of(name, audit_with(sure), language)
    assert ways_of(text, language, sure) == wanted
    for other in set(SURE) - {sure}:
        assert PHRASES[language][other] + LABELS[language] not in text
        assert f"{MARKS[other]} {LABELS[language]}" not in text


@EACH
@pytest.mark.parametrize(("first", "second"), [("proven", "possible"), ("possible", "proven"), ("likely", "declared")])
def test_kinds_of_one_fact_keep_their_own(name: str, language: str, first: Certainty, second: Certainty) -> None:
    text = text_of(name, audit_with(first, second), language)
    assert not re.search(rf"(?i){MARKS[second]}( {WORDS[language][second]}:?)? {LABELS[language]}", text)
    for verb in ("received ", "erhielt "):
        assert PHRASES[language][second].removeprefix(verb) + LABELS[language] not in text
        assert PHRASES[language][first].removeprefix(verb) + "PHQ-9" not in text
    assert LABELS[language].lower() in text.lower() and "PHQ-9" in text


@EACH
def test_words_and_marks_are_explained_once(name: str, language: str) -> None:
    text = text_of(name, sample.full(), language)
    with speaking(language):
        meanings = [text.count(message(CERTAINTIES[sure])) for sure in SURE]
    marks = text.count(" ".join(f"{MARKS[sure]} {WORDS[language][sure]}" for sure in SURE))
    found = {"meanings": max(meanings), "marks": marks, "sentence": text.count(LETTERS[language])}
    assert {way for way, count in found.items() if count} == {LEGENDS[name]} - {"none"}
    assert set(found.values()) <= {0, 1}
    assert min(meanings) == max(meanings)


def test_the_tables_have_every_text_format() -> None:
    assert WAYS.keys() == LEGENDS.keys() == TEXTS.keys()
    assert set(FORMATS) - set(TEXTS) == BINARY | {"json"}
