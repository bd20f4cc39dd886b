"""The app and the device that a HAR names beside its entries."""

import json
from pathlib import Path
from typing import Any

import pytest

from mhaudit.ingest.har.about import named_in_har
from mhaudit.model.subject import NamedApp

APP = {"id": "org.example.calm", "name": "Calm  Day", "version": "1.2.3", "platform": "Android", "versionCode": "7"}
DEVICE = {"manufacturer": "Google", "model": "Pixel 7", "platform": "android", "osVersion": "14", "runTarget": "device"}
TITLES = [{"id": "p", "title": "Android device: Pixel 7"}, {"id": "q", "title": "Chrome 130"}, {"title": 3}]


def har(
    path: Path, *, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None, size: int = 0
) -> Path:
    """A HAR with fields before and after its entries, of which one is `size` bytes long."""
    entries = [{"request": {"url": "https://x.example/", "postData": {"text": "x" * size}}}]
    path.write_text(json.dumps({"log": {**(before or {}), "entries": entries, **(after or {})}}), encoding="utf-8")
    return path


@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize("size", [0, 600_000])
def test_an_app_is_named_on_either_side_of_the_entries(tmp_path: Path, where: str, size: int) -> None:
    path = har(tmp_path / "a.har", size=size, **{where: {"_tweasel": {"apps": [APP], "device": DEVICE}}})
    assert named_in_har(path, "a.har") == NamedApp(
        id="org.example.calm",
        name="Calm Day",
        version="1.2.3",
        platform="android",
        device="Google Pixel 7, android 14",
        source="a.har: log._tweasel.apps[0]",
    )


@pytest.mark.parametrize("apps", [[], [APP, {**APP, "id": "org.example.other"}], "x", [3], None])
def test_of_several_apps_none_is_chosen(tmp_path: Path, apps: object) -> None:
    path = har(tmp_path / "a.har", after={"_tweasel": {"apps": apps, "device": {**DEVICE, "runTarget": "emulator"}}})
    assert named_in_har(path, "a.har") == NamedApp(
        device="Google Pixel 7, android 14, emulator", source="a.har: log._tweasel"
    )


@pytest.mark.parametrize("about", [{}, {"apps": [{"id": 3, "name": None}]}, "x", [], {"device": "Pixel"}])
def test_values_that_are_not_text_name_nothing(tmp_path: Path, about: object) -> None:
    found = named_in_har(har(tmp_path / "a.har", after={"_tweasel": about}), "a.har")
    assert found is None or found == NamedApp(source=found.source)


def test_a_platform_of_another_name_is_left_out(tmp_path: Path) -> None:
    path = har(tmp_path / "a.har", after={"_tweasel": {"apps": [{**APP, "platform": "symbian"}]}})
    found = named_in_har(path, "a.har")
    assert found and found.platform == ""


def test_text_of_a_body_names_no_app(tmp_path: Path) -> None:
    body = json.dumps({"_tweasel": {"apps": [APP]}, "creator": {"name": "HTTP Toolkit"}, "pages": TITLES})
    path = tmp_path / "a.har"
    path.write_text(json.dumps({"log": {"entries": [{"request": {"postData": {"text": body}}}]}}), encoding="utf-8")
    assert named_in_har(path, "a.har") is None


@pytest.mark.parametrize(
    ("creator", "device"),
    [("HTTP Toolkit", "Android device: Pixel 7; Chrome 130"), ("WebInspector", None)],
)
def test_pages_are_sources_in_one_dialect_alone(tmp_path: Path, creator: str, device: str | None) -> None:
    path = har(tmp_path / "a.har", before={"creator": {"name": creator}, "pages": TITLES})
    expected = NamedApp(device=device, source="a.har: log.pages") if device else None
    assert named_in_har(path, "a.har") == expected


def test_a_long_name_is_cut(tmp_path: Path) -> None:
    found = named_in_har(har(tmp_path / "a.har", after={"_tweasel": {"apps": [{**APP, "name": "n" * 201}]}}), "a.har")
    assert found and found.name == "n" * 200


def test_a_damaged_file_names_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.har"
    path.write_bytes(b'{"log":{"entries":[],"_tweasel":{"apps":[{"id":"\xff')
    assert named_in_har(path, "a.har") is None
