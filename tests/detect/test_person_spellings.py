import pytest

from mhaudit.detect.person_spellings import address_parts, name_parts
from mhaudit.detect.spellings import part_of


@pytest.mark.parametrize(
    ("name", "spelling", "part"),
    [
        ("Noor van Treeck", "van Treeck", "last name"),
        ("Noor van Treeck", "vanTreeck", "last name"),
        ("Noor van Treeck", "Treeck", "last name"),
        ("Anne-Marie Roux", "AnneMarie", "first name"),
        ("Inés Calderón Ruiz", "CalderonRuiz", "last name"),
        ("Sinéad O'Brien", "OBrien", "last name"),
    ],
)
def test_parts_of_names(name: str, spelling: str, part: str) -> None:
    assert (spelling, part) in list(name_parts(name))
    assert (name, part) not in list(name_parts(name))


@pytest.mark.parametrize(
    ("address", "spelling", "part"),
    [
        ("1098 XH Amsterdam", "1098XH", "post code"),
        ("1098 XH Amsterdam", "Amsterdam", "city"),
        ("12 Hollow Lane, Bristol BS1 4DJ", "BS14DJ", "post code"),
        ("12 Hollow Lane, Bristol BS1 4DJ", "BS14", "post code"),
        ("12 Hollow Lane, Bristol BS1 4DJ", "Bristol", "city"),
        ("742 Alder Terrace, San Marino, CA 91108-1234", "91108", "post code"),
        ("742 Alder Terrace, San Marino, CA 91108-1234", "SanMarino", "city"),
        ("Große Allee 5, 10115 Berlin", "10115", "post code"),
        ("Große Allee 5, 10115 Berlin", "Große Allee", "street"),
        ("14 Alder Lane, Toronto M4B 1B3", "M4B1B3", "post code"),
    ],
)
def test_parts_of_addresses(address: str, spelling: str, part: str) -> None:
    assert (spelling, part) in list(address_parts(address))


def test_a_house_number_is_not_a_post_code() -> None:
    found = list(address_parts("1204 Alder Lane, Springfield, IL 62704"))
    assert ("62704", "post code") in found and ("1204", "post code") not in found


def test_the_part_of_a_form() -> None:
    assert part_of("sha256 (post code, lower case)") == "post code"
    assert part_of("sha256 (with a line feed, last name, lower case)") == "last name"
    assert part_of("plain") == "" == part_of("sha256 (lower case)")
