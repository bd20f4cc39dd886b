"""The files of a layer: right by their schemas, whatever the names hold, and each with its origin."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from mhaudit.errors import Fault
from mhaudit.policy.folder import built_in
from mhaudit.policy.schema import check, validators
from mhaudit.policy.yaml_text import parse
from mhaudit.trackerlists.conversion import Conversion, clean
from mhaudit.trackerlists.entity import Entity, Written
from mhaudit.trackerlists.layer_files import LAYER_FILE, Origin, caution, files, scalar
from tests.policy.importing.given import known

ORIGIN = Origin(
    title="A list: of hosts",
    url="https://list.example/",
    licence="CC-BY-NC-SA-4.0",
    retrieved="2026-11-20",
    digest="ab" * 32,
    format="trackerdb",
    verified="org-db",
)
NAMES = st.sampled_from(["null", "1e3", "- x", "{a: b}", "# no", "NO", "a: b", "'", '"', "\\", "=", "🙂", "@x", "0x1"])


def made(name: str, company: str) -> dict[str, str]:
    conversion = Conversion(file="f", prefix="mine", known=known(), left_out=Counter(), companies={})
    entity = Entity(name=name, company=company, hosts=(Written("new.example", True),), country="DE", contact=company)
    conversion.run([entity])
    return dict(files(conversion, ORIGIN))


@drawn(NAMES | st.text(max_size=20), NAMES | st.text(max_size=20))
def test_any_name_makes_right_files(name: str, company: str) -> None:
    texts = made(name, company)
    for path, text in texts.items():
        faults: list[Fault] = []
        source = parse(text.encode(), path, faults)
        assert source and faults == []
        if path != LAYER_FILE:
            kind = {"services": "service", "organisations": "organisation"}[path.split("/")[0]]
            assert list(check(source, validators(built_in() / "schema")[kind])) == []
            assert source.data["id"] == Path(path).stem
        if path.startswith("services/"):
            assert source.data["name"] == (clean(name) or "unnamed")


def test_every_file_names_its_origin() -> None:
    for text in made("Pixel", "New").values():
        for part in (ORIGIN.title, ORIGIN.licence, ORIGIN.retrieved, ORIGIN.digest):
            assert part in text


def test_the_layer_file() -> None:
    assert made("Pixel", "New")[LAYER_FILE] == (
        'title: "A list: of hosts"\n'
        'source: "https://list.example/"\n'
        "licence: CC-BY-NC-SA-4.0\n"
        'asks: "that it is not used commercially, and what is made from it is passed on under the same licence"\n'
        "format: trackerdb\n"
        'retrieved: "2026-11-20"\n'
        f"sha256: {'ab' * 32}\n"
        "services: 1\n"
        "organisations: 1\n"
    )


@pytest.mark.parametrize(
    ("licence", "asked"),
    [
        ("CC-BY-NC-SA-4.0", 2),
        ("CC BY-SA 4.0", 1),
        ("ODbL-1.0 (contents DbCL-1.0)", 1),
        ("GPL-3.0", 1),
        ("MIT", 0),
        ("CC-BY-4.0", 0),
        ("not stated", 0),
    ],
)
def test_what_a_licence_asks(licence: str, asked: int) -> None:
    text = caution(licence)
    assert ("commercially" in text) + ("same licence" in text) == asked


def test_plain_words_stay_plain() -> None:
    assert [scalar(text) for text in ("Acme Inc.", "true", "3com", "a: b")] == [
        "Acme Inc.",
        '"true"',
        '"3com"',
        '"a: b"',
    ]
