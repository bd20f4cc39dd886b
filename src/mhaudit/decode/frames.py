"""Messages with their length before them: gRPC, gRPC-Web and Connect, and messages behind a plain length."""

from mhaudit.model.place import Leaf, Trail

# Compressed (1), the end of a stream of Connect (2) and of gRPC-Web (128): https://connectrpc.com/docs/protocol,
# https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md
_FLAGS = frozenset({0, 1, 2, 3, 128, 129})
_PREFIX = 5


def read_frames(trail: Trail, data: bytes, most: int) -> list[Leaf] | None:
    """Frames of a flag byte, four bytes of length, and a message; None where they don't fill all of `data`."""
    frames: list[Leaf] = []
    at = 0
    while at + _PREFIX <= len(data) and data[at] in _FLAGS and len(frames) < most:
        size = int.from_bytes(data[at + 1 : at + _PREFIX], "big")
        frames.append(((trail, "grpc", len(frames)), "", data[at + _PREFIX : at + _PREFIX + size]))
        at += _PREFIX + size
    return frames if frames and at == len(data) else None
