"""Text written in another alphabet, where it makes sense in the ordinary one."""

import re
from collections.abc import Iterator

from mhaudit.model.alphabet import restore

Opening = tuple[str, str | bytes]

# Almost anything could be written so: what comes out is kept where it looks like a hash or base32 again. Values that
# were written so without another encoding are among the texts that are searched for.
_MEANT = re.compile(r"[0-9a-f]{32,128}|[A-Z2-7]{16,}=*|[0-9]{18,39}")


def decode(text: str) -> Iterator[Opening]:
    """The text in ordinary letters, where that makes sense."""
    if len(text) >= 16 and _MEANT.fullmatch(plain := restore(text)):
        yield "substitution", plain
