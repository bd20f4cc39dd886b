import json

import pytest

from mhaudit.detect.detectors import Detectors
from mhaudit.model.reasons import english
from tests.detect.sample import hits, policies, seen

DETECTORS = Detectors(policies(), None)


def told(text: str) -> list[tuple[str, str, str]]:
    found = seen(DETECTORS, body=json.dumps({"v": text}).encode())
    return [(category, detector, form) for category, detector, form, _ in found]


@pytest.mark.parametrize(
    "text",
    ["ada@mail.example", "write to Ada.L+x@mail.sub.example today", "<ada@mail.co>", "mailto:ada_1@mail.example?x=1"],
)
def test_an_email_address_anywhere(text: str) -> None:
    assert told(text) == [("identity.email", "shape", "plain")]


@pytest.mark.parametrize(
    "text",
    [
        "icon@2x.png",
        "no-reply@mail.example",
        "support@mail.example",
        "abc123@sentry.io",
        "somebody@example.com",
        "ada@localhost",
        "ada@mail",
        "@ada on mail.example",
        "ada at mail.example",
        "pkg@1.2.3",
        "x" * 20_001 + " ada@mail.example",
    ],
)
def test_placeholders_and_office_mailboxes_are_not_addresses(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "41.648823,-0.889085",
        "41.649, -0.889",
        "-33.86785;151.20732",
        "at 41.648823, -0.889085 now",
        "geo:41.648823,-0.889085",
    ],
)
def test_a_precise_position(text: str) -> None:
    assert told(text) == [("location.precise", "shape", "plain")]


@pytest.mark.parametrize(
    "text", ["41.64,-0.88", "41.648823", "99.123456,10.123456", "1,234.567", "41.648823,200.123456", "0.123 0.456"]
)
def test_other_numbers_are_not_precise_positions(text: str) -> None:
    assert told(text) == []


def test_only_what_was_sent_and_only_as_possible() -> None:
    body = b'{"v": "ada@mail.example", "p": "41.648823,-0.889085"}'
    assert seen(DETECTORS, response_body=body) == []
    found = hits(DETECTORS, body=body)
    assert {hit.certainty for hit in found} == {"possible"}
    assert {hit.value for hit in found} == {"ada@mail.example", "41.648823,-0.889085"}
    assert {english(hit.reason, {}) for hit in found} == {
        "has the shape of an e-mail address",
        "has the shape of a latitude and longitude of three or more decimals",
    }
