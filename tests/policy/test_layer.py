from pathlib import Path

import pytest

from mhaudit.errors import Fault
from mhaudit.policy.folder import read
from mhaudit.policy.layer import parse_layer
from tests.policy.write import KIND, ORGANISATION, SERVICE, folder


def faults(base: Path, files: dict[str, str]) -> list[str]:
    found: list[Fault] = []
    root = folder(base, files)
    parse_layer(read(root, "team"), found)
    return [str(fault).replace(f"{root}/", "") for fault in sorted(found)]


def test_right_files_are_kept_by_kind(tmp_path: Path) -> None:
    found: list[Fault] = []
    files = {"organisations/acme.yaml": ORGANISATION, "services/acme-metrics.yaml": SERVICE}
    layer = parse_layer(read(folder(tmp_path, files), "team"), found)
    assert found == []
    assert {kind: [source.data["id"] for source in sources] for kind, sources in layer.sources.items()} == {
        "organisation": ["acme"],
        "service": ["acme-metrics"],
    }


def test_all_faults_of_all_files_are_found_at_once(tmp_path: Path) -> None:
    files = {"organisations/acme.yaml": "id: acme\n", "services/x.yaml": "id: [\n", "data/mood.colour.yaml": "- 1\n"}
    assert [line.split(":")[0] for line in faults(tmp_path, files)] == [
        *("data/mood.colour.yaml", "organisations/acme.yaml", "organisations/acme.yaml", "services/x.yaml")
    ]


def test_an_id_is_the_stem_of_the_file(tmp_path: Path) -> None:
    assert faults(tmp_path, {"organisations/acne.yaml": ORGANISATION}) == [
        "organisations/acne.yaml:1: id: is 'acme', but the file is called 'acne'"
    ]


def test_a_host_belongs_to_one_service(tmp_path: Path) -> None:
    other = SERVICE.replace("id: acme-metrics", "id: other")
    assert faults(tmp_path, {"services/acme-metrics.yaml": SERVICE, "services/other.yaml": other}) == [
        "services/other.yaml:6: hosts[0].host: acme-metrics.example is listed by the service 'acme-metrics' already"
    ]


def test_a_host_stands_once_in_a_service(tmp_path: Path) -> None:
    line = "  - {host: acme-metrics.example, match: suffix, verified: vendor}\n"
    (found,) = faults(tmp_path, {"services/acme-metrics.yaml": SERVICE.replace(line, line * 2)})
    assert found.endswith(":7: hosts[1].host: acme-metrics.example is listed by the service 'acme-metrics' already")


def test_two_hosts_under_one_domain_are_no_clash(tmp_path: Path) -> None:
    other = SERVICE.replace("id: acme-metrics", "id: other").replace("host: acme", "host: in.acme")
    assert faults(tmp_path, {"services/acme-metrics.yaml": SERVICE, "services/other.yaml": other}) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[mood_colour]", "[moodColour]", "7: fields[0].keys.en[0]: key names are written normalised: 'mood_colour'"),
        ("[mood_colour]", "['---']", "7: fields[0].keys.en[0]: is not a name of letters or digits"),
        (
            "{type: enum, values: [blue]}",
            "{type: words}",
            "8: fields[0].values[0].type: is `words`, but the file has no list of words",
        ),
        (
            *("{type: enum, values: [blue]}", "{type: integer, ranges: [[9, 1]]}"),
            "8: fields[0].values[0].ranges: a range begins at 9 and ends below it, at 1",
        ),
        ("mood colour picked", "(mood+)+", "9: events[0]: the pattern repeats something that is repeated itself"),
        (
            *("{type: enum, values: [blue]}", "{type: pattern, pattern: '(x'}"),
            "8: fields[0].values[0].pattern: the pattern is not a regular expression",
        ),
    ],
)
def test_kinds_of_data_are_checked(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in KIND
    (found,) = faults(tmp_path, {"data/mood.colour.yaml": KIND.replace(old, new)})
    assert found.startswith(f"data/mood.colour.yaml:{fault}")


def test_a_right_kind_of_data_passes(tmp_path: Path) -> None:
    assert faults(tmp_path, {"data/mood.colour.yaml": KIND}) == []


def test_the_alias_of_a_questionnaire_is_checked(tmp_path: Path) -> None:
    text = "id: xyz\nname: X\nalias: '(x'\nsources: [{what: a test, checked_on: 2026-11-23, confidence: verified}]\n"
    (found,) = faults(tmp_path, {"instruments/xyz.yaml": text})
    assert found.startswith("instruments/xyz.yaml:3: alias: the pattern is not a regular expression")
