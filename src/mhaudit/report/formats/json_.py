"""`audit.json`: the audit as a document, and the way back."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NoReturn

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.audit import Audit, ClaimResult, Companion, CrisisReply, Finding, Linkage
from mhaudit.report.codec import from_json, to_json
from mhaudit.report.text.escape import UNSEEN

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError

SCHEMA_FILE = "audit-1.schema.json"
LONGEST_MESSAGE = 200


def render(audit: Audit) -> str:
    """JSON with two spaces of indent; characters that can't be seen are escaped, so that it is safe to print."""
    text = json.dumps(to_json(audit), indent=2, ensure_ascii=False, allow_nan=False)
    return UNSEEN.sub(lambda found: found[0] if found[0] == "\n" else _escape(found[0]), text) + "\n"


def read_audit(text: bytes, name: str) -> Audit:
    """The audit of a saved `audit.json`. Raises InvalidFiles with every fault found in the file called `name`."""
    data = _parse(text, name)
    faults = _breaches(data, name)
    if faults:
        raise InvalidFiles(faults)
    audit = from_json(data, name)
    faults = list(_dangling(audit, name))
    if faults:
        raise InvalidFiles(faults)
    return audit


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
def _validator() -> "Draft202012Validator":
    from jsonschema_rs import Draft202012Validator

    schema: dict[str, Any] = json.loads(files(__package__).joinpath(SCHEMA_FILE).read_bytes())
    return Draft202012Validator(schema, validate_formats=True, offline=True)


def _breaches(data: object, name: str) -> list[Fault]:
    """Everything that the schema does not allow."""
    try:
        errors = list(_validator().iter_errors(data))
    except UnicodeEncodeError:  # halves of surrogate pairs, as in names of files: no pattern of the schema allows one
        return _breaches(json.loads(json.dumps(data, ensure_ascii=False).encode(errors="replace")), name)
    except ValueError as error:
        raise InvalidFiles([Fault(name, 0, "", "this is nested too deeply")]) from error
    return [_fault(cause, name) for error in errors for cause in _causes(error)]


def _causes(error: "ValidationError") -> Iterator["ValidationError"]:
    """The error; where something or nothing may stand, what is wrong with the something; with a name, what is there."""
    inside = error.kind.as_dict()
    match error.kind.name:
        case "oneOf":
            yield from (cause for inner in inside["context"][0] for cause in _causes(inner))
        case "propertyNames":
            yield from _causes(inside["error"])
        case _:
            yield error


def _fault(error: "ValidationError", name: str) -> Fault:
    message = _sentence(error)
    if len(message) > LONGEST_MESSAGE:
        message = "…" + message[-LONGEST_MESSAGE:]
    return Fault(name, 0, _dotted(error.instance_path), message)


def _sentence(error: "ValidationError") -> str:
    given, wanted = error.instance, error.kind.value
    match error.kind.name:
        case "type":
            return f"{given!r} is not of type {', '.join(map(repr, sorted(wanted, key='null'.__eq__)))}"
        case "enum":
            return f"{given!r} is not one of {wanted!r}"
        case "const":
            return f"{wanted!r} was expected"
        case "required":
            return f"{wanted!r} is a required property"
        case "pattern":
            return f"{given!r} does not match {wanted!r}"
    return error.message


def _dotted(path: Sequence[str | int]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def _dangling(audit: Audit, name: str) -> list[Fault]:
    """Whatever names an observation which is not there."""
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
