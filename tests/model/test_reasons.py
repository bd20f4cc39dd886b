"""Reasons: sentences from codes and arguments."""

import string

from hypothesis import given
from hypothesis import strategies as st
from msgspec import convert, to_builtins

from mhaudit.model.reasons import SENTENCES, Reason, because, changed_texts, english, has_words, quoted


def test_a_sentence_is_filled_by_the_names_of_its_blanks() -> None:
    reason = because("field", name="how_are_you", kind="mood.score", key="mood")
    said = "the field 'how_are_you' means mood score (mood) and its value has that shape"
    assert english(reason, {"mood.score": "Mood score"}) == said
    assert english(reason, {}) == said.replace("mood score", "mood.score")


def test_names_are_cut_and_counted() -> None:
    assert (
        english(because("not-named", names=tuple("abcd")), {}) == "these were contacted and are not named: a, b, c, d"
    )
    assert english(because("not-named", names=tuple("abcde")), {}).endswith(": a, b, c, d and 1 more")


def test_reasons_inside_reasons() -> None:
    inner = because("several", all=(because("no-policy"), because("own-domain", domain="own.example")))
    assert english(because("scattered", first=inner), {}).endswith(
        "at the first of them: no policy names this host; the app profile names own.example as the app's own"
    )


def test_a_code_of_another_version_is_printed_with_its_arguments() -> None:
    assert english(because("not-there-yet", b="2", a=1), {}) == "not-there-yet (a: 1, b: 2)"


def test_texts_are_changed_at_every_depth_and_ids_are_not() -> None:
    reason = because("sent-to-host", kind="mood.score", host="x", first=because("varied-field", name="x"))
    shown = changed_texts(reason, lambda text: f"[{text}]")
    assert shown == because("sent-to-host", kind="mood.score", host="[x]", first=because("varied-field", name="[x]"))
    names = because("with-roles", first=because("not-named", names=("x", "y")), roles=("cdn",))
    assert changed_texts(names, str.upper) == because(
        "with-roles", first=because("not-named", names=("X", "Y")), roles=("cdn",)
    )


def test_reasons_are_compared_and_sorted_by_content() -> None:
    one, other = because("not-named", names=("a",)), because("not-named", names=("b",))
    assert len({one, because("not-named", names=("a",)), other}) == 2
    assert sorted([other, one]) == [one, other]


def test_data_and_back() -> None:
    reason = because("several", all=(because("blind-at", names=("a", "b")), because("reply-error", status=500)))
    assert convert(to_builtins(reason), Reason) == reason


@given(st.text())
def test_a_quotation_is_one_python_string(text: str) -> None:
    assert eval(quoted(text)) == text  # noqa: S307 - made by repr in the line itself


def test_fields_alone_are_not_words() -> None:
    assert [code for code, text in SENTENCES.items() if not has_words(text)] == [
        *("recorder-says", "with-roles", "written", "noted", "never-arrived", "several")
    ]


def test_every_blank_has_a_name() -> None:
    for text in SENTENCES.values():
        assert all(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
