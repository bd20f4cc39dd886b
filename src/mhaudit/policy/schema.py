"""Plain data against the JSON Schema of its kind; every breach becomes a sentence.

What stands in a field is not repeated, but for names that were misspelt: a persona’s values are secret.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource

from mhaudit.errors import Fault
from mhaudit.policy.source import Source
from mhaudit.policy.wording import suggestion

_NAMES = {"string": "text", "array": "a list", "object": "fields with values", "boolean": "true or false"}


@cache
def validators(folder: Path) -> Mapping[str, Draft202012Validator]:
    """A validator for each kind of file, by the name of the kind (service, data, rule …)."""
    schemas = {
        path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.schema.json"))
    }
    registry: Registry[Any] = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()
    )
    checker = Draft202012Validator.FORMAT_CHECKER
    return {
        kind: Draft202012Validator(schema, registry=registry, format_checker=checker)
        for kind, schema in schemas.items()
    }


def check(source: Source, validator: Draft202012Validator) -> Iterator[Fault]:
    """Everything in a file that its schema does not allow."""
    faults = (fault for error in validator.iter_errors(source.data) for fault in _faults(source, error))
    yield from dict.fromkeys(faults)  # each missing field is reported once for every missing one beside it


def _faults(source: Source, error: ValidationError) -> Iterator[Fault]:
    path = tuple(error.absolute_path)
    given: Any = error.instance
    if error.validator == "additionalProperties":
        known = _schema(error).get("properties", {})
        for name in sorted(set(given) - set(known)):
            yield source.fault((*path, name), f"is not a field of this kind of file{suggestion(name, known)}")
    elif error.validator == "required":
        wanted: Any = error.validator_value
        for name in wanted:
            if name not in given:
                yield source.fault(path, f"the field {name!r} is missing")
    else:
        yield source.fault(path, _sentence(error))


def _schema(error: ValidationError) -> Mapping[str, Any]:
    return error.schema if isinstance(error.schema, Mapping) else {}


def _sentence(error: ValidationError) -> str:
    wanted: Any = error.validator_value
    given: Any = error.instance
    match error.validator:
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            return "must be " + " or ".join(_NAMES.get(kind, f"a {kind}") for kind in kinds)
        case "enum" | "const":
            choices = wanted if isinstance(wanted, list) else [wanted]
            near = suggestion(given, [str(choice) for choice in choices]) if isinstance(given, str) else ""
            return f"{given!r} is not one of {len(choices)} allowed values{near}" if near else _choices(choices)
        case "pattern" | "format":
            described = _schema(error).get("description", "")
            return f"is not written as it must be: {described}" if described else f"must match {wanted}"
        case "minLength" | "minProperties":
            return "must not be empty"
        case "minItems" | "maxItems" | "maxLength" | "maxProperties" | "minimum" | "maximum":
            return _BOUNDS[error.validator].format(wanted)
        case "uniqueItems":
            return "names something twice"
        case "dependentRequired":
            return "a field that belongs to another one is missing: " + "; ".join(
                f"{name} needs {', '.join(needed)}" for name, needed in wanted.items() if name in given
            )
        case "not":
            return f"{' and '.join(map(repr, wanted['required']))} has no meaning here"
    return f"breaks the rule {error.validator!r} of its schema"


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
