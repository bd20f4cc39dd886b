"""Text in a substituted alphabet, if it makes sense in the ordinary one."""

import re
from collections.abc import Iterable
from string import ascii_uppercase, digits

from mhaudit.model.alphabet import restore, substitute
from mhaudit.model.place import Decoded

# Almost any text could be substituted: a result is kept only if it looks like a hash or base32. The search patterns of
# planted values include substituted spellings.
_HEX, _BASE32 = substitute(digits + "abcdef"), substitute(ascii_uppercase + "234567")
_MEANT = re.compile(rf"[{_HEX}]{{32,128}}|[{_BASE32}]{{16,}}=*|[{substitute(digits)}]{{18,39}}")  # as substituted


def decode(text: str) -> Iterable[Decoded]:
    """Yield the text in ordinary letters if it makes sense."""
    return [("substitution", restore(text))] if _MEANT.fullmatch(text) else ()
