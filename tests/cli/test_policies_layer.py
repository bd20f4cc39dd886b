"""Where a layer may be written, and that it is written whole or not at all."""

from pathlib import Path

import pytest

from mhaudit.cli.policies_layer import is_day, is_shipped, write_folder
from mhaudit.errors import InvalidFiles
from tests.conftest import ROOT
from tests.policy.write import ORGANISATION, SERVICE


def test_the_shipped_folder_of_another_copy_is_seen(tmp_path: Path) -> None:
    (tmp_path / "policies" / "schema").mkdir(parents=True)
    (tmp_path / "policies" / "schema" / "service.schema.json").write_text("{}", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "policies")
    assert is_shipped(tmp_path / "policies" / "new") and is_shipped(tmp_path / "link" / "new")
    assert not is_shipped(tmp_path / "mine") and not is_shipped(ROOT)


def test_days() -> None:
    assert is_day("2026-11-23")
    assert not is_day("2026-13-01") and not is_day("23.11.2026")


def test_a_layer_is_written_whole(tmp_path: Path) -> None:
    texts = {"organisations/acme.yaml": ORGANISATION, "services/acme-metrics.yaml": SERVICE}
    write_folder(tmp_path / "in" / "mine", texts.items())
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["mine"]
    assert (tmp_path / "in" / "mine" / "organisations" / "acme.yaml").read_text(encoding="utf-8") == ORGANISATION


def test_a_layer_that_does_not_hold_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(InvalidFiles, match="unknown organisation 'acme'"):
        write_folder(tmp_path / "mine", {"services/acme-metrics.yaml": SERVICE}.items())
    assert list(tmp_path.iterdir()) == []
