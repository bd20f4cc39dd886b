"""Plain data against the JSON Schema of its kind; every breach becomes a sentence.

What stands in a field is not repeated, but for names that were misspelt: a persona’s values are secret.
"""

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from mhaudit.errors import Fault
from mhaudit.policy.source import Source
from mhaudit.policy.wording import suggestion

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError

_NAMES = {
    "string": "text",
    "integer": "a whole number",
    "array": "a list",
    "object": "fields with values",
    "boolean": "true or false",
}


class Validator:
    """The schema of one kind of file, among those that it may refer to. None is ever fetched."""

    def __init__(self, schema: dict[str, Any], beside: Mapping[str, dict[str, Any]]) -> None:
        self._schema = schema
        self._beside = beside

    @cached_property
    def _compiled(self) -> "Draft202012Validator":
        """Made when the first file of the kind is checked: an audit reads two kinds of the fourteen."""
        from jsonschema_rs import Draft202012Validator, Registry

        return Draft202012Validator(
            self._schema, registry=Registry(self._beside.items()), validate_formats=True, offline=True
        )

    def breaches(self, data: object) -> Iterator["Breach"]:
        """Every keyword of the schema that the data break."""
        return (Breach(error, self._beside) for error in self._compiled.iter_errors(data))


class Breach:
    """One keyword that was broken: what it asks for, what was given, and the part of the schema around it."""

    def __init__(self, error: "ValidationError", schemas: Mapping[str, dict[str, Any]]) -> None:
        home = (error.absolute_keyword_location or "").partition("#")[0]
        *above, keyword = error.schema_path
        part: Any = schemas[home]
        for step in above:
            part = part[step]
        self.around: Mapping[str, Any] = part
        self.keyword = str(keyword)
        self.wanted: Any = part[keyword]
        self.given: Any = error.instance
        self.path = tuple(error.instance_path)


@cache
def validators(folder: Path) -> Mapping[str, Validator]:
    """A validator for each kind of file, by the name of the kind (service, data, rule …)."""
    schemas = {
        path.name.removesuffix(".schema.json"): orjson.loads(path.read_bytes())
        for path in sorted(folder.glob("*.schema.json"))
    }
    beside = {schema["$id"]: schema for schema in schemas.values()}
    return {kind: Validator(schema, beside) for kind, schema in schemas.items()}


def check(source: Source, validator: Validator) -> Iterator[Fault]:
    """Everything in a file that its schema does not allow."""
    faults = (fault for breach in validator.breaches(source.data) for fault in _faults(source, breach))
    yield from dict.fromkeys(faults)  # each missing field is reported once for every missing one beside it


def _faults(source: Source, breach: Breach) -> Iterator[Fault]:
    if breach.keyword == "additionalProperties":
        known = breach.around.get("properties", {})
        for name in sorted(set(breach.given) - set(known)):
            yield source.fault((*breach.path, name), f"is not a field of this kind of file{suggestion(name, known)}")
    elif breach.keyword == "required":
        for name in breach.wanted:
            if name not in breach.given:
                yield source.fault(breach.path, f"the field {name!r} is missing")
    else:
        yield source.fault(breach.path, _sentence(breach))


def _sentence(breach: Breach) -> str:
    wanted, given = breach.wanted, breach.given
    match breach.keyword:
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            return "must be " + " or ".join(_NAMES.get(kind, f"a {kind}") for kind in kinds)
        case "enum" | "const":
            choices = wanted if isinstance(wanted, list) else [wanted]
            near = suggestion(given, [str(choice) for choice in choices]) if isinstance(given, str) else ""
            return f"{given!r} is not one of {len(choices)} allowed values{near}" if near else _choices(choices)
        case "pattern" | "format":
            described = breach.around.get("description", "")
            return f"is not written as it must be: {described}" if described else f"must match {wanted}"
        case "minLength" | "minProperties":
            return "must not be empty"
        case "minItems" | "maxItems" | "maxLength" | "maxProperties" | "minimum" | "maximum":
            return _BOUNDS[breach.keyword].format(wanted)
        case "uniqueItems":
            return "names something twice"
        case "dependentRequired":
            return "a field that belongs to another one is missing: " + "; ".join(
                f"{name} needs {', '.join(needed)}"
                for name, needed in wanted.items()
                if name in given and not given.keys() >= {*needed}
            )
        case "not":
            return f"{' and '.join(map(repr, wanted['required']))} has no meaning here"
        case "anyOf" | "oneOf" if all(choice.keys() == {"required"} for choice in wanted):
            return _one_of([" and ".join(map(repr, choice["required"])) for choice in wanted], breach)
    return f"breaks the rule {breach.keyword!r} of its schema"


_BOUNDS = {
    "minItems": "needs at least {} in the list",
    "maxItems": "has more than {} entries",
    "maxLength": "is longer than {} characters",
    "maxProperties": "has more than {} of the fields that may stand here",
    "minimum": "must be at least {}",
    "maximum": "must be at most {}",
}


def _choices(choices: list[Any]) -> str:
    return "must be one of " + ", ".join(map(str, choices[:40]))


def _one_of(choices: list[str], breach: Breach) -> str:
    """Fields of which one must stand, or with oneOf just one."""
    only = "just one" if breach.keyword == "oneOf" else "at least one"
    return f"needs {only} of {', '.join(choices)}"
