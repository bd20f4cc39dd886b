import pytest

from mhaudit.report.groups import kinds
from mhaudit.report.language import speaking
from mhaudit.report.reasons import told

from . import sample

KINDS = kinds(sample.full())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("matched the persona's mood score", "entspricht einem Wert der Persona: Stimmungswert"),
        ("no policy names this host", "keine Richtlinie nennt diesen Host"),
        (
            "the field 'm' means mood score (mood) and its value has that shape",
            "das Feld 'm' bedeutet Stimmungswert (mood), und sein Wert hat die passende Form",
        ),
        (
            "Mood score was sent to a host of Acme: matched the persona's mood score",
            "Stimmungswert ging an einen Host von Acme: entspricht einem Wert der Persona: Stimmungswert",
        ),
        ("a field of Acme: the documentation says so", "ein Feld von Acme: die Dokumentation sagt es so"),
        (
            "The person said no, and the traffic went on. no policy names this host",
            "Die Person sagte nein, und der Verkehr ging weiter. keine Richtlinie nennt diesen Host",
        ),
        (
            "The person said no, and the traffic went on. No policy names this host.",
            "Die Person sagte nein, und der Verkehr ging weiter. Keine Richtlinie nennt diesen Host.",
        ),
        (
            "the same mood score was sent to hosts of each, as plain and sha256",
            "Stimmungswert: derselbe Wert ging an Hosts von jedem, in der Form plain and sha256",
        ),
    ],
)
def test_a_reason_of_a_known_pattern_is_said_in_german(text: str, said: str) -> None:
    with speaking("de"):
        assert told(text, KINDS) == (said, "de")
    assert told(text, KINDS) == (text, "en")


@pytest.mark.parametrize(
    "text",
    [
        "matched the persona's shoe size",
        "a field of Acme: because I say so",
        "Something else.",
        "a" * 100_000,
        "",
    ],
)
def test_what_fits_no_pattern_stays_as_it_is_and_is_called_english(text: str) -> None:
    with speaking("de"):
        assert told(text, KINDS) == (text, "en" if text else "de")


def test_braces_in_a_name_are_no_blanks() -> None:
    with speaking("de"):
        assert told("the app profile names {0} as the app's own", KINDS)[0] == (
            "das App-Profil nennt {0} als eigene Domain der App"
        )
