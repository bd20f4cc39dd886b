"""The common result of the readers of external data sets: one service each, as in the data set."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import Struct, field

LeftOut = Counter[str]


class Written(NamedTuple):
    """A host as in the data set; `below` is whether it includes every host below it."""

    text: str
    below: bool


class Entity(Struct, frozen=True, kw_only=True):
    """One service. `company` is "" if the data set names none; `gated` hosts are contacted only with permission.

    `hint`: the hosts are those of a product, and don't show who owns the domain above them.
    """

    name: str
    hosts: tuple[Written, ...]
    company: str = ""
    roles: tuple[str, ...] = ("other",)
    country: str = ""
    contact: str = ""
    gated: bool = False
    hint: bool = False


class Given(Struct, frozen=True, kw_only=True):
    """The file to import. `beside` reads another file of the same folder, or returns None if there is none.

    `name` and `role` are the user's name for the data set and role of its hosts, "" if not given.
    """

    file: str
    raw: bytes
    beside: Callable[[str], bytes | None] = field(default=lambda name: None)
    name: str = ""
    role: str = ""

    @property
    def path(self) -> Path:
        """Return the path of the file."""
        return Path(self.file)


class Format(Struct, frozen=True, kw_only=True):
    """A format of external files: its publisher, licence ("" if the file states it), and reader.

    `verified` is the reliability of its entries. `read` counts what it leaves out, by reason, and raises InvalidFiles.
    """

    title: str
    url: str
    licence: str
    verified: Literal["vendor", "org-db", "listed"]
    read: Callable[[Given, LeftOut], Iterator[Entity]]
