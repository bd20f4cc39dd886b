from collections.abc import Callable
from pathlib import Path

from mitmproxy.test.tflow import tflow

from mhaudit.record.sealing import seal
from tests.conftest import Run
from tests.ingest.captures import dump
from tests.ingest.journals import case


def test_a_bundle_is_made_and_verified(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = case(tmp_path / "case", flows=dump([tflow(resp=True)]))
    seal(folder, {"mhaudit": "1"})
    done = run("bundle", folder)
    out = tmp_path / "case.bundle.zip"
    assert done.code == 0 and f"Written: {out} (verdict " in done.out
    assert "The recipient can check it with: mhaudit verify case.bundle.zip" in done.out
    told = run("verify", out)
    assert (told.code, told.out.splitlines()[0]) == (0, "As bundled: 5 files.")


def test_a_case_that_is_not_sealed_is_not_bundled(run: Callable[..., Run], tmp_path: Path) -> None:
    done = run("bundle", case(tmp_path / "case"))
    assert done.code == 2 and "manifest.json: can't be read" in done.err
