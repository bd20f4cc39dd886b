"""lz-string as its library writes it: the other half of what the decoder reads."""

from mhaudit.detect.lz_writer import BASE64, URI, compress_lz

__all__ = ["BASE64", "URI", "compress_lz"]
