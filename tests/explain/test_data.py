"""Pages about kinds of data and questionnaires."""

from pathlib import Path

from mhaudit.explain import catalogue, data
from tests.policy.explaining.files import text, with_files
from tests.policy.write import KIND

MORE = KIND.replace("values: [blue]}", "values: [blue, green]}, {type: integer, ranges: [[0, 1], [5, 10]]}").replace(
    "sources:", "labels: {play: 'Health info'}\nsources:"
)


def test_a_kind_of_data(tmp_path: Path) -> None:
    known = with_files(tmp_path, {"data/mood.colour.yaml": MORE})
    page = text(data.kind(known.files["data"]["mood.colour"], known))
    assert page["What"] == [
        "Colour of the mood: specially protected. Severity high, before recipient and linkage are considered.",
        "Play data safety: Health info",
        "Wording of events, screens and addresses: 1 patterns, 0 exceptions.",
    ]
    assert page["Why"] == ["It says how somebody feels."]
    assert page["Key names"] == [
        "With a value that is one of blue, green or integer (0 to 1 or 5 to 10):",
        "  English: mood_colour",
    ]
    assert page["Sources"] == ["a test (checked at the source, 2026-11-23)"]
    assert "HLT-001: Mood data was sent to an outside recipient" in page["Rules"]


def test_a_questionnaire() -> None:
    known = catalogue()
    page = text(data.instrument(known.files["instrument"]["phq-9"], known))
    assert page["What"][:4] == [
        "Patient Health Questionnaire-9, PHQ-9",
        "Items: 9, each 0 to 3",
        "Total: 0 to 27",
        "Items that ask about death or self-harm: 9",
    ]
    assert page["Bands"][2] == "10 to 14: moderate"
    assert page["Codes"][0] == "LOINC, panel: 44249-1"


def test_what_a_questionnaire_lacks_is_left_out(tmp_path: Path) -> None:
    source = "{what: x, checked_on: 2026-11-23, confidence: secondary}"
    bare = f"id: bare\nname: Bare\nalias: '\\bbare\\b'\nsources: [{source}]\n"
    known = with_files(tmp_path, {"instruments/bare.yaml": bare})
    assert text(data.instrument(known.files["instrument"]["bare"], known)) == {
        "What": ["Bare"],
        "Sources": ["x (read in a summary, not checked at the source, 2026-11-23)"],
    }
