import pytest
from hypothesis import given
from hypothesis import strategies as st

from mhaudit.web.form_stream import FormDamaged, FormStream

BOUNDARY = b"----own"


class Kept:
    def __init__(self) -> None:
        self.data, self.closed = b"", 0

    def write(self, data: bytes) -> None:
        self.data += data

    def close(self) -> None:
        self.closed += 1


def form(*parts: tuple[str, str | None, bytes]) -> bytes:
    body = b""
    for name, file, content in parts:
        more = f'; filename="{file}"' if file is not None else ""
        body += b"--" + BOUNDARY + f'\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode()
        body += content + b"\r\n"
    return body + b"--" + BOUNDARY + b"--\r\n"


def read(body: bytes, size: int) -> list[tuple[str, str | None, bytes]]:
    found: list[tuple[str, str | None, Kept]] = []

    def begin(name: str, file: str | None) -> Kept:
        found.append((name, file, Kept()))
        return found[-1][2]

    stream = FormStream(BOUNDARY, begin)
    for at in range(0, len(body), size):
        stream.feed(body[at : at + size])
    stream.close()
    assert all(kept.closed == 1 for _, _, kept in found)
    return [(name, file, kept.data) for name, file, kept in found]


@pytest.mark.parametrize("size", [1, 2, 7, 64, 100_000])
def test_parts_come_out_as_they_went_in(size: int) -> None:
    parts = [
        ("captures", "a.har", b"\r\n--" + BOUNDARY[:-1] + b"\r\n\r\n--"),
        ("note", None, b""),
        ("captures", "b.mitm", bytes(range(256)) * 3),
    ]
    assert read(form(*parts), size) == parts


@given(st.lists(st.binary(max_size=200), max_size=4), st.integers(1, 50))
def test_any_content_at_any_cut(contents: list[bytes], size: int) -> None:
    parts = [("captures", f"{n}.bin", content) for n, content in enumerate(contents) if BOUNDARY not in content]
    assert read(form(*parts), size) == parts


def test_a_name_with_quotes_as_browsers_write_it() -> None:
    assert read(form(("captures", "a%22b.har", b"x")), 10)[0][1] == 'a"b.har'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        form(("captures", "a", b"x"))[:-6],
        form(("captures", "a", b"x")).replace(b"name=", b"none="),
        b"--" + BOUNDARY + b"xx",
        b"--" + BOUNDARY + b"\r\n" + b"a" * 20_000,
    ],
    ids=["empty", "cut", "no name", "no line end", "endless head"],
)
def test_what_is_no_form_is_damaged(body: bytes) -> None:
    with pytest.raises(FormDamaged):
        read(body, 1000)


def test_too_many_parts_are_refused() -> None:
    assert len(read(form(*[("a", None, b"")] * 1000), 5000)) == 1000
    with pytest.raises(FormDamaged):
        read(form(*[("a", None, b"")] * 1001), 5000)


def test_memory_does_not_grow_with_a_file() -> None:
    stream = FormStream(BOUNDARY, lambda name, file: Nothing())
    stream.feed(form(("captures", "a", b""))[: -len(BOUNDARY) - 8])
    for _ in range(100):
        stream.feed(b"x" * 10_000)
        assert len(stream._held) < 100


class Nothing:
    def write(self, data: bytes) -> None: ...

    def close(self) -> None: ...
