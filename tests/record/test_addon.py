"""The recorder inside mitmproxy's own programs."""

import subprocess
from pathlib import Path

import pytest
from mitmproxy import hooks

from mhaudit.ingest.case.folder import phases_of
from mhaudit.record import addon
from tests.record.proxy import MITMDUMP, recording
from tests.record.server import Server

COMMANDS = """
from mitmproxy import ctx

from mhaudit.record.addon import Recorder

addons = [Recorder()]

def request(flow):
    ctx.master.commands.call("mhaudit.note", "at " + flow.request.path)
    try:
        ctx.master.commands.call("mhaudit.phase", flow.request.path.strip("/"))
    except Exception as error:
        ctx.master.commands.call("mhaudit.note", str(error))
"""


def test_phases_and_notes_by_command(tmp_path: Path, confdir: Path, server: Server) -> None:
    (tmp_path / "commands.py").write_text(COMMANDS, encoding="utf-8")
    with recording(tmp_path / "case", confdir, script=tmp_path / "commands.py") as proxy:
        for path in ("/launch", "/crisis-chat", "/Not-A-Phase"):
            assert proxy.post(server.port, "a.example", path, b'{"mood_score": 3}').startswith(b"HTTP/1.1 200")
        proxy.stop()
    assert [stage.id for stage in phases_of(proxy.folder).stages] == ["launch", "crisis-chat"]
    assert [event["text"] for event in proxy.events("note")] == [
        *("at /launch", "at /crisis-chat", "at /Not-A-Phase"),
        "invalid name of a phase 'Not-A-Phase'; use at most 40 lower-case letters, digits and hyphens",
    ]
    (recipient,) = proxy.audit().recipients
    assert recipient.phases == ("crisis-chat", "launch")


def test_nothing_in_the_script_is_taken_for_a_hook() -> None:
    """mitmproxy calls whatever stands in a script under the name of a hook, such as a function called load."""
    assert hooks.all_hooks.keys() & vars(addon).keys() == set()


@pytest.mark.parametrize("program", ["mitmdump", "mitmweb"])
def test_a_case_is_whole_when_mitmproxy_has_ended(tmp_path: Path, confdir: Path, server: Server, program: str) -> None:
    options = ("web_open_browser=false", "web_port=0") if program == "mitmweb" else ()
    with recording(tmp_path / "case", confdir, *options, program=program) as proxy:
        assert proxy.post(server.port, "a.example", "/ok").startswith(b"HTTP/1.1 200")
        proxy.stop()
        assert proxy.process.returncode == 0, proxy.said()
    assert sorted(file.name for file in proxy.folder.iterdir()) == [
        *("capture.mitm", "case.yaml", "journal.jsonl", "manifest.json"),
    ]
    assert [event["event"] for event in proxy.events()] == ["start", "listening", "device", "request", "stop"]
    (listening,) = proxy.events("listening")
    assert (listening["mode"], listening["addresses"]) == ("regular", [f"127.0.0.1:{proxy.port}"])


def test_without_a_case_nothing_is_proxied(confdir: Path) -> None:
    said = refusal(confdir)
    assert "mhaudit records nothing without a folder to record into. Give a new one: --set mhaudit_case=FOLDER" in said
    assert "Traceback" not in said


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path, confdir: Path) -> None:
    (tmp_path / "x").write_bytes(b"")
    assert "not empty, and no file is overwritten" in refusal(confdir, f"mhaudit_case={tmp_path}")
    assert [file.name for file in tmp_path.iterdir()] == ["x"]


def refusal(confdir: Path, *options: str) -> str:
    settings = [f"confdir={confdir}", "listen_host=127.0.0.1", "listen_port=0", *options]
    words = [word for option in settings for word in ("--set", option)]
    result = subprocess.run(
        [MITMDUMP, "-s", addon.__file__, *words], capture_output=True, text=True, timeout=30, check=False
    )
    assert result.returncode == 1
    return result.stdout + result.stderr
