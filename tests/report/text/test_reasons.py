"""Reasons in every language; no text from traffic changes a sentence but inside its own quotation."""

import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mhaudit.detect.self_hosted import SelfHosted
from mhaudit.model.knowledge import Policies
from mhaudit.model.reasons import NESTED, POLICY, QUOTED, SENTENCES, Reason, because, has_words, quoted
from mhaudit.policy import load
from mhaudit.report.text.companies import kinds
from mhaudit.report.text.language import LANGUAGES, has, speaking
from mhaudit.report.text.reasons import WORDS, is_foreign, remarks, spoken
from tests.policy.write import SDK, folder
from tests.report import sample

KINDS = kinds(sample.full())
MOOD = because("field", name="feeling", kind="mood.score", key="mood")
# What another field's name would have to be to read like a reason.
INJECTED = "x' means e-mail address (y) and its value has that shape/mood"


@pytest.fixture(scope="module")
def shipped() -> Policies:
    return load()


@pytest.mark.parametrize(
    ("reason", "english", "german"),
    [
        (
            because("planted", kind="mood.score"),
            "matched our entry for mood score",
            "stimmt mit unserem Eintrag für Stimmungswert überein",
        ),
        (
            because("with-roles", first=because("sent-to-host", kind="mood.score", host="a.example", first=MOOD),
                    roles=("advertising", "own")),
            (
                "mood score was sent to a.example: the field 'feeling' means mood score (mood) and its value has that "
                "shape (advertising, own)"
            ),
            None,
        ),
        (
            because("blind-at", names=("a.example", "b.example", "c.example", "d.example", "e.example")),
            "some of what was sent could not be read (a.example, b.example, c.example, d.example and 1 more)",
            ("manches von dem Gesendeten konnte nicht gelesen werden "
            "(a.example, b.example, c.example, d.example und 1 weitere)"),
        ),
    ],
)  # fmt: skip
def test_a_reason_has_a_sentence_in_each_language(reason: Reason, english: str, german: str | None) -> None:
    assert spoken(reason, KINDS) == english
    with speaking("de"):
        if german:
            assert spoken(reason, KINDS) == german
        assert spoken(reason, KINDS) != english
        assert is_foreign(reason) is False


def test_every_sentence_and_word_has_german(shipped: Policies) -> None:
    with speaking("de"):
        texts = [text for text in SENTENCES.values() if has_words(text)]
        assert [text for text in (*texts, *WORDS) if not has(text)] == []
        fields = {f.because for sdk in shipped.sdks.values() for r in sdk.requests for f in r.fields}
        assert [text for text in fields if not has(text)] == []
        likenesses = [kind.likeness.reason for kind in SelfHosted(shipped).kinds]
        assert len(likenesses) > 3
        assert [one for one in likenesses if is_foreign(one)] == []


def test_german_has_the_same_blanks() -> None:
    def blanks(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    with speaking("de"):
        from mhaudit.report.text.language import message

        assert {code for code, text in SENTENCES.items() if blanks(message(text)) != blanks(text)} == set()


def test_a_users_own_sentence_stays_in_its_own_words_and_is_called_english(tmp_path: Path) -> None:
    own = folder(tmp_path, {"sdks/acme.yaml": SDK.replace("because: so", "because: 'I think so'")})
    (field,) = load([own]).sdks["acme"].requests[0].fields
    reason = because("sdk-field", sdk="Acme SDK", why=field.because)
    with speaking("de"):
        assert spoken(reason, KINDS) == "ein Feld von Acme SDK: I think so"
        assert is_foreign(reason)
    assert not is_foreign(reason)


def test_what_was_noted_comes_behind_the_sentence_of_the_rule() -> None:
    finding = replace(sample.full().findings[0], because="The person said no, and the traffic went on.",
                      remarks=(because("no-policy"),))  # fmt: skip
    assert remarks(finding, KINDS) == "The person said no, and the traffic went on. No policy names this host."


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_field_that_is_named_like_a_reason_is_quoted(language: str) -> None:
    harmless, hostile = (
        because("field", name=name, kind="mood.score", key="mood") for name in ("NAME", INJECTED)
    )  # fmt: skip
    with speaking(language):
        assert spoken(hostile, KINDS) == spoken(harmless, KINDS).replace(quoted("NAME"), quoted(INJECTED))


def blanks_of(code: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(SENTENCES[code]) if name]


FROM_TRAFFIC = sorted(code for code in SENTENCES if QUOTED & set(blanks_of(code)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", FROM_TRAFFIC)
@given(text=st.text(max_size=60) | st.sampled_from([*SENTENCES.values(), INJECTED, "{kind}", "'", '"', "\\'"]))
def test_no_text_from_traffic_changes_a_sentence_outside_its_quotation(language: str, code: str, text: str) -> None:
    def reason(given: str) -> Reason:
        args: dict[str, str | int | Reason | tuple[str | Reason, ...]] = {}
        for name in blanks_of(code):
            if name in QUOTED:
                args[name] = given
            elif name in NESTED:
                args[name] = because("no-policy")
            elif name in POLICY:
                args[name] = "lower case"
            else:
                args[name] = ("mood.score",) if name == "kinds" else "mood.score" if name == "kind" else "x"
        return Reason(code, args)

    mark = "\ue000mark\ue001"
    with speaking(language):
        frame = spoken(reason(mark), KINDS).split(quoted(mark))
        said = spoken(reason(text), KINDS)
    assert said == quoted(text).join(frame)
    # the quotation ends where it should: no unescaped mark of its own kind inside
    inside, end = quoted(text)[1:-1], quoted(text)[0]
    assert re.search(rf"(?<!\\)(?:\\\\)*{end}", inside) is None
