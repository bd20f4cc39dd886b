from pathlib import Path

import pytest

from mhaudit.ingest.contacts.tracker_control import TrackerControl
from mhaudit.model.capture import Gap
from tests.ingest.contacts.lists import LISTS, NINE, contact, contacts, gaps, items, written

HEAD = '"uid","daddr","time","uncertain","Tracker","Category","Package","App"\n'


def test_the_hosts_that_apps_contacted() -> None:
    times = [NINE + offset + 0.5 for offset in (0, 1, 2)]
    name = "tracker-control.csv"
    assert items(LISTS / name) == [
        contact(
            name,
            1,
            "api.segment.io",
            app="app.meadow",
            first=times[0],
            last=times[0],
            says="TrackerControl lists it as Twilio (Analytics)",
        ),
        contact(
            name,
            2,
            "203.0.113.7",
            ip="203.0.113.7",
            app="app.meadow",
            first=times[1],
            last=times[1],
            says="TrackerControl lists it as Acme Metrics, and is not sure which of the names at its address it was",
        ),
        contact(
            name,
            3,
            "app.adjust.com",
            app="com.other",
            first=times[2],
            last=times[2],
            says="TrackerControl lists it as Adjust (Fingerprinting)",
        ),
    ]


@pytest.mark.parametrize("head", [HEAD, "\ufeff" + HEAD, HEAD.replace('"', "")])
def test_a_list_is_known_by_its_first_line(head: str) -> None:
    assert TrackerControl().sniff(head.encode())


@pytest.mark.parametrize("head", ["uid,daddr\n", "", "{", "IPProto,SrcIP,SrcPort\n"])
def test_other_files_are_not(head: str) -> None:
    assert not TrackerControl().sniff(head.encode())


@pytest.mark.parametrize(
    "row", ['"1","a.example"', '"1","","3","0","T","C","p","A"', '"1","a b","3","0","T","C","p","A"']
)
def test_a_damaged_row_costs_itself_alone(tmp_path: Path, row: str) -> None:
    good = '"1","a.example","","0","","C","p","A"\n'
    found = written(tmp_path, "a.csv", f"{HEAD}{good}{row}\n{good}".encode())
    assert [(item.number, item.first, item.says) for item in contacts(found)] == [(1, None, ""), (3, None, "")]
    why = "it has fewer columns than the heading, or no daddr"
    assert gaps(found) == [Gap(code="damaged-entry", detail=f"a.csv: row 2: {why}", blocking=True)]
