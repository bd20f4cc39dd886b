"""The lz-string compressor, for hashes of values that were compressed before."""

BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
URI = BASE64[:-1] + "-"  # the alphabet of compressToEncodedURIComponent


class _Writer:
    def __init__(self) -> None:
        self.bits: list[int] = []
        self.width, self.room = 2, 2

    def put(self, number: int, width: int) -> None:
        self.bits += [number >> place & 1 for place in range(width)]

    def spend(self) -> None:
        self.room -= 1
        if not self.room:
            self.room, self.width = 1 << self.width, self.width + 1

    def character(self, unit: int) -> None:
        wide = unit > 255
        self.put(int(wide), self.width)
        self.put(unit, 16 if wide else 8)
        self.spend()


def compress_lz(text: str, letters: str = BASE64) -> str:
    """Return the text compressed to six-bit letters, without padding."""
    data = text.encode("utf-16-le")
    units = [data[at] | data[at + 1] << 8 for at in range(0, len(data), 2)]
    known: dict[tuple[int, ...], int] = {}
    fresh: set[tuple[int, ...]] = set()
    writer = _Writer()
    phrase: tuple[int, ...] = ()
    for unit in units:
        if (unit,) not in known:
            known[unit,] = len(known) + 3
            fresh.add((unit,))
        if (*phrase, unit) in known:
            phrase = (*phrase, unit)
            continue
        _write(writer, phrase, known, fresh)
        known[*phrase, unit] = len(known) + 3
        phrase = (unit,)
    if phrase:
        _write(writer, phrase, known, fresh)
    writer.put(2, writer.width)
    bits = writer.bits + [0] * (6 - len(writer.bits) % 6)  # at least one bit, as the library does
    return "".join(letters[int("".join(map(str, bits[at : at + 6])), 2)] for at in range(0, len(bits), 6))


def _write(
    writer: _Writer, phrase: tuple[int, ...], known: dict[tuple[int, ...], int], fresh: set[tuple[int, ...]]
) -> None:
    if phrase in fresh:
        writer.character(phrase[0])
        fresh.discard(phrase)
    else:
        writer.put(known[phrase], writer.width)
    writer.spend()
