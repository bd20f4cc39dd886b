"""`mhaudit policies`: list and check the policy files."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mhaudit.cli.audit import Folders
from mhaudit.cli.examples import ending
from mhaudit.cli.policies_explain import explain
from mhaudit.cli.policies_import import import_
from mhaudit.cli.policies_new import new
from mhaudit.cli.policies_update import update
from mhaudit.cli.roles import check_role
from mhaudit.cli.screen import show, show_line
from mhaudit.errors import InvalidFiles
from mhaudit.model.knowledge import Policies
from mhaudit.policy import load
from mhaudit.policy.load import read_folders

if TYPE_CHECKING:
    from mhaudit.policy.assemble import CheckedLayer

policies = typer.Typer(help="The policy files: services, kinds of data, rules, law.", no_args_is_help=True)

KINDS = (
    *("services", "organisations", "kinds", "instruments", "rules", "regulations", "packs"),
    *("harm", "sdks", "crisis-lines"),
)
# The field with the country, for each kind that has one.
_COUNTRY: Mapping[str, Callable[[Policies, Any], str]] = {
    "services": lambda known, service: _seat(known, service.organisation),
    "organisations": lambda known, company: company.country or "",
    "regulations": lambda known, regulation: str(regulation.jurisdiction).partition("-")[0],
    "sdks": lambda known, sdk: _seat(known, known.services[sdk.service].organisation),
    "crisis-lines": lambda known, lines: str(lines.country),
}
_ROLES: Mapping[str, Callable[[Policies, Any], tuple[str, ...]]] = {
    "services": lambda known, service: service.roles,
    "sdks": lambda known, sdk: known.services[sdk.service].roles,
}


@policies.command(epilog=ending("policies check"))
def check(
    folders: Folders = None,
    lines: Annotated[
        Path | None,
        typer.Option(help="Compare the crisis lines with a list of your own: CSV, YAML or JSON.", metavar="FILE"),
    ] = None,
) -> None:
    """Validate every file, every reference, and every example through the real pipeline; all faults at once."""
    from mhaudit.auditing.policy_examples import check_examples
    from mhaudit.policy.assemble import assemble, check_layers

    layers = check_layers(read_folders(folders or ()))
    knowledge = assemble(layers)
    faults, examples = check_examples(layers, knowledge)
    if faults:
        raise InvalidFiles(faults)
    if lines is not None:
        _compare_lines(lines, knowledge)
    counts = ", ".join(f"{len(entries(knowledge, kind))} {kind}" for kind in KINDS)
    show(f"All good: {counts}; {examples} examples hold.")
    if bare := _without_evidence(layers):
        show(f"{bare} hosts of services have no evidence; name where each was found.")


def _without_evidence(layers: "Sequence[CheckedLayer]") -> int:
    """Return how many hosts of service files have no evidence."""
    files = (source.data for layer in layers for source in layer.sources.get("service", ()))
    return sum("evidence" not in host for data in files for host in data["hosts"])


def _compare_lines(file: Path, knowledge: Policies) -> None:
    from mhaudit.policy.compare_lines import differences

    found = differences(file, knowledge.crisis_lines)
    for line in found:
        show_line(line)
    show(f"Crisis lines: {len(found)} differences between {file.name} and the policies.")


@policies.command("list", epilog=ending("policies list"))
def list_policies(
    kind: Annotated[str, typer.Argument(help=f"One of {', '.join(KINDS)}; all without it.", metavar="[KIND]")] = "",
    role: Annotated[str, typer.Option(help="Only services or SDKs with this role.", metavar="ROLE")] = "",
    country: Annotated[
        str, typer.Option(help="Only what belongs to this country: services by their company.", metavar="CODE")
    ] = "",
    folders: Folders = None,
) -> None:
    """List what is known, one line each: id and name, tab-separated."""
    if kind and kind not in KINDS:
        raise typer.BadParameter(f"unknown kind of policy {kind!r}; choose from {', '.join(KINDS)}")
    for option, value, kinds in (("--role", role, _ROLES), ("--country", country, _COUNTRY)):
        if kind and value and kind not in kinds:
            raise typer.BadParameter(f"{kind} have no {option}; it is for {', '.join(kinds)}")
    check_role(role)
    knowledge = load(folders or ())
    wanted = (kind,) if kind else ("services",) if role or country else KINDS
    for name in wanted:
        for line in _lines(knowledge, name, role, country.upper()):
            show_line(line)


policies.command(epilog=ending("policies explain"))(explain)
policies.command(epilog=ending("policies new"))(new)
policies.command("import", epilog=ending("policies import"))(import_)
policies.command(epilog=ending("policies update"))(update)


def entries(knowledge: Policies, kind: str) -> Mapping[str, Any]:
    """Return the entries of one kind, by id."""
    found: Mapping[str, Any] = getattr(knowledge, kind.replace("-", "_"))
    return found


def _lines(knowledge: Policies, kind: str, role: str, country: str) -> list[str]:
    lines = []
    for id_, item in sorted(entries(knowledge, kind).items()):
        if role and role not in _ROLES[kind](knowledge, item):
            continue
        if country and country != _COUNTRY[kind](knowledge, item):
            continue
        names = (getattr(item, name, "") for name in ("name", "title", "label", "country"))
        lines.append(f"{id_}\t{next(filter(None, names), '')}")
    return lines


def _seat(knowledge: Policies, organisation: str) -> str:
    company = knowledge.organisations.get(organisation)
    return company.country or "" if company else ""
