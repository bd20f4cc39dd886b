from mhaudit.decode.substitution import decode
from mhaudit.model.alphabet import substitute


def test_a_hash_and_base32_in_another_alphabet() -> None:
    for text in ("0123456789abcdef0123456789abcdef", "NVXW6ZB5GMTG433U", "NVXW6ZB5GMTG433UNY======"):
        assert list(decode(substitute(text))) == [("substitution", text)]


def test_other_text_is_left_alone() -> None:
    for text in ("", "yesterday", substitute("a sentence that is no hash"), substitute("0123456789ABCDEFabcdef0123")):
        assert list(decode(text)) == []
