"""Pages about rules, regulations and packs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mhaudit.explain.catalogue import Catalogue, Data
from mhaudit.explain.page import Line, Section, confidence, example_lines, sections

_SUBJECTS = {
    "observation": "data seen in traffic",
    "recipient": "each recipient",
    "linkage": "data that one company can link",
    "claim": "the vendor's statements, compared with the traffic",
    "crisis": "replies to a crisis line of the persona",
}
_JOINED = {"all": "all of:", "any": "one of:", "not": "not:"}


def rule(data: Data, known: Catalogue) -> tuple[Section, ...]:
    """Return the sections of a rule."""
    return sections(
        what=_what(data),
        why=iter([Line(data["because"])]),
        examples=example_lines(data),
        law=_law(data, known),
        remedy=iter([Line(data["remedy"])]),
    )


def _what(data: Data) -> Iterator[Line]:
    yield Line(f"Severity {data['severity']}. It applies to {_SUBJECTS[data['subject']]} if:")
    yield from condition(data["when"], 1)
    for case in data.get("cases", ()):
        yield Line(f"Severity {case['severity']} instead (the first that applies) if:")
        yield from condition(case["when"], 1)
    if data.get("needs"):
        yield Line(f"It needs a recording with: {', '.join(data['needs'])}.")


def condition(when: Mapping[str, Any], depth: int) -> Iterator[Line]:
    """Yield a condition as indented lines."""
    for name, value in when.items():
        if name == "not":
            yield Line(_JOINED[name], depth=depth)
            yield from condition(value, depth + 1)
        elif name in _JOINED:
            yield Line(_JOINED[name], depth=depth)
            for part in value:
                yield from condition(part, depth + 1)
        else:
            yield Line(f"{name} is {either(value)}", depth=depth)


def either(values: Sequence[str]) -> str:
    """Return values as `a, b or c`."""
    return " or ".join([", ".join(values[:-1]), values[-1]] if len(values) > 1 else values)


def _law(data: Data, known: Catalogue) -> Iterator[Line]:
    for id_ in data.get("regulations", ()):
        yield Line(_cited(known.files["regulation"][id_]))
    for case in data.get("precedents", ()):
        yield Line(f"Earlier case: {case}")
    for weakness in data.get("standards", ()):
        yield Line(f"Related weakness: {weakness}")


def _cited(law: Data) -> str:
    marks = [] if law["status"] == "in-force" else [law["status"].replace("-", " ")]
    marks += [] if law["confidence"] == "verified" else ["not checked at the source"]
    return f"{law['id']}: {law['title']}, {law['citation']}" + (f" ({'; '.join(marks)})" if marks else "")


def regulation(data: Data, known: Catalogue) -> tuple[Section, ...]:
    """Return the sections of a rule of law or of a store."""
    citing = (rule for rule in known.files["rule"].values() if data["id"] in rule.get("regulations", ()))
    return sections(
        what=_binds(data), limits=_texts(data, "limits", "note"), source=_source(data), rules=_rules(citing)
    )


def _binds(data: Data) -> Iterator[Line]:
    words = {"law": "law", "platform": "rules of a store", "not-law": "not law: it must not be cited"}
    since = f", from {data['in_force_from']}" if "in_force_from" in data else ""
    yield Line(f"{data['citation']} ({data['jurisdiction']}; {words[data['kind']]})")
    yield Line(f"Status: {data['status'].replace('-', ' ')}{since}")
    yield Line(f"Concerns: {data['trigger']}")


def _source(data: Data) -> Iterator[Line]:
    yield Line(f"This summary was {confidence(data['confidence'], data['checked_on'])}")
    if source := data.get("source"):
        yield Line("Where the text is published or described", source)


def _texts(data: Data, *names: str) -> Iterator[Line]:
    return (Line(data[name]) for name in names if name in data)


def _rules(rules: Iterable[Data]) -> Iterator[Line]:
    return (Line(f"{data['id']}: {data['title']}") for data in sorted(rules, key=lambda data: str(data["id"])))


def pack(data: Data, known: Catalogue) -> tuple[Section, ...]:
    """Return the sections of a pack."""
    chosen = (rule for id_, rule in known.files["rule"].items() if {id_, id_.partition("-")[0]} & {*data["rules"]})
    fails = iter([Line(f"An audit fails from {data['fail_on']} on.")])
    return sections(what=fails, why=_texts(data, "why"), rules=_rules(chosen))


def harm(data: Data, known: Catalogue) -> tuple[Section, ...]:
    """Return the weights of an order of harm, the heaviest first."""
    factors = [*_heaviest(data["parties"]), *_heaviest(data["certainties"]), ("not linked", data["not_linked"])]
    return sections(
        why=_texts(data, "why"),
        kinds=_weights(data["kinds"], data["other_kinds"]),
        roles_in_percent=_weights(data["roles"], data["other_roles"]),
        factors_in_percent=(Line(f"{name}: {weight}") for name, weight in factors),
        severity_at_most=(Line(f"{name}: {most}") for name, most in data.get("at_most", {}).items()),
    )


def _weights(weights: Mapping[str, int], others: int) -> Iterator[Line]:
    return (Line(f"{name}: {weight}") for name, weight in [*_heaviest(weights), ("others", others)])


def _heaviest(weights: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(weights.items(), key=lambda item: (-item[1], item[0]))


def judging(kind: str, known: Catalogue) -> Iterator[Data]:
    """Yield the rules about a kind of data or its family."""
    wanted = {kind, kind.partition(".")[0]}
    return (rule for rule in known.files["rule"].values() if wanted & set(_categories(rule["when"])))


def _categories(when: Mapping[str, Any]) -> Iterator[str]:
    for name, value in when.items():
        if name == "not":
            continue
        if name in ("all", "any"):
            for part in value:
                yield from _categories(part)
        elif name in ("category", "categories", "identifiers"):
            yield from value
