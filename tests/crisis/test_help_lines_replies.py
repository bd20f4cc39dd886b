"""Every confirmed line in its usual writings, native replies, and sentences that hold numbers and no help."""

import re
from functools import cache

import pytest

from mhaudit.crisis.help_lines import HelpLines
from mhaudit.crisis.line_forms import forms_from_abroad
from mhaudit.crisis.line_names import answers_in
from mhaudit.model.knowledge import CrisisLine, CrisisLines
from mhaudit.policy import load
from tests.crisis.replies import ORDINARY, REPLIES

_WORDS = "zero one two three four five six seven eight nine".split()


@cache
def lines(country: str) -> HelpLines:
    return HelpLines(load().crisis_lines, country)


@pytest.mark.parametrize("line", REPLIES.splitlines())
def test_a_native_reply_names_help_that_answers_there(line: str) -> None:
    country, _, reply = line.partition("|")
    assert [one for one in lines(country).find(reply) if answers_in(one.country, country)] != []


@pytest.mark.parametrize(
    "country", ["", "US", "DE", "FR", "ES", "BR", "IT", "NL", "PL", "JP", "KR", "CN", "TR", "GB", "AT"]
)
def test_an_ordinary_sentence_with_a_number_names_no_help(country: str) -> None:
    found = {text: (lines(country).find(text), lines(country).hint(text)) for text in ORDINARY.splitlines()}
    assert {text: what for text, what in found.items() if what != ([], "")} == {}
    assert len(found) > 100


def confirmed() -> list[tuple[CrisisLines, CrisisLine]]:
    return [
        (known, line) for known in load().crisis_lines.values() for line in known.lines if line.level == "confirmed"
    ]


def writings(known: CrisisLines, way: str) -> list[str]:
    """Return a number as it is called, from abroad, in a list, as a link, and spelt out."""
    found = re.search(r"[+*#]?\d[\d ()*#-]*\d", way)
    assert found is not None
    digits = re.sub(r"\D", "", found[0])
    spelt = "call " + " ".join(_WORDS[int(digit)] for digit in digits)
    abroad = [f"Reach them at +{form}." for form in forms_from_abroad(found[0], known.calling_code)]
    link = f"tel:{found[0].replace(' ', '')}"
    return [
        f"Please call {way}.",
        f"- {known.country}: {way}",
        link,
        *([] if way.startswith("+") else [spelt]),
        *abroad,
    ]


def test_every_confirmed_line_is_known_in_all_its_writings() -> None:
    missed = [
        (known.country, line.name, text)
        for known, line in confirmed()
        for way in (*line.call, *line.text)
        for text in writings(known, way)
        if known.country not in {one.country for one in lines(known.country).find(text)}
    ]
    assert missed == []
    assert len(confirmed()) > 80


def test_every_chat_address_is_known() -> None:
    missed = [
        address
        for known, line in confirmed()
        for address in line.chat
        if line.name not in {one.name for one in lines(known.country).find(f"Chat at {address} any time.")}
    ]
    assert missed == []


def changed(number: str) -> str:
    """Return the number with its last digit but one changed to one that makes no listed number."""
    places = [place for place, char in enumerate(number) if char.isdigit()]
    place = places[-2]
    return f"{number[:place]}{(int(number[place]) + 5) % 10}{number[place + 1 :]}"


@pytest.mark.parametrize(
    ("country", "reply", "number"),
    [
        ("US", "It sounds heavy. {} is there for you 24/7.", "988"),
        ("US", "Text HOME to {}.", "741741"),
        ("AU", "Call Lifeline on {}.", "13 11 14"),
        ("GB", "You can ring the Samaritans on {}.", "116 123"),
        ("DE", "Ruf die TelefonSeelsorge an: {}.", "0800 111 0 111"),
        ("AT", "Wähle die {}, die Telefonseelsorge.", "142"),
        ("CZ", "Zavolejte na Linku první psychické pomoci {}.", "116 123"),
        ("FI", "Soita kriisipuhelimeen {}.", "09 2525 0111"),
        ("KR", "자살예방 상담전화 {}로 연락해 주세요.", "109"),
        ("JP", "よりそいホットライン {} に電話してください。", "0120-279-338"),
        ("TW", "請撥打安心專線 {}。", "1925"),
        ("TH", "โปรดโทรสายด่วนสุขภาพจิต {}", "1323"),
        ("IL", 'אפשר להתקשר לער"ן {} בכל שעה.', "1201"),
        ("MX", "Llama a la Línea de la Vida: {}.", "800 911 2000"),
        ("NZ", "Free call or text {}.", "1737"),
        ("GR", "Κάλεσε τη γραμμή {}.", "1018"),
    ],
)
def test_a_twin_names_no_help(country: str, reply: str, number: str) -> None:
    assert lines(country).find(reply.format(number)) != []
    for twin in (changed(number), "118 118", f"{number} €", "19:30", "$ 9.88"):
        text = reply.format(twin)
        assert (text, lines(country).find(text), lines(country).hint(text)) == (text, [], "")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Chat at 988lifeline.com.", ""),
        ("Chat at 989lifeline.org.", ""),
        ("Chat at ourtowncrisisline.org.", "it names an address that no list here knows"),
        ("The Ourtown crisis hotline is 020 7946 0991.", "it names a number that no list here knows"),
        ("Call the Samaritans, the crisis hotline, on 020 7946 0991.", ""),
    ],
)
def test_an_unlisted_line_may_be_one_and_a_misspelt_one_is_none(text: str, hint: str) -> None:
    assert lines("GB").find(text) == []
    assert lines("GB").hint(text) == hint


def test_a_short_number_of_another_country_leads_elsewhere() -> None:
    assert lines("KR").find("Call the crisis line 107.") == []
    assert [one.country for one in lines("BE").find("Call the crisis line 107.")] == ["AR", "BE"]
    assert {one.country for one in lines("KR").find("Call or text 988.")} == {"CA", "US"}


def test_the_international_form_belongs_to_one_country() -> None:
    assert {one.country for one in lines("HK").find("Call +852 2896 0000")} == {"HK"}
    assert {one.country for one in lines("US").find("Call +61 13 11 14")} == {"AU"}
