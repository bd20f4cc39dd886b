"""Nothing that was planted is in any format in any usual writing, wherever in the traffic it stood."""

import base64
import codecs
import hashlib
import html
import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mhaudit import auditing
from mhaudit.model.audit import Audit
from mhaudit.report import FORMATS

# PDF is printed from the HTML: what is not in that is not in this.
TEXTS = {name: render for name, render in FORMATS.items() if name != "pdf"}
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZáéñöü"
WORD = st.text(LETTERS, min_size=5, max_size=9).filter(lambda text: len(set(text.lower())) >= 4)
EMAILS = st.builds("{}.{}+x7@{}.example".format, *[st.text("abcdefghijklmnop", min_size=5, max_size=8)] * 3)
SENTENCES = st.lists(WORD, min_size=4, max_size=9).map(" ".join)
PERSONS = st.fixed_dictionaries(
    {
        "identity.email": EMAILS,
        "identity.name": st.builds("{} {}".format, WORD, WORD),
        "free_text.journal": SENTENCES,
        "identity.phone": st.integers(10**8, 10**9 - 1).map("+34{}".format),
    }
)


def writings(value: str) -> Iterator[str]:
    """The value in the usual encodings, hashed, and turned around."""
    data = value.encode()
    yield from (value, value.upper(), value[::-1], codecs.encode(value, "rot13"))
    yield from ("".join(filter(str.isalnum, value)), "-".join(re.findall(r"\w+", value)))
    yield from (data.hex(), quote(value, safe=""), quote(quote(value, safe=""), safe=""))
    yield from (base64.b64encode(data).decode(), base64.urlsafe_b64encode(data).decode().rstrip("="))
    yield from (base64.b64encode(base64.b64encode(data)).decode(), base64.b32encode(data).decode().lower())
    yield from ("".join(f"&#{ord(letter)};" for letter in value), json.dumps(value)[1:-1])
    for name in ("md5", "sha256"):
        digest = hashlib.new(name, data, usedforsecurity=False).digest()
        yield from (digest.hex(), digest.hex().upper(), base64.b64encode(digest).decode(), digest.hex()[::-1])


def entry(text: str, number: int) -> dict[str, Any]:
    """A request that has a text in its host, path, query, header and key names."""
    label = re.sub(r"[^a-z0-9-]", "", text.lower())[:60] or "x"
    part = quote(text, safe="")
    body = json.dumps({text: {"mood_score": 4}, "user_id": text, "x": {f"pre_{text}": {"email": "a.b@other.example"}}})
    url = f"https://{label}.t{number % 3}.example/u/{part}/mood?{part}=4&mood={number % 5}"
    headers = [{"name": "cookie", "value": f"mood_{part}=3"}, {"name": f"x-{label}", "value": text}]
    post = {"mimeType": "application/json", "text": body}
    return {
        "startedDateTime": "2026-11-20T09:30:00Z",
        "request": {"method": "POST", "url": url, "headers": headers, "postData": post},
        "response": {"status": 200, "headers": [], "content": {"mimeType": "application/json", "text": body}},
    }


def audited(person: dict[str, str], folder: Path, name: str = "traffic", *, unredacted: bool = False) -> Audit:
    texts = [text for value in person.values() for text in writings(value)]
    capture, persona = folder / f"{name}.har", folder / "person.yaml"
    capture.write_text(json.dumps({"log": {"entries": [entry(text, n) for n, text in enumerate(texts)]}}))
    values = "".join(f"  - {{category: {kind}, value: {json.dumps(value)}}}\n" for kind, value in person.items())
    persona.write_text(f"id: somebody\nvalues:\n{values}", encoding="utf-8")
    return auditing.audit(capture, persona=persona, unredacted=unredacted)


def readable(rendered: str | bytes) -> str:
    """What a format says; of one that is a packed file, what is in it."""
    if isinstance(rendered, str):
        return rendered
    with ZipFile(BytesIO(rendered)) as packed:
        return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


def shown(person: dict[str, str], text: str) -> list[str]:
    """The writings that stand in a text, also as JSON, HTML and addresses write them."""
    low = text.lower()
    seeds = [writing for value in person.values() for writing in writings(value)]
    seeds += [re.sub(r"[^a-z0-9-]", "", seed.lower())[:60] for seed in seeds]
    ways = {way.lower() for seed in seeds for way in (seed, json.dumps(seed)[1:-1], html.escape(seed), quote(seed))}
    return sorted(way for way in ways if len(way) >= 6 and way in low)


@settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # to make a failing person smaller takes minutes
    suppress_health_check=list(HealthCheck),
)
@given(person=PERSONS)
def test_nothing_planted_is_in_any_format(own_cache: None, person: dict[str, str]) -> None:
    with TemporaryDirectory() as folder:
        audit = audited(person, Path(folder))
    assert len(audit.observations) > 100
    for name, render in TEXTS.items():
        assert shown(person, readable(render(audit, "de"))) == [], name


PERSON = {"identity.email": "ines.calderon+mh31@quietpost.example", "identity.name": "Inés Calderón"}


def test_a_file_named_for_somebody_is_not_called_so(own_cache: None, tmp_path: Path) -> None:
    audit = audited(PERSON, tmp_path, "ines-calderon session")
    assert [capture.name for capture in audit.generated_from.captures] == ["[withheld] session.har"]


@pytest.mark.parametrize("name", TEXTS)
def test_whoever_types_the_word_sees_values_and_is_warned_in_every_format(
    own_cache: None, tmp_path: Path, name: str
) -> None:
    audit = audited(PERSON, tmp_path, unredacted=True)
    assert audit.unredacted
    said = readable(FORMATS[name](audit))
    warning = '"unredacted": true' if name == "json" else "NOT REDACTED"
    assert warning in said.replace("\n", " ")
    plain = {"html", "json", "csv-observations"}
    assert (PERSON["identity.email"] in said) == (name in plain)
