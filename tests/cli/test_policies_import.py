"""`mhaudit policies import`: every format becomes a layer that holds, and nothing reaches the shipped files."""

import json
import os
import plistlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mhaudit.cli import policies_import, policies_layer
from mhaudit.policy import load
from mhaudit.policy.folder import built_in
from mhaudit.trackerlists import FORMATS
from tests.conftest import Run

Runner = Callable[..., Run]
OWNER = {"name": "Newtrack Ltd"}
# One host that nobody knows, one that Mixpanel answers on, and one that many companies share.
HOSTS = ["newtrack.example", "api.mixpanel.com", "googleapis.com"]
TRACKERDB = {
    "organizations": {"n": OWNER | {"country": "UK"}},
    "patterns": {"n": {"name": "Newtrack", "category": "advertising", "organization": "n", "domains": HOSTS}},
}
FILES: dict[str, Any] = {
    "exodus": {"trackers": {"1": {"name": "Newtrack", "network_signature": "|".join(HOSTS).replace(".", r"\.")}}},
    "trackerdb": TRACKERDB,
    "disconnect": {"categories": {"Advertising": [{"Newtrack Ltd": {"https://n.example": HOSTS}}]}},
    "ddg-tds": {"trackers": {host: {"owner": OWNER} for host in HOSTS}},
    "companiesdb": {
        "categories": {"4": "advertising"},
        "trackers": {"n": {"name": "Newtrack", "categoryId": 4, "companyId": "n"}},
        "trackerDomains": dict.fromkeys(HOSTS, "n"),
    },
    "third-party-web": [{"name": "Newtrack Ltd", "category": "ad", "domains": [f"*.{host}" for host in HOSTS]}],
    "hosts": "# License: MIT\n" + "".join(f"0.0.0.0 {host}\n" for host in HOSTS if "google" not in host),
    "adblock": "".join(f"||{host}^\n" for host in HOSTS),
    "xcprivacy": plistlib.dumps({"NSPrivacyTrackingDomains": HOSTS}),
}

# Formats that say which company is behind a host; a list of the others names none.
NAMING = set(FILES) - {"exodus", "hosts", "adblock", "xcprivacy"}


def written(tmp_path: Path, format_: str) -> Path:
    """The example file of a format."""
    content = FILES[format_]
    raw = content if isinstance(content, bytes) else content if isinstance(content, str) else json.dumps(content)
    file = tmp_path / "given.data"
    file.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return file


def test_layers_hold_and_add_only_what_is_new(run: Runner, tmp_path: Path) -> None:
    """All formats at once, each with a host of its own, checked with every reference and example."""
    shipped = load(lists=False)
    layers: list[Path] = []
    for format_ in FORMATS:
        file, out = written(tmp_path, format_), tmp_path / f"mine-{format_}"
        file.write_bytes(file.read_bytes().replace(b"newtrack", f"new-{format_}".encode()))
        result = run("policies", "import", file, "--format", format_, "--out", out, "--retrieved", "2026-11-20")
        assert result.code == 0, result.err
        assert result.out == f"Imported into {out}: 1 services, {format_ in NAMING:d} organisations, 1 hosts.\n"
        assert out.stat().st_mode & 0o777 == 0o755
        layers.append(out)
    checked = run("policies", "check", *(word for out in layers for word in ("--policies", out)))
    assert (checked.code, checked.err) == (0, "")
    known = load(layers, lists=False)
    new = {service.layer: service for service in known.services.values() if service.layer != "mhaudit"}
    assert {layer: [host.host for host in service.hosts] for layer, service in new.items()} == {
        f"mine-{format_}": [f"new-{format_}.example"] for format_ in FORMATS
    }
    assert {**known.services, **shipped.services} == known.services
    assert {**known.organisations, **shipped.organisations} == known.organisations


def test_a_second_layer_adds_to_the_first(run: Runner, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    run("policies", "import", written(tmp_path, "disconnect"), "--format", "disconnect", "--out", first)
    same = run(
        *("policies", "import", written(tmp_path, "ddg-tds"), "--format", "ddg-tds", "--out", second),
        *("--policies", first),
    )
    assert (same.code, same.out, second.exists()) == (4, "", False)
    assert "contains no host that is not already known" in same.err
    file = written(tmp_path, "ddg-tds")
    file.write_bytes(file.read_bytes().replace(b"newtrack.example", b"other.example"))
    more = run("policies", "import", file, "--format", "ddg-tds", "--out", second, "--policies", first)
    assert more.out == f"Imported into {second}: 1 services, 0 organisations, 1 hosts.\n"
    checked = run("policies", "check", "--policies", first, "--policies", second)
    assert (checked.code, checked.err) == (0, "")


@pytest.mark.parametrize("format_", FORMATS)
def test_every_file_of_a_layer_names_its_origin(run: Runner, tmp_path: Path, format_: str) -> None:
    file, out = written(tmp_path, format_), tmp_path / "mine"
    run("policies", "import", file, "--format", format_, "--out", out, "--retrieved", "2026-11-20", "--licence", "L-1")
    texts = [path.read_text(encoding="utf-8") for path in out.rglob("*.yaml")]
    assert len(texts) == 2 + (format_ in NAMING)
    assert all("L-1" in text and "2026-11-20" in text for text in texts)


def test_a_licence_that_asks_something_is_told(run: Runner, tmp_path: Path) -> None:
    asked = "it is not used commercially, and what is made from it is passed on under the same licence"
    result = run("policies", "import", written(tmp_path, "trackerdb"), "--format", "trackerdb", "--out", tmp_path / "o")
    assert result.err.splitlines() == [
        "Left out: 1 hosts of the shipped policies",
        "Left out: 1 hosts that many companies share",
        f"Licence: CC-BY-NC-SA-4.0. It asks that {asked}; see layer.yaml.",
    ]
    (company,) = (tmp_path / "o" / "organisations").iterdir()
    assert "country: GB\nbasis: " in company.read_text(encoding="utf-8")


def test_the_day_of_the_file_is_the_day_it_was_fetched(run: Runner, tmp_path: Path) -> None:
    file = written(tmp_path, "hosts")
    os.utime(file, (1_790_000_000, 1_790_000_000))
    run("policies", "import", file, "--format", "hosts", "--out", tmp_path / "o", "--source", "https://l.example/x")
    layer = (tmp_path / "o" / "layer.yaml").read_text(encoding="utf-8")
    assert 'retrieved: "2026-09-21"\n' in layer and 'source: "https://l.example/x"\n' in layer
    assert "licence: MIT\n" in layer


@pytest.mark.parametrize("place", ["", "lists", "lists/new", "new"])
def test_the_shipped_folder_is_never_written_to(run: Runner, tmp_path: Path, place: str) -> None:
    before = sorted(built_in().rglob("*"))
    result = run("policies", "import", written(tmp_path, "hosts"), "--format", "hosts", "--out", built_in() / place)
    assert (result.code, result.out) == (2, "")
    assert "belongs to shipped policies" in " ".join(result.err.replace("│", " ").split())
    assert sorted(built_in().rglob("*")) == before


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (["--format", "trackers"], "unknown format 'trackers'"),
        (["--format", "hosts", "--retrieved", "2026-02-30"], "invalid date '2026-02-30'"),
        (["--format", "hosts", "--source", "here"], "invalid URL 'here'"),
        (["--format", "hosts", "--role", "advertsing"], "did you mean 'advertising'?"),
    ],
)
def test_wrong_options_are_refused(run: Runner, tmp_path: Path, options: list[str], what: str) -> None:
    result = run("policies", "import", written(tmp_path, "hosts"), *options, "--out", tmp_path / "o")
    assert (result.code, result.out, (tmp_path / "o").exists()) == (2, "", False)
    assert what in " ".join(result.err.replace("│", " ").split())


def test_a_folder_that_is_not_empty_is_left_alone(run: Runner, tmp_path: Path) -> None:
    file = written(tmp_path, "hosts")
    result = run("policies", "import", file, "--format", "hosts", "--out", tmp_path)
    assert result.code == 2
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("raw", [b"\x00\xff\xfe", b'[{"trackers": 1}]'])
def test_hostile_files_end_with_a_sentence(run: Runner, tmp_path: Path, format_: str, raw: bytes) -> None:
    file = tmp_path / "given.data"
    file.write_bytes(raw)
    result = run("policies", "import", file, "--format", format_, "--out", tmp_path / "o")
    assert (result.code, result.out) == (4, "")
    assert result.err.startswith(f"{file}:")
    assert list(tmp_path.iterdir()) == [file]


def test_files_that_are_gone_or_too_large(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone, out = tmp_path / "gone", tmp_path / "o"
    result = run("policies", "import", gone, "--format", "hosts", "--out", out)
    assert result == Run(4, "", f"{gone}: can't be read: No such file or directory\n")
    monkeypatch.setattr(policies_layer, "_LARGEST", 3)
    file = written(tmp_path, "hosts")
    result = run("policies", "import", file, "--format", "hosts", "--out", out)
    assert result == Run(4, "", f"{file}: is larger than 3 bytes\n")


def test_a_place_that_can_not_be_written_to(run: Runner, tmp_path: Path) -> None:
    file = written(tmp_path, "hosts")
    result = run("policies", "import", file, "--format", "hosts", "--out", file / "o")
    assert (result.code, result.out) == (4, "")
    assert "can't be written" in result.err


def test_the_formats_of_the_help_are_those_there_are() -> None:
    assert tuple(FORMATS) == policies_import.FORMATS
