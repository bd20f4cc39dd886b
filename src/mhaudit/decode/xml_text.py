"""Texts and attributes of XML, by the path of element names."""

from xml.etree.ElementTree import ParseError, XMLParser

from mhaudit.model.place import Leaf, Trail

_DEEPEST = 24  # names of a path
_LONGEST = 200  # characters of a name
_MOST = 100_000  # texts and attributes of one document


def read_xml(trail: Trail, text: str) -> list[Leaf] | None:
    """Return texts and attributes of XML by element name; None with a DOCTYPE: entities can explode."""
    if "<!DOCTYPE" in text[:4096].upper() or "<!ENTITY" in text:
        return None
    target = _Flat((trail, "xml", None))
    parser = XMLParser(target=target)  # noqa: S314 - documents that declare entities were refused above
    try:
        parser.feed(text)
        parser.close()
    except (ParseError, ValueError):
        return None
    return target.leaves


class _Flat:
    """Parser target that collects leaves; builds no tree."""

    def __init__(self, trail: Trail) -> None:
        self.trail = trail
        self.names: list[str] = []
        self.leaves: list[Leaf] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.names.append(_short(tag.rpartition("}")[2]))
        for name, value in attributes.items():
            self._add(self._path() + "@" + _short(name), _short(name), value)

    def end(self, _tag: str) -> None:
        self.names.pop()

    def data(self, text: str) -> None:
        if text.strip():
            self._add(self._path(), self.names[-1], text.strip())

    def close(self) -> None:
        return None

    def _path(self) -> str:
        """Return the names of the elements around a text; the innermost ones if it is deeply nested."""
        return "/".join(self.names if len(self.names) <= _DEEPEST else ["…", *self.names[-_DEEPEST:]])

    def _add(self, path: str, name: str, value: str) -> None:
        if len(self.leaves) >= _MOST:
            raise ValueError("more texts than are read")
        self.leaves.append(((self.trail, "xml", path), name, value))


def _short(name: str) -> str:
    """Return a name, truncated if long, because it is repeated for each of its texts."""
    return name if len(name) <= _LONGEST else name[:_LONGEST] + "…"
