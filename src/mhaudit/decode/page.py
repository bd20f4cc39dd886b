"""What one round of decoding brought to light, in one direction: leaves, and the text to search before any of them."""

from mhaudit.model.place import Document, Leaf


_BETWEEN = "\x1f"  # stands in no value that is looked for, so nothing is found across two leaves


class Page:
    """Collects leaves of many small units, so that the detectors look at one document and not at thirty."""

    def __init__(self, sent: bool) -> None:
        self.sent = sent
        self.leaves: list[Leaf] = []
        self.opaque: list[Leaf] = []  # bytes that were looked into already, and what is readable between them
        self.texts: list[str] = []

    def add(self, leaves: list[Leaf], text: str = "") -> None:
        """Leaves, and a text that holds all of their names and values where there is one."""
        self.leaves += leaves
        if text:
            self.texts.append(text)
        else:
            self.texts += [f"{name}={value}" for _, name, value in leaves]

    def add_opaque(self, leaves: list[Leaf]) -> None:
        """What is left of bytes that nothing could read: it is searched, and not looked into again."""
        self.opaque += leaves
        self.texts += [value for _, _, value in leaves if isinstance(value, str)]

    def document(self, odd: list[Leaf]) -> Document:
        """The page as the detectors take it."""
        if self.opaque:
            return Document(self.sent, _BETWEEN.join(self.texts), self.leaves + self.opaque, odd + self.opaque)
        return Document(self.sent, _BETWEEN.join(self.texts), self.leaves, odd)
