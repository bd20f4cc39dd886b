import pytest

from mhaudit.detect.shapes import compile_shapes, numeric_value, zeroed
from mhaudit.model.knowledge import Shape

UUID = "3f0c8a52-91d7-4b6e-8c1e-5a7be2f4d960"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (3, 3.0),
        (2.5, 2.5),
        ("3", 3.0),
        (" 3 ", 3.0),
        ("-2.50", -2.5),
        ("014", 14.0),
        (True, None),
        (None, None),
        (b"3", None),
        ("", None),
        ("3a", None),
        ("1e5", None),
        ("٣", 3.0),
        ("1" * 30, None),
    ],
)
def test_numbers(value: str | float | bytes | None, found: float | None) -> None:
    assert numeric_value(value) == found


@pytest.mark.parametrize("value", ["0", "00000000-0000-0000-0000-000000000000", "0x00", "000000000000"])
def test_zeroed(value: str) -> None:
    assert zeroed(value)


@pytest.mark.parametrize("value", ["", UUID, 0, None, False, "0a", "O"])
def test_not_zeroed(value: str | float | None) -> None:
    assert not zeroed(value)


_RANGE = ((0.0, 10.0), (50.0, 60.0))


@pytest.mark.parametrize(
    ("shape", "fits", "misfits"),
    [
        (
            Shape(type="integer", ranges=_RANGE),
            [0, 10, "7", 55, 3.0, "3.0"],
            [-1, 11, 3.5, "3.5", "x", True, None, b"3", 1e999],
        ),
        (Shape(type="number", ranges=_RANGE), [0, 3.5, "50.5"], [10.5, "eleven", False]),
        (Shape(type="number"), [-5, 1e9], ["", None]),
        (Shape(type="boolean"), [True, False, "true", "No"], [1, 0, "1", "maybe", None]),
        (
            Shape(type="enum", values=("Low", "très bas")),
            ["low", "LOW", "tres bas"],
            ["lower", "", 3, None, "low " * 40],
        ),
        (Shape(type="words"), ["so sad today", "WORN_OUT", "sad"], ["sadist", "mood board", 3, "", None]),
        (
            Shape(type="text", min_words=3),
            ["one two three", "uno dos tres"],
            ["one two", "1 2 3 4", "a b c d", 3, None],
        ),
        (Shape(type="pattern", pattern=r"[A-Z]{2}\d+"), ["AB12"], ["ab12", "AB", "xAB12", "", 12, None, True]),
        (Shape(type="pattern", pattern=r"\d{3}"), [123, "123"], [1234, True, None, b"123"]),
        (
            Shape(type="email"),
            ["a.b+c@d.example", " a@b.co "],
            ["a@b", "@b.example", "a b@c.example", "a@b.example x", 3],
        ),
        (Shape(type="phone"), ["+34 612 487 705", "(612) 487-705"], ["612", "call me", 612487705, None]),
        (
            Shape(type="date"),
            ["1988-09-02", "2/9/1988", "19880902", "2.9.1988"],
            ["1988", "88-09-02", "yesterday", 19880902],
        ),
        (
            Shape(type="datetime"),
            ["2026-11-23T04:05:06Z", "2026-11-23 04:05", 1700000000, "1700000000000"],
            ["2026-11-23", 17, True, None],
        ),
        (Shape(type="id"), ["mdw-7f3a", "user_1"], ["abcdef", "a1", "a b c d 1", "x" * 65 + "1", 3]),
        (
            Shape(type="uuid"),
            [UUID, UUID.upper()],
            [UUID[:-1], UUID.replace("-", ""), "0" * 8 + "-0000-0000-0000-" + "0" * 12, 3],
        ),
        (Shape(type="ip"), ["192.0.2.1", "2001:db8::1"], ["12:30", "beef", "1.2.3", 3]),
        (Shape(type="url"), ["https://a.example/x", "app://mood"], ["a.example", "//x", "", 3]),
        (Shape(type="emoji"), ["😔", "☹️"], ["sad", "", ":(", "😔" * 9, 3]),
        (Shape(type="string"), ["x", "0a"], ["", "  ", "000", 3, None]),
        (Shape(type="any"), ["x", 0, False, b"x"], ["", None, b""]),
    ],
)
def test_each_shape(shape: Shape, fits: list[object], misfits: list[object]) -> None:
    check = compile_shapes([shape], ["sad", "worn out", "mood"] if shape.type != "words" else ["sad", "worn out"])
    assert [value for value in fits if not check(value)] == []  # type: ignore[arg-type]
    assert [value for value in misfits if check(value)] == []  # type: ignore[arg-type]


def test_any_of_several_shapes_will_do() -> None:
    check = compile_shapes([Shape(type="integer", ranges=((0, 3),)), Shape(type="enum", values=("low",))], [])
    assert check(2) and check("low")
    assert not check(4) and not check("high")


def test_words_without_a_lexicon_match_nothing() -> None:
    assert not compile_shapes([Shape(type="words")], [])("sad")
