"""`mhaudit policies`: the check names every fault with its place, and the list can be narrowed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from mhaudit.cli.policies import KINDS, entries
from mhaudit.policy import load
from tests.conftest import Run
from tests.policy.write import KIND, ORGANISATION, SERVICE, folder

Runner = Callable[..., Run]
FILES = {"organisations/acme.yaml": ORGANISATION, "services/acme-metrics.yaml": SERVICE, "data/mood.colour.yaml": KIND}


def test_the_shipped_policies_hold(run: Runner) -> None:
    result = run("policies", "check")
    assert (result.code, result.err) == (0, "")
    counts = re.findall(r"(\d+) ([\w-]+)", result.out)
    assert [kind for _, kind in counts] == [*KINDS, "examples"]
    assert [int(count) for count, _ in counts[: len(KINDS)]] == [len(entries(load(), kind)) for kind in KINDS]
    assert int(counts[len(KINDS)][0]) > 1000


def test_an_example_that_does_not_hold_is_named(run: Runner, tmp_path: Path) -> None:
    wrong = KIND.replace("{wall_colour: blue}", "{mood_colour: blue}")
    root = folder(tmp_path, FILES | {"data/mood.colour.yaml": wrong})
    result = run("policies", "check", "--policies", root)
    assert (result.code, result.out) == (4, "")
    assert [line.partition(" should")[0] for line in result.err.splitlines()] == [
        f"{root}/data/mood.colour.yaml:13: examples.pass[0]: mood.colour"
    ]


def test_all_faults_come_at_once(run: Runner, tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        {
            "organisations/acme.yaml": ORGANISATION.replace("name:", "nam:"),
            "services/acme-metrics.yaml": SERVICE.replace("[analytics]", "[analitics]"),
        },
    )
    result = run("policies", "check", "--policies", root)
    assert (result.code, result.out) == (4, "")
    places = {":".join(line.split(":")[:2]).removeprefix(f"{root}/") for line in result.err.splitlines()}
    assert places >= {"organisations/acme.yaml:2", "services/acme-metrics.yaml:4"}


def test_a_kind_is_listed_with_names(run: Runner) -> None:
    result = run("policies", "list", "rules")
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines == sorted(lines) and len(lines) == len(load().rules)
    assert "HLT-001\tMood data was sent to an outside recipient" in lines


def test_without_a_kind_everything_is_listed(run: Runner) -> None:
    lines = run("policies", "list").out.splitlines()
    assert lines == [line for kind in KINDS for line in run("policies", "list", kind).out.splitlines()]


def test_services_can_be_narrowed(run: Runner) -> None:
    known = load()
    by_role = run("policies", "list", "--role", "session-replay").out.splitlines()
    assert [line.split("\t")[0] for line in by_role] == sorted(
        id_ for id_, service in known.services.items() if "session-replay" in service.roles
    )
    by_country = run("policies", "list", "services", "--country", "de").out.splitlines()
    ids = {line.split("\t")[0] for line in by_country}
    assert "infonline" in ids and "mixpanel" not in ids
    both = run("policies", "list", "--role", "audience-measurement", "--country", "DE").out.splitlines()
    assert "infonline" in {line.split("\t")[0] for line in both} and set(both) < set(by_country)


def test_other_kinds_can_be_narrowed(run: Runner) -> None:
    assert run("policies", "list", "crisis-lines", "--country", "de").out == "de\tDE\n"
    laws = run("policies", "list", "regulations", "--country", "US").out.splitlines()
    assert "US-WA-MHMDA\tWashington My Health My Data Act" in laws
    assert {line.partition("-")[0] for line in laws} == {"US"}
    companies = {
        line.split("\t")[0] for line in run("policies", "list", "organisations", "--country", "DE").out.splitlines()
    }
    assert "infonline" in companies and "google" not in companies
    sdks = {line.split("\t")[0] for line in run("policies", "list", "sdks", "--role", "attribution").out.splitlines()}
    assert {"adjust", "appsflyer"} <= sdks and "openai" not in sdks


@pytest.mark.parametrize(
    ("kind", "option", "value", "says"),
    [
        ("rules", "--role", "push", "rules have no --role; it is for services, sdks"),
        ("kinds", "--country", "DE", "kinds have no --country; it is for services, organisations, regulations, sdks"),
    ],
)
def test_kinds_without_a_role_or_country_refuse_the_option(
    run: Runner, kind: str, option: str, value: str, says: str
) -> None:
    result = run("policies", "list", kind, option, value)
    assert (result.code, result.out) == (2, "")
    assert says in " ".join(result.err.replace("│", " ").split())


def test_an_unknown_role_is_refused(run: Runner) -> None:
    result = run("policies", "list", "--role", "nonsense")
    assert (result.code, result.out) == (2, "")
    assert "unknown role 'nonsense'; choose from ad-verification" in result.err


def test_a_layer_of_one_s_own_is_listed(run: Runner, tmp_path: Path) -> None:
    root = folder(tmp_path, FILES)
    own = run("policies", "list", "services", "--policies", root).out.splitlines()
    assert set(own) - set(run("policies", "list", "services").out.splitlines()) == {"acme-metrics\tAcme Metrics"}


def test_names_from_files_steer_no_terminal(run: Runner, tmp_path: Path) -> None:
    own = SERVICE.replace("name: Acme Metrics\n", 'name: "Acme\\e[31m"\n')
    out = run(
        "policies", "list", "services", "--policies", folder(tmp_path, FILES | {"services/acme-metrics.yaml": own})
    ).out
    assert "acme-metrics\tAcme\\x1b[31m" in out.splitlines()


def test_an_unknown_kind_is_refused(run: Runner) -> None:
    result = run("policies", "list", "trackers")
    assert (result.code, result.out) == (2, "")
    assert "unknown kind of policy 'trackers'" in result.err


@pytest.mark.parametrize("command", ["check", "list"])
def test_a_folder_that_is_not_there(run: Runner, tmp_path: Path, command: str) -> None:
    gone = tmp_path / "gone"
    assert run("policies", command, "--policies", gone) == Run(
        4, "", f"{gone}: is not a folder; give a folder of policy files\n"
    )
