import pytest

from mhaudit.detect.pseudonyms import PseudonymDetector
from mhaudit.model.place import Document, Leaf
from mhaudit.model.subject import PlantedValue

VALUES = [PlantedValue(category="identity.email", value="a@b.example"), PlantedValue(category="mood.score", value=3)]
KINDS = ["identity.email", "mood.score", "free_text.journal"]


def told(text: str, *, sent: bool = True) -> list[tuple[str, str, str, int]]:
    leaf: Leaf = ((None, "body", None), "x", text)
    document = Document(sent, text, [leaf], [leaf], lambda: [leaf])
    hits = PseudonymDetector(KINDS, VALUES).observe(document)
    return [(hit.category, hit.detector, hit.certainty, hit.planted) for hit in hits]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("to redacted-identity-email-1, hi", [("identity.email", "planted", "proven", 0)]),
        ("redacted-mood-score-2", [("mood.score", "planted", "proven", 1)]),
        ("redacted-free-text-journal-7", [("free_text.journal", "planted", "proven", -1)]),
        ("redacted-mood-score-v4", [("mood.score", "field", "likely", -1)]),
        ("redacted-unread-v1 redacted-value", []),
        ("redacted-identity-email-1a", []),
        ("redacted-identity-email", []),
    ],
)
def test_a_pseudonym_says_what_stood_there(text: str, hits: list[tuple[str, str, str, int]]) -> None:
    assert told(text) == hits


def test_of_what_came_back_only_planted_values_count() -> None:
    assert told("redacted-mood-score-v4 redacted-identity-email-1", sent=False) == [
        ("identity.email", "planted", "proven", 0)
    ]
