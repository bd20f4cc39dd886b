import pytest

from mhaudit.detect.hashing import whirlpool

VECTORS = {
    b"": """
        19fa61d75522a4669b44e39c1d2e1726c530232130d407f89afee0964997f7a7
        3e83be698b288febcf88e3e03c4f0757ea8964e59b63d93708b138cc42a66eb3""",
    b"abc": """
        4e2448a4c6f486bb16b6562c73b4020bf3043e3a731bce721ae1b303d97e6d4c
        7181eebdb6c57e277d0e34957114cbd6c797fc9d95d8b582d225292076d4eef5""",
    b"The quick brown fox jumps over the lazy dog": """
        b97de512e91e3828b40d2b0fdce9ceb3c4a71f9bea8d88e75c4fa854df36725f
        d2b52eb6544edcacd6f8beddfea403cb55ae31f03ad62a5ef54e42ee82c3fb35""",
}


@pytest.mark.parametrize(("data", "digest"), VECTORS.items())
def test_the_vectors_of_the_standard(data: bytes, digest: str) -> None:
    assert whirlpool(data) == bytes.fromhex(digest)
    assert whirlpool(data + b".") != bytes.fromhex(digest)


@pytest.mark.parametrize("length", [31, 32, 33, 63, 64, 65, 200])
def test_any_length_gives_64_bytes(length: int) -> None:
    assert len({whirlpool(b"a" * length), whirlpool(b"a" * (length + 1))}) == 2
    assert len(whirlpool(b"a" * length)) == 64
