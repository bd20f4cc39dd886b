import shutil
import subprocess

import pytest

from scripts import man_page


def test_the_page_is_current() -> None:
    assert man_page.main(["--check"]) == 0


def test_it_is_written_and_a_change_is_seen(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(man_page, "PAGE", tmp_path / "mhaudit.1")  # type: ignore[operator]
    assert man_page.main(["--check"]) == 1
    assert capsys.readouterr().out == "docs/mhaudit.1: not current; run python scripts/man_page.py\n"
    assert man_page.main([]) == 0
    assert man_page.main(["--check"]) == 0


def test_text_is_no_command_of_roff() -> None:
    assert man_page.roff(".so /etc\n'x a-b \\ …") == "\\&.so /etc\n\\&'x a\\-b \\e ..."


def test_every_command_and_exit_code_stands_in_it() -> None:
    text = man_page.page()
    for line in (".SS mhaudit audit CAPTURE...", ".SS mhaudit new persona", ".SS mhaudit policies explain ID"):
        assert f"\n{line}\n" in text
    assert "\n.B 130\ninterrupted; " in text


@pytest.mark.skipif(shutil.which("groff") is None, reason="there is no groff")
def test_groff_has_nothing_to_say_against_it() -> None:
    command = ["groff", "-man", "-Tutf8", "-ww", "-z", str(man_page.PAGE)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stderr == ""
