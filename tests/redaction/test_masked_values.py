"""What may be shown of one exchange: nothing planted in any layer, and the rest as it was sent."""

import base64
import gzip
import hashlib
import json
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from msgspec.structs import replace

from mhaudit.api.showing import show_exchange
from mhaudit.auditing.engine import Question
from mhaudit.auditing.options import question
from mhaudit.collect.masking import MASK, WITHHELD
from mhaudit.decode.limits import Limits
from mhaudit.decode.text_decoders import DecodingCache
from mhaudit.decode.walk import Walk
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.reader import Capture
from mhaudit.model.capture import Exchange, Message
from mhaudit.model.place import Scalar, Wanted, place
from mhaudit.redaction.masked_values import MaskedExchange, ValueMasker
from tests.redaction.sample import EMAIL, JOURNAL, asked, exchange


def forms(value: object) -> list[str]:
    """A planted text as apps write it: plain, in an address, in base64 and as hexadecimal digits, and hashed."""
    text = str(value)
    if not isinstance(value, str) or len(text) < 4:
        return []
    plain = [
        text,
        quote(text, safe=""),
        quote_plus(text),
        text.encode().hex(),
        base64.b64encode(text.encode()).decode(),
    ]
    hashed = [
        hashlib.new(name, each.encode()).hexdigest()
        for name in ("md5", "sha1", "sha256")
        for each in (text, text.lower())
    ]
    return [*plain, plain[-1].rstrip("=")[:-1], *hashed]


def masked(**fields: object) -> MaskedExchange:
    return ValueMasker(asked()).of(exchange(**fields))


def shown(question: Question | None = None, **fields: object) -> dict[str, Scalar]:
    """Every place of an exchange with what may be shown of it."""
    one = exchange(**fields)
    found = ValueMasker(question or asked()).of(one)
    nothing = Wanted(lambda _: False)
    documents = Walk(one, Limits(), DecodingCache(), nothing, nothing).documents()
    leaves = (leaf for document in documents for leaf in [*document.leaves, *document.odd])
    return {place(trail): found.value(trail, value) for trail, _, value in leaves}


def body(**fields: object) -> dict[str, Scalar]:
    """The same for a body of JSON, by the names of its fields."""
    found = shown(body=json.dumps(fields).encode())
    return {name: found[f"body > json:/{name}"] for name in fields}


@pytest.mark.parametrize("name", ["meadow.mitm", "meadow.har"])
def test_no_exchange_shows_a_planted_value(meadow: Path, name: str) -> None:
    persona = meadow / "meadow.persona.yaml"
    asked_for = question(persona=persona)
    assert asked_for.persona
    capture = Capture(meadow / name, name)
    written = [form for value in asked_for.persona.values for form in forms(value.value)]
    assert len(written) > 100
    reader = reader_for(capture)
    assert reader
    numbers = [item.number for item in reader.read(capture) if isinstance(item, Exchange)]
    assert len(numbers) == 85
    found = [show_exchange(meadow / name, number, persona=persona) for number in numbers[::6]]
    texts = [
        "\n".join([one.exchange.path, one.exchange.host, *(f"{value.place} {value.value!r}" for value in one.values)])
        for one in found
    ]
    assert [text for text in texts if any(form in text for form in written)] == []
    assert sum(one.masked for one in found) > 50


def test_a_field_that_says_nothing_personal_is_shown_as_it_was_sent() -> None:
    assert body(mood=3, count=3, note="all fine", on=True) == {"mood": MASK, "count": 3, "note": "all fine", "on": True}


def test_a_value_is_masked_wherever_it_stands_in_a_text() -> None:
    found = masked(body=json.dumps({"email": "kim@mail.example", "full_name": "Kim Novak"}).encode())
    assert found.text("kim@mail.example or KIM NOVAK at 9") == f"{MASK} or {MASK} at 9"
    assert found.text(f"so {JOURNAL[11:]}!") == f"so {MASK}!"
    assert found.text("mail to nobody at 9") == "mail to nobody at 9"


def test_a_text_around_a_number_is_masked_as_a_whole() -> None:
    found = body(data=json.dumps({"mood": 3, "v": 2}), other=json.dumps({"moods": 7, "v": 2}))
    assert found == {"data": '{"•••": •••, "•••": •••}', "other": '{"moods": 7, "v": 2}'}


def test_layers_around_a_value_do_not_show_it() -> None:
    packed = base64.b64encode(gzip.compress(json.dumps({"email": EMAIL}).encode(), mtime=0)).decode()
    plain = base64.b64encode(json.dumps({"plan": "free"}).encode()).decode()
    found = shown(body=json.dumps({"data": packed, "other": plain}).encode())
    assert packed[8:24] not in "\n".join(map(str, found.values()))
    assert found["body > json:/data > base64 > gzip > json:/email"] == "•••.•••+•••@•••.•••"
    assert found["body > json:/other"] == plain


def test_what_comes_back_is_masked_without_a_persona() -> None:
    found = shown(replace(asked(), persona=None), response_body=b'{"email":"kim@mail.example","plan":"free"}')
    assert found["response-body > json:/email"] == "•••@•••.•••"
    assert found["response-body > json:/plan"] == "free"


def test_messages_headers_and_cookies_are_masked() -> None:
    found = shown(
        headers=(
            ("authorization", "Bearer abc123def"),
            ("referer", f"https://x.example/?q={EMAIL}"),
            ("x-n", "5"),
            ("cookie", "lang=en"),
        ),
        messages=(Message(sent=True, content=json.dumps({"text": JOURNAL}).encode()),),
    )
    assert found["header:authorization"] == "••• •••"
    assert found["header:referer"] == "•••://•••.•••/?•••=•••.•••+•••@•••.•••"
    assert found["header:x-n"] == "5"
    assert found["cookie:lang"] == MASK
    assert set(str(found["message:0 > json:/text"])) == {"•", " ", "…"}


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/a/b?v=2", "/a/b?v=2"),
        (f"/u/{EMAIL}/b", "/u/•••.•••+•••@•••.•••/b"),
        ("/u?email=ines.calderon%2Bmh31%40quietpost.example&v=2", f"/u?email={MASK}&v=2"),
        ("/u?mood=3&moods=3", f"/u?mood={MASK}&moods=3"),
        ("/u?v=2&token=s3cr3tvalue", f"/u?v=2&token={MASK}"),
        (f"/u#mail={EMAIL}", f"/u#mail={MASK}"),
        ("/u?kim%40mail.example=1", f"/u?{WITHHELD}=1"),
    ],
)
def test_the_request_line(path: str, written: str) -> None:
    assert masked(path=path).path(path) == written


def test_a_name_that_tells_a_value_is_not_shown() -> None:
    assert shown(body=json.dumps({EMAIL: 1, "v": 1}).encode())[f"body > json:/{EMAIL}"] == MASK
    assert masked().place(f"body > json:/{EMAIL}") == f"body > json:/{WITHHELD}"
