import base64
import codecs
import hashlib
from urllib.parse import quote

import pytest

from mhaudit.collect.leak_filter import LeakFilter, squeezed
from mhaudit.model.subject import PlantedValue

EMAIL = "ines.calderon+mh31@quietpost.example"
HELD = LeakFilter(
    [
        PlantedValue(category="identity.email", value=EMAIL),
        PlantedValue(category="identity.name", value="Inés Calderón"),
        PlantedValue(category="identity.phone", value="+34612487705"),
        PlantedValue(category="mood.score", value=3),
    ]
)
SHA = hashlib.sha256(EMAIL.encode())
WRITTEN = {
    "plain": EMAIL,
    "as a label of a host": "inescalderonmh31quietpostexample.t.example",
    "over labels": "ines-calderon.mh31.quietpost.example",
    "reversed": EMAIL[::-1],
    "rot13": codecs.encode(EMAIL, "rot13"),
    "base64 in lower case": base64.b64encode(EMAIL.encode()).decode().lower(),
    "base64 in the middle": base64.b64encode(b"{" + EMAIL.encode() + b"}").decode(),
    "base64 twice": base64.b64encode(base64.b64encode(EMAIL.encode())).decode(),
    "base64 reversed": base64.b64encode(EMAIL.encode()).decode()[::-1],
    "base32": base64.b32encode(EMAIL.encode()).decode().lower(),
    "base85": base64.b85encode(EMAIL.encode()).decode(),
    "hex": EMAIL.encode().hex().upper(),
    "percent without its signs": quote(EMAIL, safe="").replace("%", ""),
    "character codes": "".join(f"&#{ord(letter)};" for letter in EMAIL),
    "a hash cut short": SHA.hexdigest()[:20],
    "a hash reversed": SHA.hexdigest()[::-1],
    "a hash in base64": base64.b64encode(SHA.digest()).decode(),
    "a name without accents": "x_ines_calderon_y",
    "a number with blanks": "0034 612 48 77 05",
}


@pytest.mark.parametrize("form", WRITTEN)
def test_a_value_is_known_however_it_is_written(form: str) -> None:
    assert HELD.holds(WRITTEN[form])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mood_score",
        "ines.api.example",
        "quietpost.example",
        "calderon-metrics.example",
        "612487.example",
        "body > json:/events/0/properties/mood",
        hashlib.sha256(b"somebody else").hexdigest(),
        "3",
    ],
)
def test_what_is_not_all_of_a_value_is_let_through(text: str) -> None:
    assert not HELD.holds(text)


def test_without_values_nothing_is_withheld() -> None:
    assert not LeakFilter([]).holds(EMAIL)


def test_squeezed() -> None:
    assert squeezed("Inés-Calderón_7 %") == "inescalderon7"
