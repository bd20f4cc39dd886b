"""Checks of data against the JSON Schema of its kind; every violation becomes a fault with its line."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from mhaudit.errors import Fault
from mhaudit.policy.wording import as_list, as_mapping, part_around, sentence, suggestion

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

    from mhaudit.policy.yaml_text import Source

RENAMED = {"on": "subject"}  # fields by their former names


class Validator:
    """The schema of one kind of file, and those that it references. None is ever downloaded.

    `digest` is over every byte that affects validation: this schema and those beside it.
    """

    def __init__(self, schema: Mapping[str, Any], beside: Iterable[Mapping[str, Any]] = ()) -> None:
        self._schema = schema
        self._beside = tuple(beside)

    @cached_property
    def digest(self) -> bytes:
        """Return the digest of the schemas, under which valid files are cached."""
        return hashlib.sha256(orjson.dumps([self._schema, *self._beside], option=orjson.OPT_SORT_KEYS)).digest()

    @cached_property
    def _compiled(self) -> "Draft202012Validator":
        """Build the validator; the library is imported when the first file of the kind is checked."""
        from jsonschema import Draft202012Validator
        from jsonschema.validators import extend
        from referencing import Registry, Resource

        registry: Registry[Any] = Registry().with_resources(
            (schema["$id"], Resource.from_contents(schema)) for schema in self._beside
        )
        strict = extend(  # type: ignore[no-untyped-call]
            Draft202012Validator, {"pattern": _matches_to_the_end}
        )
        made: Draft202012Validator = strict(
            self._schema, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
        )
        return made

    def breaches(self, data: object) -> "Iterator[ValidationError]":
        """Yield every violation of the schema, in the order of places."""
        yield from sorted(self._compiled.iter_errors(data), key=lambda error: [*map(str, error.absolute_path)])


def _matches_to_the_end(validator: object, pattern: str, given: object, schema: object) -> "Iterator[ValidationError]":
    """Yield a violation if a text doesn't match; `$` is the end of the text, not before a final line break.

    JSON Schema uses the regular expressions of ECMA-262, where `$` does not match before a final line break.
    """
    from jsonschema.exceptions import ValidationError

    if isinstance(given, str) and not re.search(_ecma(pattern), given):
        yield ValidationError(f"{given!r} does not match {pattern!r}")


@cache
def _ecma(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"(?<!\\)\$(?=\)|\||\Z)", r"\\Z", pattern))


@cache
def validators(folder: Path) -> Mapping[str, Validator]:
    """Return a validator for each kind of file, by the name of the kind (service, data, rule …)."""
    schemas = {
        path.name.removesuffix(".schema.json"): orjson.loads(path.read_bytes())
        for path in sorted(folder.glob("*.schema.json"))
    }
    return {kind: Validator(schema, schemas.values()) for kind, schema in schemas.items()}


_MOST_FAULTS = 100  # of one file: finding the line of each takes time linear in the length of the file


def check(source: "Source", validator: Validator) -> Iterator[Fault]:
    """Yield all violations of a file's schema."""
    faults = (fault for breach in validator.breaches(source.data) for fault in _faults(source, breach))
    distinct = dict.fromkeys(islice(faults, _MOST_FAULTS))  # without repetitions
    yield from distinct


def _faults(source: "Source", breach: "ValidationError") -> Iterator[Fault]:
    path, given, wanted = tuple(breach.absolute_path), breach.instance, breach.validator_value
    if breach.validator == "additionalProperties":
        known = part_around(breach).get("properties", {})
        for name in islice(sorted(set(as_mapping(given)) - set(known)), _MOST_FAULTS):
            now = RENAMED.get(name, "")
            hint = f"; it is called {now!r} now" if now in known else suggestion(name, known)
            yield source.fault((*path, name), f"unknown field{hint}")
    elif breach.validator == "required":
        yield from (
            source.fault(path, f"the field {name!r} is missing")
            for name in as_list(wanted)
            if name not in as_mapping(given)
        )
    else:
        yield source.fault(path, sentence(breach))
