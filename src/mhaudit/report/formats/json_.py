"""Write and read `audit.json`."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NoReturn, cast

import msgspec
import orjson

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.audit import Audit, ClaimResult, Companion, CrisisReply, Finding, Linkage
from mhaudit.policy.checked_files import PassedFiles
from mhaudit.policy.schema import Validator
from mhaudit.report.formats import audit_v1
from mhaudit.report.text.escape import UNSEEN

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

SCHEMA_FILES = {"mhaudit/audit/1": "audit-1.schema.json", "mhaudit/audit/2": "audit-2.schema.json"}
CURRENT = "mhaudit/audit/2"
LONGEST_MESSAGE = 200


def render(audit: Audit) -> str:
    """Return JSON with an indent of two; invisible characters are escaped so that it is safe to print."""
    text = json.dumps(to_json(audit), indent=2, ensure_ascii=False, allow_nan=False)
    return UNSEEN.sub(lambda found: found[0] if found[0] == "\n" else _escape(found[0]), text) + "\n"


def read_audit(text: bytes, name: str) -> Audit:
    """Return the audit in a saved `audit.json` of any version. Raise InvalidFiles with all faults."""
    data = _parse(text, name)
    version = _version(data, name)
    validator, passed = _validator(version), PassedFiles()
    if not passed.holds(text, validator.digest):
        if faults := _breaches(data, name, validator):
            raise InvalidFiles(faults)
        passed.add(text, validator.digest)
        passed.keep()
    audit = from_json(audit_v1.upgraded(data) if version == audit_v1.VERSION else data, name)  # type: ignore[arg-type]
    faults = list(_dangling(audit, name))
    if faults:
        raise InvalidFiles(faults)
    return audit


def _version(data: object, name: str) -> str:
    """Return the schema that a document names. Raise InvalidFiles where it names none or an unknown one."""
    named = data.get("schema") if isinstance(data, dict) else None
    if isinstance(named, str) and named in SCHEMA_FILES:
        return named
    if named is None:
        raise InvalidFiles(
            [Fault(name, 0, "", "is not an audit.json: 'schema' is missing; give a file that mhaudit wrote")]
        )
    known = ", ".join(SCHEMA_FILES)
    raise InvalidFiles([Fault(name, 0, "schema", f"unknown schema {named!r:.80}; this mhaudit reads {known}")])


def to_json(audit: Audit) -> dict[str, Any]:
    """Return the audit as JSON data, the keys in the order of the fields."""
    data = cast("dict[str, Any]", json_data(audit))
    del data["disputes"]  # a file of their own
    return data


def from_json(data: object, name: str = "audit.json") -> Audit:
    """Return the audit in data that passed its schema. Raise InvalidFiles where a type still does not fit."""
    try:
        return msgspec.convert(data, Audit)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `$")
        raise InvalidFiles([Fault(name, 0, path.strip("`").removeprefix("."), what)]) from error


def json_data(value: object) -> object:
    """Return a part of the model, or a value in one, as JSON data; counts are sorted by their names."""
    return _with_arrays(msgspec.to_builtins(value, order="deterministic"))


def _with_arrays(value: object) -> object:
    if isinstance(value, dict):
        return {key: _with_arrays(item) for key, item in value.items()}
    return [_with_arrays(item) for item in value] if isinstance(value, tuple) else value


def _escape(char: str) -> str:
    return json.dumps(char)[1:-1] if ord(char) != 0x7F else "\\u007f"


def _parse(text: bytes, name: str) -> object:
    try:
        return json.loads(text.decode(), parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise InvalidFiles([Fault(name, error.lineno, "", f"this is not JSON: {error.msg}")]) from error
    except RecursionError as error:
        raise InvalidFiles([Fault(name, 0, "", "this is nested too deeply")]) from error
    except ValueError as error:
        raise InvalidFiles([Fault(name, 0, "", f"this is not JSON: {error}")]) from error


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a JSON value")


@cache
def _validator(version: str) -> Validator:
    return Validator(orjson.loads(files(__package__).joinpath(SCHEMA_FILES[version]).read_bytes()))


def _breaches(data: object, name: str, validator: Validator) -> list[Fault]:
    """Return all violations of the schema, ordered by place."""
    try:
        found = [*validator.breaches(data)]
    except RecursionError as error:
        raise InvalidFiles([Fault(name, 0, "", "this is nested too deeply")]) from error
    return [_fault(cause, name) for error in found for cause in _causes(error)]


def _causes(error: "ValidationError") -> Iterator["ValidationError"]:
    """Yield the error; where the schema allows null or another type, yield the errors against the other type."""
    inside = [choice for choice in error.context or () if choice.validator_value != "null"]
    if error.validator == "oneOf" and inside:
        yield from (cause for choice in inside for cause in _causes(choice))
    else:
        yield error


def _fault(error: "ValidationError", name: str) -> Fault:
    message = error.message
    if len(message) > LONGEST_MESSAGE:
        message = "…" + message[-LONGEST_MESSAGE:]
    return Fault(name, 0, error.json_path.removeprefix("$").removeprefix("."), message)


def _dangling(audit: Audit, name: str) -> list[Fault]:
    """Return a fault for each reference to an observation id that is not in the audit."""
    known = {observation.id for observation in audit.observations}
    speaking: dict[str, Sequence[Finding | ClaimResult | Linkage | CrisisReply | Companion]] = {
        "findings": audit.findings,
        "claims": audit.claims,
        "linkage": audit.linkage,
        "crisis": audit.crisis,
        "companions": audit.companions,
    }
    lists = [
        (f"{name}[{index}]", item.observations) for name, items in speaking.items() for index, item in enumerate(items)
    ]
    return [
        Fault(name, 0, f"{path}.observations", f"no observation has the id {wanted!r}")
        for path, wanted_ids in lists
        for wanted in wanted_ids
        if wanted not in known
    ]
