from mitmproxy.test.tutils import treq

from mhaudit.record.streamed_bodies import Copy


def test_what_goes_by_is_copied_and_goes_by_unchanged() -> None:
    message = treq()
    message.stream = True
    copy = Copy(message)
    assert callable(message.stream)
    assert [message.stream(piece) for piece in (b"one ", b"two", b"")] == [b"one ", b"two", b""]
    assert copy.body == b"one two"


def test_who_changed_the_pieces_before_still_does() -> None:
    message = treq()
    message.stream = lambda piece: [piece.upper(), b"!"]
    copy = Copy(message)
    assert message.stream(b"one") == [b"ONE", b"!"]
    assert copy.body == b"one"
