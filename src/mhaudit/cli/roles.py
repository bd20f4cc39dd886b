"""The option --role of the commands on policies."""

import json

import typer

from mhaudit.policy.folder import built_in
from mhaudit.policy.wording import suggestion


def check_role(role: str) -> None:
    """Raise a usage error that lists the roles for an unknown one; "" is allowed."""
    terms = json.loads((built_in() / "schema" / "terms.schema.json").read_text(encoding="utf-8"))
    roles = terms["$defs"]["role"]["enum"]
    if role and role not in roles:
        raise typer.BadParameter(f"unknown role {role!r}; choose from {', '.join(roles)}{suggestion(role, roles)}")
