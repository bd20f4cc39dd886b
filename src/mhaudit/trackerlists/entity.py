"""What the readers of foreign data sets hand on: one service each, as the data set tells it."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import Struct, field

LeftOut = Counter[str]


class Written(NamedTuple):
    """A host as the data set writes it; `below` says that it stands for every host below it too."""

    text: str
    below: bool


class Entity(Struct, frozen=True, kw_only=True):
    """One service. `company` is "" where the data set names none; `gated` hosts are asked only with permission.

    `hint`: the hosts are those of a product, and say nothing of who owns the domain above them.
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
    """The file to import. `beside` reads another file of the same folder, or gives None where there is none.

    `name` and `role` are what the user calls the data set and says that its hosts do, "" where nothing was said.
    """

    file: str
    raw: bytes
    beside: Callable[[str], bytes | None] = field(default=lambda name: None)
    name: str = ""
    role: str = ""

    @property
    def path(self) -> Path:
        return Path(self.file)


class Format(Struct, frozen=True, kw_only=True):
    """A kind of foreign file: who publishes it, under which licence ("" where the file itself says), how to read it.

    `verified` is what an entry of it is worth. `read` counts what it leaves out, by reason, and raises InvalidFiles.
    """

    title: str
    url: str
    licence: str
    verified: Literal["vendor", "org-db", "listed"]
    read: Callable[[Given, LeftOut], Iterator[Entity]]
