"""Telephone numbers written in groups, `+46 70 174 06 35`: compared by their digits alone."""

import re
from collections.abc import Iterable

# What stands between the groups of a number, after a plus, and around an area code.
_BETWEEN = re.compile(r"(?<=\d)[\s().\-/]{1,3}(?=\d)|(?<=\+)\s|[()]")
_ANYWHERE = b" ().-/\t\r\n"


class GroupedNumbers:
    """Knows the digits of some numbers. All texts are folded ones."""

    def __init__(self, numbers: Iterable[str]) -> None:
        found = {number.strip("+").encode() for number in numbers}
        self.digits = [one for one in found if not any(other != one and other in one for other in found)]

    def possible(self, text: str) -> bool:
        """Whether the digits of a number can stand in a text: cheap, and wrong only in that it says yes too often."""
        if not self.digits:
            return False
        bare = text.encode(errors="replace").translate(None, _ANYWHERE)
        return any(number in bare for number in self.digits)

    def joined(self, text: str) -> str:
        """The text without what stands between the groups of its numbers."""
        return _BETWEEN.sub("", text)
