import pytest

from mhaudit.detect.contacts import is_email, is_ip, is_phone


@pytest.mark.parametrize(
    "text",
    [
        "203.0.113.9",
        "203.0.113.9, 10.0.0.1",
        "::ffff:203.0.113.9",
        "203.0.113.9:443",
        "[2001:db8::9]",
        "[2001:db8::9]:443",
        "2001:db8::9%eth0",
        "10.0.0.77",
    ],
)
def test_addresses_of_devices(text: str) -> None:
    assert is_ip(text)


@pytest.mark.parametrize(
    "text",
    [
        "256.256.256.256",
        "300.168.1.1",
        ":::",
        "12:34:56",
        "aa:bb:cc:dd:ee:ff",
        "2001::db8::1",
        "127.0.0.1",
        "::1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "169.254.1.1",
        "auto",
        "",
        "1",
        "::ffff:127.0.0.1",
    ],
)
def test_other_texts_are_not_ip_addresses_of_devices(text: str) -> None:
    assert not is_ip(text)


@pytest.mark.parametrize("text", ["ada.lindqvist@mailbox.example", "Ada+x@mail.com", " ada@mailbox.example "])
def test_addresses_of_people(text: str) -> None:
    assert is_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "user@example.com",
        "support@lantern.example",
        "no-reply@lantern.example",
        "noreply@x.example",
        "icon@2x.png",
        "datenschutz@lantern.example",
        "you@yourcompany.com",
        "ada",
        "ada@",
        "ada@localhost",
        "john.doe@lantern.example",
    ],
)
def test_addresses_that_are_not_a_persons(text: str) -> None:
    assert not is_email(text)


@pytest.mark.parametrize(
    "text", ["+15550149921", "+49 30 5550 1433", "(612) 555-0143", "030.5550.1433", "06 12 55 01 43"]
)
def test_telephone_numbers(text: str) -> None:
    assert is_phone(text)


@pytest.mark.parametrize(
    "text",
    [
        "2021-05-21",
        "21.05.2021",
        "2021/05/21 10",
        "1.2.3.4",
        "10.0.19.1",
        "1-800-555-0199",
        "+1 888 555 0199",
        "0000000",
        "123456",
        "XXXXXXXXXX",
        "1234567890123456",
    ],
)
def test_other_texts_are_not_phone_numbers_of_persons(text: str) -> None:
    assert not is_phone(text)
