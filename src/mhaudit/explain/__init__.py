"""Explanations of the policy files: pages for the terminal and for the documentation."""

from collections.abc import Callable, Iterator, Mapping

from mhaudit.explain import crisis, data, law, parties
from mhaudit.explain.catalogue import Catalogue, Data, catalogue
from mhaudit.explain.page import ExplanationPage, Line, Section

__all__ = ["Catalogue", "ExplanationPage", "Line", "Section", "catalogue", "explanation_page", "pages"]

# In the order in which the pages of one id are shown.
_MAKERS: Mapping[str, Callable[[Data, Catalogue], tuple[Section, ...]]] = {
    "rule": law.rule,
    "data": data.kind,
    "instrument": data.instrument,
    "service": parties.service,
    "sdk": parties.sdk,
    "organisation": parties.organisation,
    "regulation": law.regulation,
    "pack": law.pack,
    "harm": law.harm,
    "crisis-lines": crisis.help_line_sections,
}


def pages(id_: str, known: Catalogue) -> Iterator[ExplanationPage]:
    """Yield the pages of everything with an id; none for an unknown id. A service hides a company of the same id."""
    shown = set()
    for kind in _MAKERS:
        if id_ in known.files[kind] and not (kind == "organisation" and id_ in shown):
            if kind == "service":
                shown.add(known.files[kind][id_]["organisation"])
            yield explanation_page(kind, id_, known)
    if id_ in known.policies.services and id_ not in known.files["service"]:
        service = known.policies.services[id_]
        yield ExplanationPage(
            kind="service",
            id=id_,
            title=service.name,
            layer=service.layer,
            sections=parties.bulk_list_sections(service, known),
        )


def explanation_page(kind: str, id_: str, known: Catalogue) -> ExplanationPage:
    """Return the page of one file."""
    return ExplanationPage(
        kind=kind,
        id=id_,
        title=_title(kind, known.files[kind][id_], known),
        layer=known.layers[kind, id_],
        sections=_MAKERS[kind](known.files[kind][id_], known),
    )


def _title(kind: str, found: Data, known: Catalogue) -> str:
    return f"Crisis lines, {found['country']}" if kind == "crisis-lines" else known.name(kind, found["id"])
