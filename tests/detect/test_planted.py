"""Planted values by what comes out: in which form each is seen, and what is never taken for one."""

import base64
import codecs
import hashlib
import json
from typing import Any

import mmh3
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mhaudit.detect.automaton import SearchPatterns
from mhaudit.detect.detectors import Detectors
from mhaudit.detect.planted import Planted
from mhaudit.model.alphabet import substitute
from mhaudit.model.reasons import english
from mhaudit.model.subject import Persona, PlantedValue
from tests.decode.encoders import ENCODERS, encode
from tests.detect.sample import (
    ADVERTISING,
    BIRTH,
    EMAIL,
    JOURNAL,
    NAME,
    PERSONA,
    PHONE,
    USER,
    forms,
    hits,
    planted,
    policies,
    seen,
)

DETECTORS = Detectors(policies(), PERSONA)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (EMAIL, "plain"),
        (EMAIL.upper(), "plain"),
        ("ines.calderon@quietpost.example", "plain (without its tag)"),
        ("inescalderon@quietpost.example", "plain (without tag and dots)"),
        (f"mail me at <{EMAIL}>.", "plain"),
        (NAME, "plain"),
        ("INES CALDERON", "plain"),
        ("Ines  Caldero\u0301n", "plain"),
        ("Calderón, Inés", "plain (last name first)"),
        ("Ines+Calderon", "plain"),
        (PHONE, "plain"),
        ("+34 612 48 77 05", "plain"),
        ("(+34) 612-487-705", "plain"),
        ("0034612487705", "plain (with 00)"),
        ("612 487 705", "plain (without country code)"),
        ("0612487705", "plain (in national form)"),
        (BIRTH, "plain"),
        ("1988-9-2", "plain (year first)"),
        ("2/9/1988", "plain (day first)"),
        ("09.02.1988", "plain (month first)"),
        ("19880902", "plain (as YYYYMMDD)"),
        ("September 2, 1988", "plain (written out)"),
        ("born 2 Sep 1988 in", "plain (written out)"),
        ("589161600", "plain (as Unix time)"),
        (USER, "plain"),
        (USER.upper(), "plain"),
        ("mdw7f3a20931", "plain (without dashes)"),
        (ADVERTISING.upper(), "plain"),
        (ADVERTISING.replace("-", ""), "plain (without dashes)"),
        (JOURNAL, "plain"),
        (JOURNAL[:60], "plain (in part)"),
        (f"… {JOURNAL[11:70]} …", "plain (in part)"),
        (f'he wrote: "{JOURNAL[20:]}"', "plain (in part)"),
        (JOURNAL.upper().replace(" ", "\n"), "plain"),
        (EMAIL[::-1], "reversed"),
        (codecs.encode(EMAIL, "rot13"), "rot13"),
        (substitute(EMAIL), "substituted"),
        (hashlib.sha256(EMAIL.encode()).hexdigest(), "sha256"),
        (hashlib.sha256(PHONE[1:].encode()).hexdigest(), "sha256 (digits only)"),
        (hashlib.sha256(b"19880902").hexdigest(), "sha256 (as YYYYMMDD)"),
        (hashlib.sha256("calderón".encode()).hexdigest(), "sha256 (last name, lower case)"),
        (f"v2.{hashlib.sha1(EMAIL.encode()).hexdigest()}.x", "sha1"),  # noqa: S324
    ],
)
def test_each_spelling(text: str, form: str) -> None:
    assert form in forms(DETECTORS, text)


@pytest.mark.parametrize(
    "text",
    [
        "ines.calderon@quietpost.org",
        "quietpost.example",
        "Inés",
        "Calderón",
        "ines.calderon",  # an account name proves nothing
        "34612487706",
        "9346124877051",  # inside a longer number
        "6124877050",
        "61248770",
        "1988",
        "1988-02-10",
        "198809021234",
        "09021988",  # an eight-digit number like any other
        "mdw-7f3a-20932",
        "00000000-0000-0000-0000-000000000000",
        "3f0c8a52-91d7-4b6e-8c1e",
        JOURNAL[:23],  # a beginning that is too short to tell
        JOURNAL[1:30],  # a part that is no beginning
        "she said: " + JOURNAL[:31],  # one character short of what counts within another text
        "phone calls in the shower",
        hashlib.sha256(b"somebody.else@quietpost.example").hexdigest(),
        hashlib.sha256(EMAIL.encode()).hexdigest()[:15],
        "",
    ],
)
def test_values_that_are_not_planted_are_not_found(text: str) -> None:
    assert forms(DETECTORS, text) == []


@pytest.mark.parametrize("value", [612487705, 34612487705, 589161600])
def test_a_number_is_seen_as_its_digits(value: int) -> None:
    assert len(forms(DETECTORS, value)) == 1


@pytest.mark.parametrize("value", [61248770, 3, 14, True, None, 0.61248770])
def test_other_numbers_are_not_planted(value: object) -> None:
    assert forms(DETECTORS, value) == []


@pytest.mark.parametrize("value", ["abc12", "12345", "000000", "111222", "aaabbb", "ababab", 3, 14, 123456789, ""])
def test_short_and_regular_values_are_never_searched(value: object) -> None:
    assert forms(planted(value, "identifier.user"), f"x {value} y") == []
    assert forms(planted(value, "identifier.user"), value) == []


def test_six_characters_are_searched() -> None:
    assert forms(planted("abc123", "identifier.user"), "x abc123 y") == ["plain"]


def digest(data: bytes, how: str) -> str:
    raw = hashlib.sha256(data).digest()
    return {
        "hex": raw.hex(),
        "HEX": raw.hex().upper(),
        "base64": base64.b64encode(raw).decode(),
        "base64url": base64.urlsafe_b64encode(raw).decode().rstrip("="),
        "base32": base64.b32encode(raw).decode(),
        "hex in base64": base64.b64encode(raw.hex().encode()).decode(),
        "first digits": raw.hex()[:16],
    }[how]


@pytest.mark.parametrize("how", ["hex", "HEX", "base64", "base64url", "base32", "hex in base64", "first digits"])
def test_a_digest_however_it_is_written(how: str) -> None:
    form = "cut-sha256 (first 16 digits)" if how == "first digits" else "sha256"
    written = digest(EMAIL.encode(), how)
    assert forms(DETECTORS, written) == [form]
    for where in (
        {"path": f"/c?uid={written}"},
        {"headers": (("X-Uid", written),)},
        {"headers": (("Cookie", f"u={written}"),)},
    ):
        fields: dict[str, Any] = where
        found = [hit for hit in seen(DETECTORS, **fields) if hit[0] == "identity.email"]
        assert form in {hit[2] for hit in found} or "+" in written  # a plus in a query is a blank
    assert forms(DETECTORS, digest(b"somebody.else@quietpost.example", how)) == []


def test_a_salt_or_key_of_the_same_request() -> None:
    salted = hashlib.sha256(b"pepper-2026" + EMAIL.encode()).hexdigest()
    with_salt = json.dumps({"salt": "pepper-2026", "uid": salted}).encode()
    assert seen(DETECTORS, body=with_salt) == [
        ("identity.email", "planted", "salted-sha256 (salt in the same request)", "body > json:/uid")
    ]
    assert (
        seen(DETECTORS, body=json.dumps({"uid": salted}).encode()) == []
    )  # the salt of the request before is forgotten
    assert seen(DETECTORS, body=json.dumps({"salt": "other", "uid": salted}).encode()) == []
    assert len(seen(DETECTORS, headers=(("App-Key", "pepper-2026"),), body=json.dumps({"uid": salted}).encode())) == 1


def test_why_and_how_sure() -> None:
    (hit,) = [hit for hit in hits(DETECTORS, path=f"/c?em={EMAIL.replace('+', '%2B')}") if hit.detector == "planted"]
    assert (hit.certainty, english(hit.reason, {}), hit.value) == (
        "proven",
        "matched our entry for identity.email",
        EMAIL,
    )
    (hit,) = hits(DETECTORS, path=f"/c?em={hashlib.sha256(EMAIL.encode()).hexdigest()}")
    assert english(hit.reason, {}) == "matched our entry for identity.email: sha256"


def test_two_values_in_one_text_are_both_seen() -> None:
    body = json.dumps({"v": f"{NAME} <{EMAIL}>"}).encode()
    assert {hit[0] for hit in seen(DETECTORS, body=body)} >= {"identity.name", "identity.email"}


def test_a_value_is_seen_in_every_part() -> None:
    mail = EMAIL.replace("+", "%2B")
    found = seen(
        DETECTORS,
        host=f"{USER}.metrics.example",
        path=f"/u/{mail}?em={mail}#em={mail}",
        headers=(
            ("Referer", f"https://a.example/?em={EMAIL}"),
            ("Cookie", f"em={mail}"),
            ("User-Agent", f"Diary {EMAIL}"),
        ),
        body=EMAIL.encode(),
        response_headers=(("Set-Cookie", f"em={mail}"), ("Location", f"/?em={mail}")),
        response_body=json.dumps([EMAIL]).encode(),
    )
    places = {place for _, detector, _, place in found if detector == "planted"}
    assert places >= {
        "host",
        "path",
        "path:2",
        "query:em",
        "fragment:em",
        "header:referer",
        "cookie:em",
        "header:user-agent",
        "body",
        "set-cookie:em",
        "response-header:location > query:em",
        "response-body > json:/0",
    }


def test_an_address_that_is_cut_into_dns_labels() -> None:
    written = base64.b32encode(EMAIL.encode()).decode().rstrip("=").lower()
    host = f"{written[:30]}.{written[30:]}.metrics.example"
    assert ("identity.email", "planted", "plain", "host > labels > base32") in seen(DETECTORS, host=host)
    assert seen(DETECTORS, host=f"{written[:30]}.metrics.example") == []


def test_base64_at_any_offset_of_binary_data() -> None:
    for offset in range(3):
        data = bytes(range(128, 128 + offset)) + b"\xff\x00\xfe" + EMAIL.encode() + b"\x00\xff\xfe\xfd"
        assert any(form.startswith(("base64", "plain")) for form in forms(DETECTORS, base64.b64encode(data).decode()))
    assert forms(DETECTORS, base64.b64encode(b"\xff\x00\xfesomebody.else@quietpost.example").decode()) == []


@settings(max_examples=200)
@given(
    st.sampled_from([EMAIL, NAME, PHONE, USER, ADVERTISING, JOURNAL, BIRTH]),
    st.lists(st.sampled_from(sorted(ENCODERS)), max_size=5),
)
def test_a_planted_value_in_any_chain_is_seen_at_its_place(value: str, chain: list[str]) -> None:
    out, inner = encode(value, chain)
    assume(len(out) < 100_000)
    place = f"body > {inner}" if inner else "body"
    found = seen(DETECTORS, body=out.encode())
    assert place in [hit[3] for hit in found if hit[1:3] == ("planted", "plain")]


_OTHER = st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Z"]), max_size=80)


@given(_OTHER, st.lists(st.sampled_from(sorted(ENCODERS)), max_size=3))
def test_random_text_is_never_a_planted_value(text: str, chain: list[str]) -> None:
    out, _ = encode(text, chain)
    assert [hit for hit in hits(DETECTORS, body=out.encode()) if hit.detector == "planted"] == []


def test_a_persona_without_values() -> None:
    nobody = Detectors(policies(), Persona(id="p", values=()))
    assert seen(nobody, body=EMAIL.encode()) == [("identity.email", "shape", "plain", "body")]
    assert not nobody.holds_value(EMAIL)
    assert seen(Detectors(policies(), None), body=NAME.encode()) == []


def test_what_holds_a_value() -> None:
    for text in (EMAIL, f"https://a.example/{EMAIL}", hashlib.md5(EMAIL.encode()).hexdigest(), "+34 612 48 77 05"):  # noqa: S324
        assert DETECTORS.holds_value(text)
    for text in ("", "in.metrics.example", "body > json:/email", "612", hashlib.md5(b"other").hexdigest()):  # noqa: S324
        assert not DETECTORS.holds_value(text)


def test_values_do_not_show_in_what_is_printed() -> None:
    assert EMAIL not in repr(PlantedValue(category="identity.email", value=EMAIL))
    assert EMAIL not in repr(PERSONA)


def test_a_hash_that_is_sent_as_a_number() -> None:
    first, _ = mmh3.hash64(EMAIL.encode())
    assert forms(planted(EMAIL), first) == ["mmh3_64_1"]
    assert forms(planted(EMAIL), first + 1) == []
    assert forms(planted(EMAIL), 10**60) == []


@pytest.mark.parametrize("text", ["070/1740635", "+46 701740635", "(070)1740635", "70-1740635"])
def test_a_telephone_number_in_two_groups(text: str) -> None:
    phone = planted("+46 70 174 06 35", "identity.phone")
    assert len(forms(phone, f"call {text} now")) == 1
    assert forms(phone, f"call {text}9 now") == []


def test_values_too_regular_to_search_are_still_withheld() -> None:
    value = PlantedValue(category="identity.birth_date", value="2000-02-02")
    assert Planted(SearchPatterns(), (value,), {}).holds("born:2000-02-02")
    assert not Planted(SearchPatterns(), (value,), {}).holds("born:2000-02-20")
