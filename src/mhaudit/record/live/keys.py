"""Handle single keys at the terminal: digits begin phases; notes and other phases are typed letter by letter."""

from collections.abc import Callable

from msgspec import Struct

from mhaudit.model.subject import PHASE_ID, PHASES

_ENTER, _ESCAPE, _BACK = "\r\n", "\x1b", "\x7f\x08"
_LONGEST = {"Note: ": 2000, "Phase: ": 40}


class Keys(Struct):
    """The key handler; `typed` is the current input with its prompt, or None."""

    begin: Callable[[str], None]
    note: Callable[[str], None]
    stop: Callable[[], None]
    typed: str | None = None
    _prompt: str = ""

    def press(self, key: str) -> None:
        """Handle one key."""
        if self.typed is not None:
            self._type(key)
        elif key.isascii() and key.isdigit():
            self.begin(PHASES[(int(key) + 9) % 10])
        elif key in "np":
            self._prompt = self.typed = "Note: " if key == "n" else "Phase: "
        elif key == "q":
            self.stop()

    def _type(self, key: str) -> None:
        text = (self.typed or "").removeprefix(self._prompt)
        if key in _ENTER:
            self._enter(text.strip())
        elif key == _ESCAPE:
            self.typed = None
        elif key in _BACK:
            self.typed = self._prompt + text[:-1]
        elif key.isprintable() and len(text) < _LONGEST[self._prompt]:
            self.typed = self._prompt + text + key

    def _enter(self, text: str) -> None:
        """Accept the input; keep an invalid name of a phase for correction."""
        if self._prompt == "Phase: " and text and not PHASE_ID.fullmatch(text):
            return
        self.typed = None
        if text:
            (self.note if self._prompt == "Note: " else self.begin)(text)
