import pytest

from mhaudit.record.live.keys import Keys


class Heard:
    """What the keys did."""

    def __init__(self) -> None:
        self.done: list[tuple[str, str]] = []
        self.keys = Keys(
            lambda phase: self.done.append(("phase", phase)),
            lambda text: self.done.append(("note", text)),
            lambda: self.done.append(("stop", "")),
        )

    def press(self, text: str) -> list[tuple[str, str]]:
        for key in text:
            self.keys.press(key)
        return self.done


@pytest.mark.parametrize(
    ("pressed", "done"),
    [
        ("1", [("phase", "launch")]),
        ("90", [("phase", "crisis-chat"), ("phase", "background")]),
        ("q", [("stop", "")]),
        ("nSaw 3 switches\n", [("note", "Saw 3 switches")]),
        ("nab\x7fc\r", [("note", "ac")]),
        ("n\x7f\x7fx\n", [("note", "x")]),
        ("nnever\x1b2", [("phase", "before-consent")]),
        ("n \n1", [("phase", "launch")]),
        ("psleep-diary\n", [("phase", "sleep-diary")]),
        ("pSleep\n", []),
        ("n\x1b[A\n", []),
        ("xyz²é\x1b", []),
    ],
)
def test_what_keys_do(pressed: str, done: list[tuple[str, str]]) -> None:
    assert Heard().press(pressed) == done


def test_what_is_typed_can_be_seen_and_has_an_end() -> None:
    heard = Heard()
    assert heard.keys.typed is None
    heard.press("n" + "a" * 3000)
    assert heard.keys.typed == "Note: " + "a" * 2000
    heard.press("\n")
    assert heard.keys.typed is None


def test_a_name_that_can_be_no_phase_stays_to_be_mended() -> None:
    heard = Heard()
    heard.press("pDiary\n")
    assert heard.keys.typed == "Phase: Diary"
    assert heard.press("\x7f" * 5 + "diary\n") == [("phase", "diary")]
