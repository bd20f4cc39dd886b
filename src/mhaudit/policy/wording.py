"""Sentences for faults in files, with a suggestion for probable spelling mistakes.

A sentence never repeats a field's content, except a misspelt name: a persona's values are secret.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_NAMES = {
    "string": "text",
    "integer": "a whole number",
    "array": "a list",
    "object": "fields with values",
    "boolean": "true or false",
}
_MOST_LISTED = 12  # choices that are printed together with a suggestion


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Return the sentence for an unknown name; `what` is the kind of thing, such as "organisation"."""
    return f"unknown {what} {name!r}{suggestion(name, known)}"


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean …?` with the nearest known name, or ""."""
    near = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""


def sentence(breach: "ValidationError") -> str:
    """Return what the file must contain instead, for one violated keyword of a schema."""
    wanted: Any = breach.validator_value
    given: Any = breach.instance
    match breach.validator:
        case "type":
            return "must be " + " or ".join(_NAMES.get(kind, f"a {kind}") for kind in as_list(wanted))
        case "enum" | "const":
            choices = as_list(wanted)
            near = suggestion(given, [str(choice) for choice in choices]) if isinstance(given, str) else ""
            if not near:
                return f"must be one of {_listed(choices)}"
            if len(choices) > _MOST_LISTED:
                return f"{given!r} is not one of {len(choices)} allowed values{near}"
            return f"{given!r} is not allowed; choose from {_listed(choices)}{near}"
        case "pattern" | "format":
            described = part_around(breach).get("description", "")
            return f"is not written as required: {described}" if described else f"must match {wanted}"
        case "minLength" | "minProperties":
            return "must not be empty"
        case "minItems" | "maxItems" | "maxLength" | "maxProperties" | "minimum" | "maximum" as bound:
            return _BOUNDS[bound].format(wanted)
        case "uniqueItems":
            return "has duplicate entries"
        case "dependentRequired":
            return "a required companion field is missing: " + "; ".join(
                f"{name} needs {', '.join(needed)}"
                for name, needed in wanted.items()
                if name in given and not given.keys() >= {*needed}
            )
        case "not":
            return f"{' and '.join(map(repr, wanted['required']))} is not allowed here"
        case "anyOf" | "oneOf" if all(choice.keys() == {"required"} for choice in wanted):
            return _one_of([" and ".join(map(repr, choice["required"])) for choice in wanted], breach)
    return f"breaks the rule {breach.validator!r} of its schema"


_BOUNDS = {
    "minItems": "needs at least {} in the list",
    "maxItems": "has more than {} entries",
    "maxLength": "is longer than {} characters",
    "maxProperties": "has more than {} of the fields that are allowed here",
    "minimum": "must be at least {}",
    "maximum": "must be at most {}",
}


def _listed(choices: list[Any]) -> str:
    return ", ".join(map(str, choices[:40]))


def _one_of(choices: list[str], breach: "ValidationError") -> str:
    """Return the sentence for fields of which at least one is needed, or with oneOf exactly one."""
    only = "exactly one" if breach.validator == "oneOf" else "at least one"
    return f"needs {only} of {', '.join(choices)}"


def part_around(breach: "ValidationError") -> Mapping[str, Any]:
    """Return the part of the schema with the violated keyword."""
    return as_mapping(breach.schema)


def as_mapping(value: object) -> Mapping[str, Any]:
    """Return a mapping, or {} for anything else."""
    return value if isinstance(value, Mapping) else {}


def as_list(value: object) -> list[Any]:
    """Return a list, or a list of the value."""
    return value if isinstance(value, list) else [value]
