"""What letters are called, apart from what makes them: names are wanted at every start."""

VENDOR, REGULATOR = "letter-vendor", "letter-regulator"
LAWS = ("eu", "us", "uk")
_WRITINGS = ("html", "md", "docx")
# The letters by what they are asked for, with the formats that each is written in.
LETTERS: dict[str, tuple[str, ...]] = {
    kind: tuple(f"{kind}-{written}" for written in _WRITINGS)
    for kind in (VENDOR, *(f"{REGULATOR}-{law}" for law in LAWS))
}
FILE_NAMES = {
    name: name.removesuffix(f"-{written}") + f".{written}"
    for names in LETTERS.values()
    for name, written in zip(names, _WRITINGS, strict=True)
}
