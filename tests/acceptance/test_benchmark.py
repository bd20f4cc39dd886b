"""What `make bench` measures on is what it says: the same every time, in both formats, with every value planted."""

import hashlib
import json
import sys
from pathlib import Path

import pytest

from benchmarks import floor, recall
from benchmarks.captures import WRITERS
from benchmarks.cases import KINDS
from benchmarks.encodings import ENCODINGS
from benchmarks.measure import Cost, Spread, ratios, run, run_in_turn
from benchmarks.persona import OTHERS, VALUES, write_subject
from benchmarks.recall import score
from benchmarks.traffic import PLANTED, clean_hosts, host_of, requests
from mhaudit.cli import main
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.reader import Capture
from mhaudit.model.capture import Exchange

ENOUGH = 400  # requests until every value was planted in every encoding
PLANTED_IN = ("har", "mitm")
OTHER_SHAPES = {"mood": 30, "varied": 5, "scripts": 2}


@pytest.fixture(scope="module")
def captures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("bench")
    made = {kind: folder / f"{ENOUGH}.{kind}" for kind in PLANTED_IN}
    for kind, path in made.items():
        WRITERS[kind](path, ENOUGH)
    return made


def test_the_traffic_is_the_same_every_time(captures: dict[str, Path], tmp_path: Path) -> None:
    for kind, path in captures.items():
        WRITERS[kind](tmp_path / kind, ENOUGH)
        digests = [hashlib.sha256(file.read_bytes()).hexdigest() for file in (path, tmp_path / kind)]
        assert digests[0] == digests[1]


@pytest.mark.parametrize(("kind", "count"), OTHER_SHAPES.items())
def test_other_shapes_are_the_same_every_time_and_are_read(tmp_path: Path, kind: str, count: int) -> None:
    first, second = tmp_path / f"first.{kind}", tmp_path / f"second.{kind}"
    for path in (first, second):
        WRITERS[kind](path, count)
    assert first.read_bytes() == second.read_bytes()
    capture = Capture(first, first.name)
    reader = reader_for(capture)
    assert reader is not None
    items = list(reader.read(capture))
    assert [type(item) for item in items] == [Exchange] * count
    if kind == "varied":
        assert floor.read_bodies(first) == 2 * count


def test_the_kinds_that_are_measured_are_those_that_can_be_made() -> None:
    assert set(KINDS) == set(WRITERS) == {*PLANTED_IN, *OTHER_SHAPES}


def test_more_traffic_begins_like_less() -> None:
    assert list(requests(60))[:40] == list(requests(40))


def test_every_value_is_planted_in_every_encoding_and_no_clean_host_gets_one() -> None:
    hosts = {request.host for request in requests(ENOUGH)}
    assert {host_of(encoding, category) for encoding, category in PLANTED} <= hosts
    assert len(PLANTED) == len(ENCODINGS) * len(VALUES) == 80
    assert hosts & set(clean_hosts())
    bodies = {request.host: request.body.content for request in requests(ENOUGH) if request.body}
    for category, value in VALUES.items():
        assert value.encode() in bodies[host_of("plain", category)]
        assert not [host for host in clean_hosts() if value.encode() in bodies.get(host, b"")]
    assert not set(VALUES.values()) & set(OTHERS.values())


def test_both_formats_hold_the_same_exchanges(captures: dict[str, Path]) -> None:
    def told(path: Path) -> list[tuple[str, str, str]]:
        capture = Capture(path, path.name)
        reader = reader_for(capture)
        assert reader is not None
        items = list(reader.read(capture))
        return [(item.method, item.host, item.path) for item in items if isinstance(item, Exchange)]

    assert told(captures["har"]) == told(captures["mitm"])
    assert len(told(captures["har"])) == ENOUGH


@pytest.mark.parametrize("kind", PLANTED_IN)
def test_every_planted_value_is_found(captures: dict[str, Path], tmp_path: Path, kind: str) -> None:
    subject = write_subject(tmp_path)
    options = ["--app", str(subject.app), "--persona", str(subject.persona), "--out", str(tmp_path / "out")]
    assert main(["audit", str(captures[kind]), *options]) == 1
    found = score(recall.of_mhaudit(tmp_path / "out", captures[kind]))
    assert (found.found, found.false) == (dict.fromkeys(ENCODINGS, len(VALUES)), 0)


def test_a_score_counts_what_is_right_and_what_is_wrong() -> None:
    nothing = score(set())
    assert (nothing.total, nothing.false) == (0, 0)
    some = score(
        {
            (host_of("hex", "identity.email"), "identity.email"),
            (host_of("hex", "identity.email"), "medication.name"),
            (clean_hosts()[3], "identity.email"),
        }
    )
    assert (some.found["hex"], some.total, some.false) == (1, 1, 1)


def test_what_the_other_tools_report_is_read(captures: dict[str, Path], tmp_path: Path) -> None:
    host, category, value = host_of("plain", "identity.email"), "identity.email", VALUES["identity.email"]
    entries = json.loads(captures["har"].read_text(encoding="utf-8"))["log"]["entries"]
    at = next(n for n, entry in enumerate(entries) if entry["request"]["url"].startswith(f"https://{host}/"))
    findings: list[list[dict[str, str]]] = [[] for _ in entries]
    findings[at] = [{"adapter": "indicators", "property": category, "value": value}]
    findings[at + 1] = [{"adapter": "x", "property": "userId", "value": f"<{VALUES['identifier.user'].upper()}>"}]
    (tmp_path / "trackhar").write_text(json.dumps(findings), encoding="utf-8")
    elsewhere = entries[at + 1]["request"]["url"].split("/")[2]
    assert recall.of_trackhar(tmp_path / "trackhar", captures["har"]) == {
        (host, category),
        (elsewhere, "identifier.user"),
    }
    title = f"{category} sent to {host.removeprefix('in.')}"
    persona = {"rule_id": "PFI-PERSONA", "recipient": host.removeprefix("in."), "title": title}
    shape = {**persona, "rule_id": "PFI-EMAIL"}
    (tmp_path / "inspector").write_text(json.dumps({"findings": [persona, shape]}), encoding="utf-8")
    assert recall.of_inspector(tmp_path / "inspector", captures["har"]) == {(host, category)}


def test_reading_alone_reads_everything(captures: dict[str, Path]) -> None:
    assert floor.parse_har(captures["har"]) == ENOUGH
    assert floor.read_dump(captures["mitm"]) == floor.flow_reader(captures["mitm"]) == ENOUGH


def test_runs_take_turns(tmp_path: Path) -> None:
    log = tmp_path / "log"
    commands = {name: ["/bin/sh", "-c", f"echo {name} >>{log}"] for name in "ab"}
    costs = run_in_turn(commands, 3)
    assert log.read_text(encoding="utf-8").split() == ["a", "b"] * 3
    assert {name: len(runs) for name, runs in costs.items()} == {"a": 3, "b": 3}
    assert all(cost.mebibytes > 0 for runs in costs.values() for cost in runs)


def test_a_tool_that_fails_ends_the_benchmark() -> None:
    cost = run([sys.executable, "-c", "raise SystemExit(1)"])
    assert cost.seconds > cost.user > 0
    with pytest.raises(SystemExit, match="exit code 2"):
        run([sys.executable, "-c", "raise SystemExit(2)"])


def test_memory_is_that_of_the_tool_alone() -> None:
    held = bytearray(1 << 28)
    held[:: 1 << 12] = b"x" * (1 << 16)
    small, large = (run([sys.executable, "-S", "-c", f"x = b'x' * (1 << {bits})"]).mebibytes for bits in (10, 26))
    assert small < 64 <= large < 128 < len(held) >> 20


def test_ratios_are_taken_round_by_round() -> None:
    own, other = ([Cost(1, seconds, 1) for seconds in times] for times in ([1, 4, 9], [2, 4, 3]))
    assert ratios(own, other) == Spread(1, 0.5, 3)
