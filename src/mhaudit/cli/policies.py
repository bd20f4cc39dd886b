"""`mhaudit policies`: what the policy files say, and whether they hold."""

from typing import Annotated

import typer

from mhaudit.cli.audit import Folders
from mhaudit.cli.screen import show
from mhaudit.errors import InvalidFiles
from mhaudit.model.knowledge import Policies
from mhaudit.policy import load
from mhaudit.selfcheck import check_examples

policies = typer.Typer(help="The policy files: services, kinds of data, rules, law.", no_args_is_help=True)

KINDS = ("services", "organisations", "kinds", "instruments", "rules", "regulations", "packs")


@policies.command()
def check(folders: Folders = None) -> None:
    """Validate every file, every reference, and every example through the real pipeline; all faults at once."""
    knowledge = load(folders or ())
    faults, examples = check_examples(folders or (), knowledge)
    if faults:
        raise InvalidFiles(faults)
    counts = ", ".join(f"{len(getattr(knowledge, kind))} {kind}" for kind in KINDS)
    show(f"All good: {counts}; {examples} examples hold.")


@policies.command("list")
def list_policies(
    kind: Annotated[str, typer.Argument(help=f"One of {', '.join(KINDS)}; all without it.", metavar="[KIND]")] = "",
    role: Annotated[str, typer.Option(help="Only services with this role.", metavar="ROLE")] = "",
    country: Annotated[str, typer.Option(help="Only services of companies in this country.", metavar="CODE")] = "",
    folders: Folders = None,
) -> None:
    """List what is known, one line each: id and name, tab-separated."""
    if kind and kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is no kind of policy; there are {', '.join(KINDS)}")
    knowledge = load(folders or ())
    wanted = ("services",) if role or country else (kind,) if kind else KINDS
    for name in wanted:
        for line in _lines(knowledge, name, role, country):
            show(line)


def _lines(knowledge: Policies, kind: str, role: str, country: str) -> list[str]:
    lines = []
    for id_, item in sorted(getattr(knowledge, kind).items()):
        if kind == "services":
            company = knowledge.organisations.get(item.organisation)
            if (role and role not in item.roles) or (country and (not company or company.country != country.upper())):
                continue
        title = getattr(item, "name", "") or getattr(item, "title", "") or getattr(item, "label", "")
        lines.append(f"{id_}\t{title}")
    return lines
