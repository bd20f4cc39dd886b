import base64
import hashlib
import hmac

import pytest

from mhaudit.detect.digests import Digests, may_be_hash
from mhaudit.detect.hashing import ALGORITHMS, COMMON, murmur_hashes, whirlpool
from mhaudit.detect.spellings import variants
from mhaudit.model.alphabet import substitute
from mhaudit.model.subject import PlantedValue

EMAIL = "Ines.Calderon@quietpost.example"
LOWER = EMAIL.lower().encode()


@pytest.fixture(scope="module")
def digests() -> Digests:
    made = Digests()
    made.add(7, variants(PlantedValue(category="identity.email", value=EMAIL)))
    return made


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


@pytest.mark.parametrize("name", sorted(ALGORITHMS))
def test_every_algorithm_over_value_and_lower_case(digests: Digests, name: str) -> None:
    assert digests.find(ALGORITHMS[name](EMAIL.encode())) == (7, name)
    assert digests.find(ALGORITHMS[name](LOWER)) == (7, f"{name} (lower case)")
    assert digests.find(ALGORITHMS[name](EMAIL.upper().encode())) == (7, f"{name} (upper case)")
    assert digests.find(ALGORITHMS[name](LOWER + b" ")) == (7, f"{name} (with a blank, lower case)")
    assert digests.find(ALGORITHMS[name](LOWER + b"\n")) == (7, f"{name} (with a line feed, lower case)")
    assert digests.find(ALGORITHMS[name](b"mailto:" + LOWER)) == (7, f"{name} (as a link, lower case)")
    assert digests.find(ALGORITHMS[name](LOWER + b"x")) is None


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (sha256(b"inescalderon@quietpost.example"), "sha256 (without dots)"),
        (sha256(b"ines.calderon"), "sha256 (the part before the @)"),
        (whirlpool(EMAIL.encode()), "whirlpool"),
        (sha256(base64.b64encode(EMAIL.encode())), "sha256 of its base64"),
        (sha256(EMAIL.encode().hex().encode()), "sha256 of its hex"),
        (sha256(b"Ines.Calderon%40quietpost.example"), "sha256 of its percent-encoding"),
        (sha256(base64.b32encode(EMAIL.encode())), "sha256 of its base32"),
        (sha256(substitute(EMAIL).encode()), "sha256 of its substitution"),
        (sha256(EMAIL.encode() + b"QX4QkKEU"), "sha256 with a known salt"),
        (sha256(LOWER)[:8], "cut-sha256 (lower case) (first 16 digits)"),
        (hashlib.md5(LOWER).digest()[:8], "cut-md5 (lower case) (first 16 digits)"),  # noqa: S324 - as trackers do
        (sha256(sha256(LOWER).hex().encode()), "sha256 of sha256 (lower case)"),
        (sha256(sha256(sha256(EMAIL.encode()).hex().encode()).hex().encode()), "sha256 of sha256 of sha256"),
    ],
)
def test_what_is_hashed(digests: Digests, data: bytes, form: str) -> None:
    assert digests.find(data) == (7, form)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 32,
        sha256(b"ines.calderon@quietpost.org"),
        sha256(LOWER)[:16],
        sha256(LOWER)[:7],
        sha256(LOWER)[1:9],
        sha256(sha256(LOWER)),  # of the bytes, not of the text: nobody does
        sha256(LOWER[::-1]),
    ],
)
def test_what_is_not_found(digests: Digests, data: bytes) -> None:
    assert digests.find(data) is None


def test_murmur_hashes_as_numbers(digests: Digests) -> None:
    for name, number in murmur_hashes(LOWER):
        assert digests.find_number(number) == (7, f"{name} (lower case)")
    assert digests.find_number("9128664383759220103") is None


@pytest.mark.parametrize("name", COMMON)
def test_salts_and_keys(digests: Digests, name: str) -> None:
    key = "pepper-2026"
    hashed = {
        ALGORITHMS[name](key.encode() + LOWER): f"salted-{name} (lower case) (salt in the same request)",
        ALGORITHMS[name](LOWER + key.encode()): f"salted-{name} (lower case) (salt in the same request)",
        hmac.digest(key.encode(), EMAIL.encode(), name): f"hmac-{name} (key in the same request)",
    }
    for digest, form in hashed.items():
        assert digests.find(digest) is None
        assert digests.find_salted(digest, ["other", key]) == (7, form)
        assert digests.find_salted(digest, ["other", "pepper-2025"]) is None
        assert digests.find_salted(digest, []) is None


def test_many_salts_are_not_all_kept(digests: Digests) -> None:
    for number in range(200):
        assert digests.find_salted(b"\x00" * 32, [f"salt {number}"]) is None
    assert digests.find_salted(sha256(b"salt 1" + LOWER), ["salt 1"]) is not None


def test_no_values_no_match() -> None:
    empty = Digests()
    assert empty.find(sha256(b"")) is None
    assert empty.find_number("9128664383759220103") is None
    assert empty.find_salted(sha256(b"x"), ["x"]) is None


def test_bytes_with_few_distinct_values_are_not_a_hash() -> None:
    assert not may_be_hash(b"\xc7\x1c\x71" * 21 + b"\xc7")
    assert not may_be_hash(bytes([1, 2, 3, 4, 5, *[1] * 11]))
    assert may_be_hash(bytes([1, 2, 3, 4, 5, 6, *[1] * 10]))
    assert may_be_hash(hashlib.sha256(b"x").digest())
