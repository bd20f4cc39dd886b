"""`mhaudit audit`: what it writes, says and takes into account."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from mhaudit.cli.audit import exit_code
from mhaudit.cli.exits import Exit
from tests.cli.traffic import MIXPANEL, OWN, clean, har, leaking, subject
from tests.conftest import ROOT, Run
from tests.policy.write import ORGANISATION, RULE, folder
from tests.report.sample import empty, full

Runner = Callable[..., Run]


def document(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "audit.json").read_text(encoding="utf-8"))
    return found


def test_it_says_where_the_files_are(run: Runner, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("audit", leaking(tmp_path), *subject(tmp_path), "--out", out)
    assert (result.code, result.err) == (1, "")
    assert result.out.startswith("Fail Own: ")
    assert result.out.endswith(f"Written to {out}: report.html, audit.json\n")
    assert sorted(path.name for path in out.iterdir()) == ["audit.json", "report.html"]


def test_without_out_it_writes_where_it_was_called(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("audit", leaking(tmp_path))
    assert (tmp_path / "mhaudit-report" / "audit.json").is_file()


def test_only_the_formats_that_are_asked_for(run: Runner, tmp_path: Path) -> None:
    run("audit", leaking(tmp_path), "--format", "txt", "--out", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["summary.txt"]


def test_a_capture_whose_name_is_no_text_is_audited_like_any(run: Runner, tmp_path: Path) -> None:
    folder, out = tmp_path / "captures", tmp_path / "out"
    har(folder / "app.har", (MIXPANEL, {"mood": 3}))
    (folder / "app.har").rename(folder / os.fsdecode(b"caf\xe9.har"))
    assert run("audit", folder, *subject(tmp_path), "--format", "json,html,md,csv", "--out", out).code == 1
    (capture,) = document(out)["generated_from"]["captures"]
    assert capture["name"] == "captures/caf\udce9.har"
    assert run("report", out / "audit.json", "--format", "json", "--out", tmp_path / "again.json").code == 0
    assert (tmp_path / "again.json").read_bytes() == (out / "audit.json").read_bytes()


def test_captures_of_the_same_name_are_told_apart(run: Runner, tmp_path: Path) -> None:
    first = har(tmp_path / "a" / "app.har", (MIXPANEL, {"mood": 3}))
    second = har(tmp_path / "b" / "app.har", (OWN, {"mood": 3}), (OWN, {"mood": 4}))
    run("audit", first, second, *subject(tmp_path), "--out", tmp_path / "out")
    audit = document(tmp_path / "out")
    captures = audit["generated_from"]["captures"]
    assert [(capture["name"], capture["exchanges"]) for capture in captures] == [("app.har", 1), ("app.har (2)", 2)]
    places = {at["capture"] for seen in audit["observations"] for at in seen["at"] if seen["party"] == "first"}
    assert places == {"app.har (2)"}
    assert str(tmp_path) not in (tmp_path / "out" / "audit.json").read_text(encoding="utf-8")


def test_an_empty_capture_beside_a_full_one_is_told(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "none.mitm").write_bytes(b"")
    assert run("audit", tmp_path / "none.mitm", leaking(tmp_path), "--out", tmp_path / "out").code == 1
    captures = document(tmp_path / "out")["generated_from"]["captures"]
    assert [(capture["name"], capture["format"], capture["exchanges"]) for capture in captures] == [
        ("leaking.har", "HAR", 1),
        ("none.mitm", "empty", 0),
    ]


def test_policies_of_one_s_own_win_and_are_named(run: Runner, tmp_path: Path) -> None:
    own = RULE.replace("XX-001", "HLT-001")
    root = folder(tmp_path, {"organisations/acme.yaml": ORGANISATION, "rules/HLT-001.yaml": own})
    plain, layered = tmp_path / "plain", tmp_path / "layered"
    assert run("audit", leaking(tmp_path), *subject(tmp_path), "--out", plain).code == 1
    run("audit", leaking(tmp_path), *subject(tmp_path), "--policies", root, "--out", layered)
    titles = {
        out.name: {finding["title"] for finding in document(out)["findings"] if finding["rule"] == "HLT-001"}
        for out in (plain, layered)
    }
    assert titles == {"plain": {"Mood data was sent to an outside recipient"}, "layered": {"Something was seen"}}
    made = document(layered)["generated_from"]["policies"]
    assert {layer["name"]: layer["files"] for layer in made["layers"]}["team"] == 2
    assert "team" not in {layer["name"] for layer in document(plain)["generated_from"]["policies"]["layers"]}
    assert made["digest"] != document(plain)["generated_from"]["policies"]["digest"]


def test_the_pack_decides_which_rules_speak(run: Runner, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("audit", leaking(tmp_path), *subject(tmp_path), "--out", out)
    assert "TRK-001" in {finding["rule"] for finding in document(out)["findings"]}
    run("audit", leaking(tmp_path), *subject(tmp_path), "--pack", "release-gate", "--out", out)
    assert document(out)["generated_from"]["policies"]["pack"] == "release-gate"
    assert {finding["rule"].split("-")[0] for finding in document(out)["findings"]} == {"HLT"}


def test_fail_on_moves_the_threshold(run: Runner, tmp_path: Path) -> None:
    options = ["audit", clean(tmp_path), *subject(tmp_path), "--out", tmp_path / "out", "--fail-on"]
    contact = har(tmp_path / "contact.har", (MIXPANEL, {"colour": "blue"}))
    assert run(*options, "info").code == 0
    assert run("audit", contact, *options[2:], "high").code == 0
    assert run("audit", contact, *options[2:], "low").code == 1


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [("--pack", "none", "unknown pack 'none'"), ("--fail-on", "bad", "unknown severity 'bad'")],
)
def test_a_name_that_there_is_not_is_wrong_usage(
    run: Runner, tmp_path: Path, option: str, value: str, says: str
) -> None:
    result = run("audit", leaking(tmp_path), option, value, "--out", tmp_path / "out")
    assert (result.code, result.out) == (2, "")
    assert says in result.err
    assert not (tmp_path / "out").exists()


def test_the_verdict_becomes_an_exit_code() -> None:
    blind = replace(empty(), coverage=full().coverage)
    assert exit_code(full(), require_complete=True) is Exit.FINDINGS
    assert exit_code(blind, require_complete=True) is Exit.INCOMPLETE
    assert exit_code(blind, require_complete=False) is Exit.AUDITED
    assert exit_code(empty(), require_complete=True) is Exit.AUDITED


def test_hosts_and_names_steer_no_terminal(run: Runner, tmp_path: Path) -> None:
    steering = "\x1b[2J\x1b]0;owned\x07"
    path = har(tmp_path / f"x{steering}.har", (f"https://a{steering}.example/p", {"mood": 3}), (MIXPANEL, {"mood": 3}))
    result = run("audit", path, *subject(tmp_path), "--format", "txt,json,html", "--out", tmp_path / "out")
    assert result.code == 1
    texts = {made.name: made.read_text(encoding="utf-8") for made in (tmp_path / "out").iterdir()}
    for name, text in {**texts, "terminal": result.out + result.err}.items():
        assert (name, [char for char in text if not char.isprintable() and char not in "\n\t"]) == (name, [])


def test_a_capture_that_is_not_there_is_named_harmlessly(run: Runner, tmp_path: Path) -> None:
    result = run("audit", f"{tmp_path}/gone\x1b[31m.har", "--out", tmp_path / "out")
    assert (result.code, result.out) == (5, "")
    assert result.err.startswith(f"{tmp_path}/gone\\x1b[31m.har: No such file or directory.")


def test_the_name_of_a_folder_steers_no_terminal(run: Runner, tmp_path: Path) -> None:
    result = run("audit", leaking(tmp_path), "--format", "json", "--out", tmp_path / "o\x1b[31m")
    assert result.out.endswith(f"Written: {tmp_path}/o\\x1b[31m/audit.json\n")


def on_terminals(arguments: list[str | Path], **variables: str) -> tuple[str, str]:
    """What mhaudit writes to a terminal of its own on standard output, and to another on standard error."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm", **variables}
    (out, out_end), (err, err_end) = pty.openpty(), pty.openpty()
    command = [sys.executable, "-m", "mhaudit", *map(str, arguments)]
    with subprocess.Popen(command, stdout=out_end, stderr=err_end, stdin=out_end, env=environment):
        os.close(out_end)
        os.close(err_end)
        return drain(out), drain(err)


def drain(terminal: int) -> str:
    """Everything up to the end, which a terminal tells with an error."""
    parts = []
    try:
        while part := os.read(terminal, 1 << 16):
            parts.append(part)
    except OSError:
        pass
    os.close(terminal)
    return b"".join(parts).decode()


def test_on_a_terminal_there_is_colour_and_progress(tmp_path: Path) -> None:
    out, err = on_terminals(["audit", leaking(tmp_path), "--out", tmp_path / "out"], NO_COLOR="")
    assert "\x1b[1;31mFail" in out
    assert "Auditing: " in err and "Writing report.html" in err


def test_no_color_leaves_the_summary_plain(tmp_path: Path) -> None:
    out, _ = on_terminals(["audit", leaking(tmp_path), "--out", tmp_path / "out"], NO_COLOR="1")
    assert out.startswith("Fail") and "\x1b" not in out


def waiver(path: Path, expires: str, rule: str = "HLT-001") -> Path:
    entry = f"{{id: until-spring, rule: {rule}, reason: Known., owner: Ada, expires: {expires}}}"
    path.write_text(f"waivers: [{entry}]\n", encoding="utf-8")
    return path


def test_a_waiver_lets_findings_through_until_it_expires(run: Runner, tmp_path: Path) -> None:
    only = folder(tmp_path, {"packs/only.yaml": "id: only\ntitle: T\nwhy: W\nrules: [HLT-001]\nfail_on: low\n"})
    out = tmp_path / "out"
    asked = ["audit", leaking(tmp_path), *subject(tmp_path), "--policies", only, "--pack", "only", "--out", out]
    assert run(*asked).code == 1
    assert run(*asked, "--waivers", waiver(tmp_path / "w.yaml", "2999-01-01")).code == 0
    assert {finding["status"] for finding in document(out)["findings"]} == {"waived"}
    result = run(*asked, "--waivers", waiver(tmp_path / "w.yaml", "2020-01-01"))
    assert result.code == 1
    assert "This waiver has expired: until-spring of Ada, on 2020-01-01" in " ".join(result.out.split())
    assert {finding["status"] for finding in document(out)["findings"]} == {"open"}


def test_an_expired_waiver_fails_where_nothing_else_does(run: Runner, tmp_path: Path) -> None:
    asked = ["audit", clean(tmp_path), *subject(tmp_path), "--out", tmp_path / "out"]
    assert run(*asked).code == 0
    assert run(*asked, "--waivers", waiver(tmp_path / "w.yaml", "2999-01-01")).code == 0
    result = run(*asked, "--waivers", waiver(tmp_path / "w.yaml", "2020-01-01"))
    assert (result.code, "until-spring" in result.out) == (1, True)


def test_faults_of_a_waiver_file_are_all_told(run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "w.yaml"
    path.write_text("waivers:\n  - {id: a, rule: HLT-01, owner: Ada, expires: 2999-01-01}\n", encoding="utf-8")
    result = run("audit", leaking(tmp_path), "--waivers", path, "--out", tmp_path / "out")
    assert (result.code, result.err) == (4, f"{path}:2: waivers[0]: the field 'reason' is missing\n")


def test_a_baseline_lets_through_what_stood_in_it(run: Runner, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    assert run("audit", leaking(tmp_path), *subject(tmp_path), "--out", old).code == 1
    asked = ["audit", leaking(tmp_path), *subject(tmp_path), "--baseline", old / "audit.json", "--out", new]
    assert run(*asked).code == 0
    assert document(new)["gate"]["known"] == len(document(old)["findings"]) > 0
    more = har(tmp_path / "more.har", (MIXPANEL, {"mood": 3}), (MIXPANEL, {"email": "a.person@mail.example"}))
    assert run("audit", more, *asked[2:]).code == 1


def test_values_are_shown_to_whoever_types_the_word(run: Runner, tmp_path: Path) -> None:
    asked = ["audit", leaking(tmp_path), *subject(tmp_path), "--out", tmp_path / "out"]
    assert run(*asked, "--unredacted", "yes").code == 2
    assert not (tmp_path / "out").exists()
    result = run(*asked, "--unredacted", "yes-show-planted-values")
    assert "NOT REDACTED" in result.out and document(tmp_path / "out")["unredacted"] is True
    assert "•••" not in {seen["preview"] for seen in document(tmp_path / "out")["observations"]}
    run(*asked)
    assert document(tmp_path / "out")["unredacted"] is False


def many(folder: Path) -> Path:
    """A mood score on its way to more companies than the summary has lines for."""
    return har(folder / "many.har", *((f"https://in.metrics{number}.example/e", {"mood": 3}) for number in range(15)))


@pytest.mark.parametrize("option", ["-v", "--verbose"])
def test_the_summary_is_whole_on_request(run: Runner, tmp_path: Path, option: str) -> None:
    asked = ["audit", many(tmp_path), *subject(tmp_path), "--format", "txt", "--out", tmp_path / "out"]
    short = run(*asked)
    file = (tmp_path / "out" / "summary.txt").read_text(encoding="utf-8")
    shown = sum(f"metrics{number}.example" in short.out for number in range(15))
    left = f"  {15 - shown} more recipients (-v)"
    assert shown > 5 and left in short.out.splitlines() and left in file.splitlines()
    assert len(short.out.splitlines()) <= 25
    whole = run(*asked, option)
    file = (tmp_path / "out" / "summary.txt").read_text(encoding="utf-8")
    for text in (whole.out, file):
        assert "(-v)" not in text
        assert [number for number in range(15) if f"metrics{number}.example" not in text] == []
    assert whole.code == short.code


def test_quiet_prints_the_verdict_and_what_was_written(run: Runner, tmp_path: Path) -> None:
    capture = clean(tmp_path)
    result = run("audit", capture, "--out", tmp_path / "out", "--format", "json,md", "--quiet")
    verdict, files = result.out.splitlines()
    assert verdict.startswith("Incomplete: ") and files == f"Written to {tmp_path / 'out'}: audit.json, report.md"
    assert run("audit", capture, "--out", tmp_path / "out", "--quiet", "--verbose").code == 2


def test_a_format_without_its_tool_costs_no_other(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    capture = clean(tmp_path)
    result = run("audit", capture, "--out", tmp_path / "out", "--format", "json,letter-vendor")
    assert result.err == (
        "letter-vendor.docx will not be written. DOCX needs the library python-docx: pip install 'mhaudit[letters]'.\n"
    )
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "audit.json",
        "letter-vendor.html",
        "letter-vendor.md",
    ]
    assert result.code == 2


def test_one_format_goes_to_standard_output_and_nothing_else(
    run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    capture = leaking(tmp_path)
    result = run("audit", capture, "--format", "json", "--out", "-", "--fail-on", "low")
    assert (result.code, result.err) == (1, "")
    assert json.loads(result.out)["schema"] == "mhaudit/audit/2"
    refused = run("audit", capture, "--out", "-")
    assert (refused.code, refused.out) == (2, "") and "takes one file" in refused.err
    assert [path.name for path in tmp_path.iterdir()] == ["leaking.har"]


@pytest.mark.parametrize("command", ["compare a b", "redact a", "bundle a", "record", "demo", "policies import a"])
def test_other_commands_refuse_to_write_there(
    run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*command.split(), "--out", "-")
    assert result.code == 2 and "standard output" in result.err
    assert list(tmp_path.iterdir()) == []


def test_a_waiver_that_lets_nothing_through_is_named(run: Callable[..., Run], tmp_path: Path) -> None:
    waiver = "{{id: {id}, rule: HLT-001, recipient: {host}, reason: known, owner: Ada, expires: 2999-01-01}}"
    used, unused = waiver.format(id="used", host="mixpanel.com"), waiver.format(id="old", host="gone.example")
    (tmp_path / "waivers.yaml").write_text(f"waivers: [{used}, {unused}]\n", encoding="utf-8")
    options = (*subject(tmp_path), "--waivers", tmp_path / "waivers.yaml", "--out", tmp_path / "out")
    result = run("audit", leaking(tmp_path), *options)
    assert result.err == "The waiver old matched no finding: remove or correct it.\n"
