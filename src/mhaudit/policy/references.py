"""References between policy files: names must exist, and a rule may test only fields of its subject."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mhaudit.errors import Fault
from mhaudit.policy.wording import unknown

if TYPE_CHECKING:
    from mhaudit.policy.yaml_text import Source

Merged = Mapping[str, Mapping[str, "Source"]]
Path = tuple[str | int, ...]
Test = Callable[[Path, str, list[str]], Iterator[Fault]]

# The fields that can be tested on each subject of a rule.
TESTS: Mapping[str, tuple[str, ...]] = {
    "observation": (
        *("category", "detector", "certainty", "direction", "form", "party", "roles", "declared"),
        *("organisation", "service", "phase", "scheme", "part", "named", "crisis_line"),
    ),
    "recipient": (
        *("party", "roles", "declared", "organisation", "service", "phase", "named", "in_manifest"),
        *("identified_in", "same_in"),
    ),
    "linkage": ("party", "roles", "declared", "categories", "identifiers", "scope"),
    "claim": ("party", "roles", "declared", "kind", "verdict", "category"),
    "crisis": ("party", "roles", "declared", "reply"),
}


def reference_faults(merged: Merged) -> Iterator[Fault]:
    """Yield a fault for every invalid reference. `merged` maps kind and id to the file that counts."""
    for source in merged["organisation"].values():
        yield from _name(source, ("parent",), source.data.get("parent"), "organisation", merged["organisation"])
    for source in merged["service"].values():
        yield from _name(
            source, ("organisation",), source.data.get("organisation"), "organisation", merged["organisation"]
        )
    families = prefixes(merged["data"])
    for source in merged["rule"].values():
        yield from _rule(source, merged, families)
    for source in merged["sdk"].values():
        yield from _sdk(source, merged)
    groups = {rule.partition("-")[0] for rule in merged["rule"]} | set(merged["rule"])
    for source in merged["pack"].values():
        for number, rule in enumerate(source.data["rules"]):
            yield from _name(source, ("rules", number), rule, "rule or group", groups)


def _sdk(source: "Source", merged: Merged) -> Iterator[Fault]:
    yield from _name(source, ("service",), source.data["service"], "service", merged["service"])
    for number, request in enumerate(source.data["requests"]):
        for position, field in enumerate(request["fields"]):
            path = ("requests", number, "fields", position, "category")
            yield from _name(source, path, field["category"], "kind of data", merged["data"])


def prefixes(kinds: Collection[str]) -> set[str]:
    """Return all kinds of data and their families."""
    return set(kinds) | {kind.partition(".")[0] for kind in kinds}


def _rule(source: "Source", merged: Merged, families: set[str]) -> Iterator[Fault]:
    data = source.data
    for number, regulation in enumerate(data.get("regulations", ())):
        path = ("regulations", number)
        yield from _name(source, path, regulation, "regulation", merged["regulation"])
        if merged["regulation"].get(regulation) and merged["regulation"][regulation].data["kind"] == "not-law":
            yield source.fault(path, f"{regulation} is not law and must not be cited")
    known: dict[str, tuple[str, Collection[str]]] = {
        "category": ("kind of data", families),
        "categories": ("kind of data", families),
        "identifiers": ("kind of data", families),
        "organisation": ("organisation", merged["organisation"]),
        "service": ("service", merged["service"]),
    }

    def test(path: Path, name: str, values: list[str]) -> Iterator[Fault]:
        if name not in TESTS[data["subject"]]:
            possible = ", ".join(TESTS[data["subject"]])
            yield source.fault(path, f"can't be tested on the subject {data['subject']!r}; choose from {possible}")
        elif name in known:
            for number, value in enumerate(values):
                yield from _name(source, (*path, number), value, *known[name])

    yield from _walk(("when",), data["when"], test)
    for number, case in enumerate(data.get("cases", ())):
        yield from _walk(("cases", number, "when"), case["when"], test)


def _walk(path: Path, condition: Mapping[str, Any], test: Test) -> Iterator[Fault]:
    for name, value in condition.items():
        if name == "not":
            yield from _walk((*path, name), value, test)
        elif name in ("all", "any"):
            for number, part in enumerate(value):
                yield from _walk((*path, name, number), part, test)
        else:
            yield from test((*path, name), name, value)


def _name(source: "Source", path: Path, name: str | None, what: str, known: Collection[str]) -> Iterator[Fault]:
    if name is not None and name not in known:
        yield source.fault(path, unknown(what, name, known))
