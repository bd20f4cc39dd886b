"""Length-prefixed messages: gRPC, gRPC-Web, Connect, and others."""

from mhaudit.model.place import Leaf, Trail

# Compressed (1), end of a Connect stream (2) and of gRPC-Web (128): https://connectrpc.com/docs/protocol,
# https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md
_FLAGS = frozenset({0, 1, 2, 3, 128, 129})
_PREFIX = 5


def read_frames(trail: Trail, data: bytes, most: int) -> list[Leaf] | None:
    """Read frames of a flag byte, a four-byte length and a message; None if they don't fill all of `data`."""
    frames: list[Leaf] = []
    at = 0
    while at + _PREFIX <= len(data) and data[at] in _FLAGS and len(frames) < most:
        size = int.from_bytes(data[at + 1 : at + _PREFIX], "big")
        frames.append(((trail, "grpc", len(frames)), "", data[at + _PREFIX : at + _PREFIX + size]))
        at += _PREFIX + size
    return frames if frames and at == len(data) else None
