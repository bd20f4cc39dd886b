import pytest

from mhaudit.detect.numbers import is_checked_number, luhn


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 01"),
        ("GB29NWBK60161331926819", "GB29NWBK60161331926818"),
        ("4111 1111 1111 1111", "4111 1111 1111 1112"),
        ("378282246310005", "378282246310006"),
        ("A123456780", "A123456781"),
        ("078-05-1120", "000-05-1120"),
        ("AB123456C", "AB123456E"),
        ("12345678Z", "12345678A"),
        ("943 476 5919", "943 476 5918"),
        ("529.982.247-25", "529.982.247-26"),
    ],
)
def test_numbers_with_their_check_digits(text: str, other: str) -> None:
    assert is_checked_number(text)
    assert not is_checked_number(other)


@pytest.mark.parametrize("text", ["", "4711", "1234567890", "11111111111", "none", "x" * 100])
def test_other_numbers_are_rejected(text: str) -> None:
    assert not is_checked_number(text)


def test_luhn() -> None:
    assert luhn("79927398713") and not luhn("79927398710")
