import hashlib

import pytest

from mhaudit.detect.hashing import ALGORITHMS, COMMON, COMMON_SIZES, SIZES, murmur_hashes, ripemd160

KNOWN = {  # of "abc", from the documents that define them
    "md2": "da853b0d3f88d99b30283a69e6ded6bb",
    "md4": "a448017aaf21d8525fc10ae87aa6729d",
    "md5": "900150983cd24fb0d6963f7d28e17f72",
    "sha1": "a9993e364706816aba3e25717850c26c9cd0d89d",
    "ripemd160": "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc",
    "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "sha3_256": "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
    "blake2s": "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982",
}


@pytest.mark.parametrize(("name", "digest"), KNOWN.items())
def test_known_digests(name: str, digest: str) -> None:
    assert ALGORITHMS[name](b"abc").hex() == digest
    assert ALGORITHMS[name](b"abd").hex() != digest


@pytest.mark.parametrize("name", ["sha224", "sha384", "sha512", "sha3_224", "sha3_384", "sha3_512", "blake2b"])
def test_hashes_of_the_standard_library(name: str) -> None:
    assert ALGORITHMS[name](b"abc") == hashlib.new(name, b"abc").digest()


def test_ripemd160_is_the_same_where_openssl_was_built_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacks(name: str) -> None:
        raise ValueError(f"unsupported hash type {name}")

    monkeypatch.setattr(hashlib, "new", lacks)
    assert ripemd160()(b"abc").hex() == KNOWN["ripemd160"]


def test_sizes() -> None:
    assert sorted(SIZES) == [16, 20, 28, 32, 48, 64]
    assert sorted(COMMON_SIZES) == [16, 20, 32, 64]
    assert set(COMMON) <= set(ALGORITHMS)


def test_murmur_hashes_are_decimal_numbers() -> None:
    assert dict(murmur_hashes(b"foo")) == {
        "mmh3_64_1": "-2129773440516405919",
        "mmh3_64_2": "9128664383759220103",
        "mmh3_128": "168394135621993849475852668931176482145",
    }
