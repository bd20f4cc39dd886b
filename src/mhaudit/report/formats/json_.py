"""`audit.json`: the audit as a document, and the way back."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NoReturn

import orjson

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.audit import Audit, ClaimResult, Companion, CrisisReply, Finding, Linkage
from mhaudit.policy.checked_files import PassedFiles
from mhaudit.policy.schema import Validator
from mhaudit.report.codec import from_json, to_json
from mhaudit.report.text.escape import UNSEEN

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

SCHEMA_FILE = "audit-1.schema.json"
LONGEST_MESSAGE = 200


def render(audit: Audit) -> str:
    """JSON with two spaces of indent; characters that can't be seen are escaped, so that it is safe to print."""
    text = json.dumps(to_json(audit), indent=2, ensure_ascii=False, allow_nan=False)
    return UNSEEN.sub(lambda found: found[0] if found[0] == "\n" else _escape(found[0]), text) + "\n"


def read_audit(text: bytes, name: str) -> Audit:
    """The audit of a saved `audit.json`. Raises InvalidFiles with every fault found in the file called `name`."""
    data = _parse(text, name)
    passed = PassedFiles()
    if not passed.holds(text, _validator().digest):
        if faults := _breaches(data, name):
            raise InvalidFiles(faults)
        passed.add(text, _validator().digest)
        passed.keep()
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
def _validator() -> Validator:
    return Validator(orjson.loads(files(__package__).joinpath(SCHEMA_FILE).read_bytes()))


def _breaches(data: object, name: str) -> list[Fault]:
    """Return everything that the schema does not allow, in the order of the places."""
    try:
        found = [*_validator().breaches(data)]
    except RecursionError as error:
        raise InvalidFiles([Fault(name, 0, "", "this is nested too deeply")]) from error
    return [_fault(cause, name) for error in found for cause in _causes(error)]


def _causes(error: "ValidationError") -> Iterator["ValidationError"]:
    """Yield the error; of a choice between null and something, the errors of the something."""
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
