"""`mhaudit policies explain`: a page on one entry of the policy files."""

from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from mhaudit.cli.audit import Folders
from mhaudit.cli.screen import show, width
from mhaudit.policy.wording import suggestion
from mhaudit.report.text.escape import visible

if TYPE_CHECKING:
    from mhaudit.explain import Catalogue, ExplanationPage, Line

_INDENT = "  "


def explain(
    id_: Annotated[str, typer.Argument(help="Such as HLT-001, mixpanel, mood.score, phq-9 or de.", metavar="ID")],
    folders: Folders = None,
) -> None:
    """Explain a rule, service, kind of data, questionnaire, SDK, law, pack, company or a country's crisis lines."""
    from mhaudit.explain import catalogue, pages

    known = catalogue(folders or ())
    found = list(pages(id_, known))
    if not found:
        raise typer.BadParameter(f"unknown id {id_!r}; mhaudit policies list prints all{suggestion(id_, _ids(known))}")
    show("\n\n".join(render(page, width()) for page in found))


def render(page: "ExplanationPage", columns: int) -> str:
    """Return the page as text, with terminal control characters escaped."""
    head = [visible(f"{page.id}: {page.title}"), f"({page.kind}, from the layer {visible(page.layer)})"]
    for section in page.sections:
        head += ["", section.heading]
        head += [part for line in section.lines for part in _wrapped(line, columns)]
    return "\n".join(head)


def _wrapped(line: "Line", columns: int) -> list[str]:
    text = visible(" ".join(part for part in (line.text, line.code) if part))
    start = _INDENT * (line.depth + 1)
    return wrap(
        text,
        columns,
        initial_indent=start,
        subsequent_indent=start + _INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _ids(known: "Catalogue") -> set[str]:
    return {id_ for files in known.files.values() for id_ in files} | {*known.policies.services}
