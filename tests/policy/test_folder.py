from pathlib import Path

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.policy.folder import KINDS, built_in, content, read
from tests.policy.write import ORGANISATION, SERVICE, folder

FILES = {"organisations/acme.yaml": ORGANISATION, "services/acme-metrics.yaml": SERVICE}


def faults(path: Path) -> list[str]:
    with pytest.raises(InvalidFiles) as raised:
        read(path, "team")
    return [str(fault).replace(str(path), "…") for fault in raised.value.faults]


def test_the_shipped_folder_has_a_schema_for_each_kind() -> None:
    assert [kind for kind in KINDS.values() if not (built_in() / "schema" / f"{kind}.schema.json").is_file()] == []


def test_files_come_with_kind_and_name(tmp_path: Path) -> None:
    found = read(folder(tmp_path, FILES), "team")
    assert [(kind, name, content.decode()) for kind, name, content in found.files] == [
        ("organisation", "organisations/acme.yaml", ORGANISATION),
        ("service", "services/acme-metrics.yaml", SERVICE),
    ]
    assert found.name == "team"


def test_the_digest_is_that_of_names_and_contents(tmp_path: Path) -> None:
    first = read(folder(tmp_path / "a", FILES), "team").digest
    assert read(folder(tmp_path / "b", FILES), "other").digest == first
    changed = FILES | {"organisations/acme.yaml": ORGANISATION + "\n"}
    renamed = {"organisations/acne.yaml": ORGANISATION, "services/acme-metrics.yaml": SERVICE}
    assert (
        len(
            {
                first,
                *(read(folder(tmp_path / name, files), "").digest for name, files in [("c", changed), ("d", renamed)]),
            }
        )
        == 3
    )


def test_hidden_files_and_readmes_are_not_policies(tmp_path: Path) -> None:
    root = folder(tmp_path, FILES | {"services/README.md": "x", "services/.draft.yaml": "x", ".git/x.yaml": "x"})
    assert len(read(root, "team").files) == 2


def test_a_misspelt_folder_is_named(tmp_path: Path) -> None:
    root = folder(tmp_path, FILES | {"service/x.yaml": "x"})
    assert faults(root) == ["…/service: unknown kind of policy 'service'; did you mean 'services'?"]


def test_a_file_that_would_not_be_read_is_named(tmp_path: Path) -> None:
    root = folder(tmp_path, FILES | {"services/x.yml": "x"})
    assert faults(root) == ["…/services/x.yml: is not read: the name of a policy file ends in .yaml"]


def test_a_folder_in_place_of_a_file_is_a_fault(tmp_path: Path) -> None:
    root = folder(tmp_path, FILES)
    (root / "services" / "x.yaml").mkdir()
    assert faults(root) == ["…/services/x.yaml: can't be read: Is a directory"]


def test_nothing_there_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path / "none") == ["…: is not a folder; give a folder of policy files"]
    assert faults(tmp_path) == ["…: has no policy files; expected folders such as services or rules"]


@pytest.mark.parametrize("size", [0, 1, (1 << 16) - 1, 1 << 16, (1 << 17) + 1])
def test_a_file_of_any_size_is_read_whole(tmp_path: Path, size: int) -> None:
    written = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    (tmp_path / "x").write_bytes(written)
    assert content(str(tmp_path / "x")) == written


def test_a_file_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    root = folder(tmp_path, FILES)
    (root / "services" / "x.yaml").mkdir()
    assert faults(root) == ["…/services/x.yaml: can't be read: Is a directory"]
