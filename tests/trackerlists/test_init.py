"""The formats, and what is known of where a layer comes from."""

import hashlib

from mhaudit.trackerlists import FORMATS, convert, origin
from tests.policy.importing.given import given, known


def test_the_formats() -> None:
    assert " ".join(sorted(FORMATS)) == (
        "adblock companiesdb ddg-tds disconnect exodus hosts third-party-web trackerdb xcprivacy"
    )


def test_licences_are_those_of_the_publishers() -> None:
    licences = {name: format_.licence for name, format_ in FORMATS.items() if format_.licence}
    assert {name for name, licence in licences.items() if "NC" in licence} == {"ddg-tds", "disconnect", "trackerdb"}
    assert licences["companiesdb"] == "CC-BY-SA-4.0"
    assert licences["exodus"].startswith("ODbL-1.0")


def test_the_origin_of_a_data_set() -> None:
    found = origin("exodus", given("{}"), "2026-11-20")
    assert (found.title, found.retrieved, found.format) == ("Exodus Privacy trackers", "2026-11-20", "exodus")
    assert found.digest == hashlib.sha256(b"{}").hexdigest()


def test_a_list_says_its_own_title_and_licence() -> None:
    found = origin("adblock", given("! Title: Easy\n! License: GPL-3.0\n"), "2026-11-20")
    assert (found.title, found.licence, found.url) == ("Easy", "GPL-3.0", "")
    silent = origin("hosts", given("a.example\n", "some/my.txt"), "2026-11-20")
    assert (silent.title, silent.licence) == ("hosts file my.txt", "not stated")


def test_a_file_becomes_services() -> None:
    made = convert("hosts", given("0.0.0.0 new.example\n", "list"), "mine", known())
    assert [(service.id, service.hosts) for service in made.services] == [("mine-list", (("new.example", False),))]
