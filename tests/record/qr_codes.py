"""QR codes read as a phone's camera does, from what is on the screen."""

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

import zxingcpp

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

_PIXELS = """async (png) => {
  const image = await createImageBitmap(new Blob([Uint8Array.from(atob(png), (c) => c.charCodeAt(0))]));
  const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let grey = "";
  for (let at = 0; at < data.length; at += 4) grey += String.fromCharCode(data[at]);
  return [image.height, image.width, btoa(grey)];
}"""
_HALVES = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
_LARGE = 4


def scanned(grey: bytes, height: int, width: int) -> str:
    """Read the only QR code of a picture of one byte a pixel.

    Other symbologies are left out: a linear code is found by chance in some of the keys that a code can hold.
    """
    picture = memoryview(grey).cast("B", (height, width))
    (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return str(found.text)


def scanned_on(page: "Page", code: "Locator") -> str:
    """A code on a page, as it looks there."""
    height, width, grey = page.evaluate(_PIXELS, b64encode(code.screenshot()).decode())
    return scanned(b64decode(grey), height, width)


def scanned_in_terminal(lines: str) -> str:
    """A code made of half blocks in white on black."""
    rows = []
    for line in lines.splitlines():
        assert line.startswith("\x1b[97;40m") and line.endswith("\x1b[0m")
        letters = line.removeprefix("\x1b[97;40m").removesuffix("\x1b[0m")
        rows += [bytes(255 * _HALVES[letter][half] for letter in letters for _ in range(_LARGE)) for half in (0, 1)]
    return scanned(b"".join(row * _LARGE for row in rows), len(rows) * _LARGE, len(rows[0]))
