"""Every target with what fuzzing found before, with the fixtures, and with what hypothesis makes of them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.fuzz.targets import TARGETS
from tests.ingest.captures import entry, har

KEPT = Path(__file__).parent / "corpus"
LISTS = sorted((ROOT / "fixtures" / "lists").iterdir())
SEEDS = [path.read_bytes() for path in LISTS] + [
    har(entry({"postData": {"text": "mood=3"}})),
    (ROOT / "fixtures" / "meadow" / "meadow.mitm").read_bytes()[:6000],
    b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\nmood\r\n--x--",
    b'{"tcp": {"tcp.stream": "0"}, "http": {"x": {"http.request.method": "GET"}}}',
]


def kept(name: str) -> list[Path]:
    return sorted(path for folder in (KEPT / name, KEPT / "any") if folder.exists() for path in folder.iterdir())


@pytest.mark.parametrize("name", TARGETS)
def test_what_was_found_before_is_found_no_more(name: str) -> None:
    for path in kept(name):
        TARGETS[name](path.read_bytes())


def test_every_case_that_is_kept_has_its_target() -> None:
    assert {path.name for path in KEPT.iterdir()} <= {*TARGETS, "any"}


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=30)
@given(
    seed=st.sampled_from(SEEDS),
    at=st.floats(0, 1),
    cut=st.integers(0, 50),
    noise=st.binary(max_size=50) | st.sampled_from([b"", b"[" * 3000, b"9" * 5000, b"\0" * 100, b"\xff" * 20]),
)
def test_nothing_but_the_project_s_own_errors_comes_out(
    name: str, seed: bytes, at: float, cut: int, noise: bytes
) -> None:
    place = int(at * len(seed))
    TARGETS[name](seed[:place] + noise + seed[place + cut :])
