import gc
from pathlib import Path

from mhaudit.errors import Fault
from mhaudit.policy.assemble import parse_layer
from mhaudit.policy.folder import read
from tests.policy.write import ORGANISATION, SERVICE, folder


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


def test_a_host_is_listed_once_in_a_service(tmp_path: Path) -> None:
    line = "  - {host: acme-metrics.example, match: suffix, verified: vendor}\n"
    (found,) = faults(tmp_path, {"services/acme-metrics.yaml": SERVICE.replace(line, line * 2)})
    assert found.endswith(":7: hosts[1].host: acme-metrics.example is listed by the service 'acme-metrics' already")


def test_two_hosts_under_one_domain_do_not_clash(tmp_path: Path) -> None:
    other = SERVICE.replace("id: acme-metrics", "id: other").replace("host: acme", "host: in.acme")
    assert faults(tmp_path, {"services/acme-metrics.yaml": SERVICE, "services/other.yaml": other}) == []


def test_collecting_goes_on_afterwards_as_it_was_before(tmp_path: Path) -> None:
    root = folder(tmp_path, {"organisations/acme.yaml": ORGANISATION})
    try:
        for running in (False, True):
            (gc.enable if running else gc.disable)()
            parse_layer(read(root, "team"), [])
            assert gc.isenabled() is running
    finally:
        gc.enable()
