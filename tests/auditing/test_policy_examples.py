"""The examples of policy files are run: one that does not hold is a fault with its place, one that does is not."""

from pathlib import Path

import pytest

from mhaudit.auditing.policy_examples import check_examples, exchange
from mhaudit.model.capture import Exchange
from mhaudit.policy.assemble import assemble, check_layers
from mhaudit.policy.load import read_folders
from tests.policy.write import KIND, ORGANISATION, RULE, SERVICE, folder

FILES = {
    "organisations/acme.yaml": ORGANISATION,
    "services/acme-metrics.yaml": SERVICE,
    "data/mood.colour.yaml": KIND,
    "rules/XX-001.yaml": RULE,
    "packs/mine.yaml": "id: mine\ntitle: Mine\nwhy: Ours alone.\nrules: [XX-001]\nfail_on: high\n",
}
BROKEN = {
    "service that should match": (
        "services/acme-metrics.yaml",
        "https://in.acme-metrics.example/",
        "https://in.acme-metrics.invalid/",
        "9: examples.match[0]: acme-metrics should match: the host belongs to no known service",
    ),
    "service that should not match": (
        "services/acme-metrics.yaml",
        "https://acme-neighbour.example/",
        "https://x.acme-metrics.example/",
        "10: examples.pass[0]: acme-metrics should not match, but does: the host belongs to Acme Metrics",
    ),
    "kind that should match": (
        "data/mood.colour.yaml",
        "{json: {mood_colour: blue}}",
        "{json: {mood_colour: 12}}",
        "12: examples.match[0]: mood.colour should match: observed: nothing",
    ),
    "kind that should not match": (
        "data/mood.colour.yaml",
        "{json: {wall_colour: blue}}",
        "{json: {moodColour: blue}}",
        "13: examples.pass[0]: mood.colour should not match, but does: observed: mood.colour (",
    ),
    "rule that should match": (
        "rules/XX-001.yaml",
        "{json: {mood: 3}}",
        "{json: {tint: 3}}",
        "10: examples.match[0]: XX-001 should match: observed: nothing; ",
    ),
    "rule that should not match": (
        "rules/XX-001.yaml",
        "{json: {mood_board: 3}}",
        "{json: {mood: 4}}",
        "11: examples.pass[0]: XX-001 should not match, but does: observed: mood.score (",
    ),
}


NEEDY = RULE.replace("XX-001", "XX-002").replace("because:", "needs: [audience]\nbecause:")


def checked(root: Path) -> tuple[list[str], int]:
    """The faults of a folder that lies on the shipped ones, without its path, and how many examples were run in all."""
    layers = check_layers(read_folders([root]))
    found, count = check_examples(layers, assemble(layers))
    own = [fault for fault in found if fault.file.startswith(f"{root}/")]
    return [str(fault).removeprefix(f"{root}/") for fault in own], count


@pytest.fixture(scope="module")
def faults(own_cache: None, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is found when every example is made wrong."""
    files = dict(FILES)
    for file, was, becomes, _ in BROKEN.values():
        assert was in files[file]
        files[file] = files[file].replace(was, becomes)
    return checked(folder(tmp_path_factory.mktemp("broken"), files))[0]


@pytest.fixture(scope="module")
def shipped() -> int:
    """How many examples the shipped files have."""
    layers = check_layers(read_folders())
    return check_examples(layers, assemble(layers))[1]


def test_correct_examples_are_not_faults(tmp_path: Path, shipped: int) -> None:
    found, count = checked(folder(tmp_path, FILES))
    assert (found, count - shipped) == ([], 6)


@pytest.mark.parametrize("case", BROKEN)
def test_an_example_that_does_not_hold_is_found(faults: list[str], case: str) -> None:
    file, _, _, says = BROKEN[case]
    assert sum(line.startswith(f"{file}:{says}") for line in faults) == 1


def test_nothing_else_is_found(faults: list[str]) -> None:
    assert len(faults) == len(BROKEN)


def test_a_rule_that_needs_what_an_example_has_not_is_not_run(tmp_path: Path, shipped: int) -> None:
    wrong = NEEDY.replace("{json: {mood: 3}}", "{json: {tint: 3}}")
    found, count = checked(folder(tmp_path, FILES | {"rules/XX-002.yaml": wrong}))
    assert (found, count - shipped) == ([], 6)


@pytest.mark.parametrize(
    ("request_", "method", "content_type", "body"),
    [
        ({"json": {"a": [1]}}, "POST", "application/json", b'{"a":[1]}'),
        ({"form": {"a": "x y"}}, "POST", "application/x-www-form-urlencoded", b"a=x+y"),
        ({"text": "é"}, "POST", "text/plain", "é".encode()),
        ({"base64": "CgH/"}, "POST", "application/octet-stream", b"\n\x01\xff"),
        ({}, "GET", "", b""),
        ({"method": "PUT", "text": "x"}, "PUT", "text/plain", b"x"),
    ],
)
def test_an_example_becomes_an_exchange(
    request_: dict[str, object], method: str, content_type: str, body: bytes
) -> None:
    made = exchange({"url": "wss://a.example:8443/p?q=1#f", "headers": {"x": "y"}, **request_})
    typed = (("content-type", content_type),) if content_type else ()
    assert made == Exchange(
        capture="example",
        number=1,
        scheme="https",
        host="a.example",
        method=method,
        path="/p?q=1#f",
        headers=(("x", "y"), *typed),
        body=body,
    )
