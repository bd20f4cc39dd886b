"""The share of requests whose recipient is named, counted on captures that are known."""

import json
from pathlib import Path

import pytest

from scripts import named_recipients
from tests.conftest import ROOT

HOSTS = ("api.mixpanel.com", "www.google-analytics.com", "x.own.example", "notmixpanel.com")


def har(folder: Path, *hosts: str) -> Path:
    entries = [
        {"request": {"method": "GET", "url": f"https://{host}/", "headers": []}, "response": {"status": 200}}
        for host in hosts
    ]
    (folder / "deep").mkdir(exist_ok=True)
    (folder / "deep" / "a.har").write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}))
    (folder / "README.md").write_text("no capture")
    return folder


def test_what_is_listed_is_counted_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert named_recipients.main([str(har(tmp_path, *HOSTS)), "--least", "100"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "4 requests, 2 of them to listed hosts, 2 of these with a company",
        "100.0 % of the requests to listed hosts carry an organisation with its reason",
    ]


def test_nothing_listed_is_no_success(tmp_path: Path) -> None:
    assert named_recipients.main([str(har(tmp_path, "x.own.example")), "--least", "95"]) == 1


def test_hosts_as_the_layers_write_them() -> None:
    known = named_recipients.listed()
    assert known.holds("x.api.mixpanel.com")
    assert known.holds("1dmp.io")
    assert not known.holds("mixpanel.com.evil.example")
    assert not known.holds("com")


def test_every_listed_host_of_the_recorded_app_is_named() -> None:
    found = named_recipients.share(ROOT / "fixtures" / "meadow")
    assert found.listed == found.named > 0
    assert found.unnamed == {}
