"""--role takes a role of the schema, and names the roles for anything else."""

import pytest
import typer

from mhaudit.cli.roles import check_role


@pytest.mark.parametrize("role", ["", "analytics", "session-replay"])
def test_a_role_of_the_schema_or_none_is_allowed(role: str) -> None:
    check_role(role)


def test_an_unknown_role_is_refused_with_the_nearest_and_all_roles() -> None:
    with pytest.raises(typer.BadParameter) as refused:
        check_role("analytix")
    text = refused.value.message
    assert text.startswith("unknown role 'analytix'; choose from ")
    assert ", session-replay, " in text
    assert text.endswith("; did you mean 'analytics'?")
