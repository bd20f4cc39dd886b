"""Which app captures name, and that nothing else does."""

import json
from collections.abc import Callable
from pathlib import Path

from mhaudit.ingest.named_app import named_app
from mhaudit.ingest.reader import Capture
from mhaudit.model.subject import NamedApp
from tests.conftest import Run

ROW = "10001,t.example,1712307431146,0,Acme,Analytics,org.example.calm,Calm"
CSV = '"uid","daddr","time","uncertain","Tracker","Category","Package","App"\n' + ROW + "\n"


def har(path: Path, **app: str) -> Capture:
    """A HAR of one request that names an app, if any."""
    entry = {
        "startedDateTime": "2026-11-20T09:00:00.000Z",
        "request": {"method": "GET", "url": "https://api.calm.example/"},
        "response": {"status": 200},
    }
    log = {"entries": [entry], **({"_tweasel": {"apps": [app]}} if app else {})}
    path.write_text(json.dumps({"log": log}), encoding="utf-8")
    return Capture(path, path.name)


def test_captures_of_one_app_name_it(tmp_path: Path) -> None:
    one = har(tmp_path / "a.har", id="org.example.calm", name="Calm", version="1")
    two = har(tmp_path / "b.har", id="org.example.calm", version="2")
    assert named_app([one, two]) == NamedApp(
        id="org.example.calm",
        name="Calm",
        version="1; 2",
        source="a.har: log._tweasel.apps[0]; b.har: log._tweasel.apps[0]",
    )


def test_captures_of_two_apps_name_none(tmp_path: Path) -> None:
    one, two = har(tmp_path / "a.har", id="org.example.calm"), har(tmp_path / "b.har", id="org.example.other")
    assert named_app([one, two]) is None


def test_hosts_name_no_app(tmp_path: Path) -> None:
    assert named_app([har(tmp_path / "a.har")]) is None


def test_rows_of_one_app_name_it(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(CSV, encoding="utf-8")
    named = NamedApp(id="org.example.calm", platform="android", source="t.csv: the app of each row")
    assert named_app([Capture(path, "t.csv")], ["org.example.calm"]) == named
    rows = ["org.example.calm", "org.example.other"]
    assert named_app([Capture(path, "t.csv")], rows) is None
    assert named_app([Capture(path, "t.csv")], rows, "org.example.calm") == named
    assert named_app([Capture(path, "t.csv")], rows, "org.example.third") is None


def test_a_case_names_the_file_of_the_app(tmp_path: Path) -> None:
    capture = har(tmp_path / "a.har")
    inside = Capture(capture.path, "case/a.har", case=tmp_path)
    (tmp_path / "case.yaml").write_text("package: {name: calm-1.2.apk, sha256: 00}\n", encoding="utf-8")
    source = f"{tmp_path.name}/case.yaml: package"
    assert named_app([inside]) == NamedApp(name="calm-1.2.apk", source=source)
    (tmp_path / "case.yaml").write_text("package: calm\n", encoding="utf-8")
    assert named_app([inside]) is None


def test_a_report_is_about_the_app_that_its_capture_names(run: Callable[..., Run], tmp_path: Path) -> None:
    har(tmp_path / "a.har", id="org.example.calm", name="Calm", version="1", platform="android")
    result = run("audit", tmp_path / "a.har", "--out", tmp_path / "out")
    assert result.out.startswith("Incomplete Calm: ")
    subject = json.loads((tmp_path / "out" / "audit.json").read_bytes())["subject"]
    assert (subject["id"], subject["name"], subject["version"]) == ("org.example.calm", "Calm", "1")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "<h1><bdi>Calm</bdi></h1>" in page
    assert "named by <bdi>a.har: log._tweasel.apps[0]</bdi>" in page
