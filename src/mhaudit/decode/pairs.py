"""Names beside or around their values: {"name": "mood", "value": 3}, {"mood": {"integerValue": 3}}.

Firestore, OpenTelemetry, HL7 FHIR, Firebase's parameters and many forms use these structures.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from mhaudit.decode.compression import sniff
from mhaudit.model.place import Scalar

_NAMED = (
    *("key", "name", "k", "n", "field", "attribute", "property", "parameter", "param", "metric", "variable"),
    *("field_name", "fieldName", "attribute_name", "attributeName", "Key", "Name", "code", "linkId", "question"),
    *("slug", "label", "title", "type", "kind", "category", "id"),
)
VALUED = frozenset(
    """
    value v val answer response selected choice Value valueInteger valueString valueDecimal valueBoolean valueCode
    stringValue integerValue intValue doubleValue floatValue longValue booleanValue boolValue timestampValue
    string_value int_value integer_value float_value double_value bool_value long_value
    arrayValue values numberValue number_value text_value textValue $numberInt $numberDouble $numberLong
    """.split()
)
_WRAPPED = frozenset({"score", "rating", "level", "text", "content", "body"})
_SPEAKERS, _PEOPLE = ("role", "sender", "author"), frozenset({"user", "human", "me", "patient", "client"})
_SAID = ("content", "text", "message", "body")
_MAY_BE_SAID = frozenset({*_SAID, "prompt"})
_TO_MODELS = frozenset({"model", "max_tokens", "temperature", "stream"})
SPECIAL = (
    VALUED | _WRAPPED | {"year", "system", "prompt", *_SPEAKERS}
)  # any object whose values have another name has one of these keys
_CODE_SYSTEMS = (
    (re.compile(r"icd.{0,12}?11", re.IGNORECASE), "icd11"),
    (re.compile(r"icd.{0,8}?10|2\.16\.840\.1\.113883\.6\.(?:3|90)$", re.IGNORECASE), "icd10"),
    (re.compile(r"icd.{0,8}?9", re.IGNORECASE), "icd9_code"),
    (re.compile(r"snomed|2\.16\.840\.1\.113883\.6\.96$", re.IGNORECASE), "snomed"),
    (re.compile(r"\bdsm", re.IGNORECASE), "dsm5_code"),
)  # of FHIR's Coding; OIDs: https://terminology.hl7.org
USER_MESSAGE = "user_message"  # the name in the policies for a person's chat message
_LONGEST_NAME = 64
_LONGEST_SYSTEM = 200
_MANY = (dict, list)


def pair_name(value: dict[str, Any]) -> str:
    """Return the name that an object of the form {"key": name, "value": …} gives to its value, or ""."""
    if VALUED.isdisjoint(value):
        return ""
    for key in _NAMED:
        if isinstance(name := value.get(key), str) and 0 < len(name) <= _LONGEST_NAME:
            return name
    return ""


def named_values(outer: str, value: dict[str, Any]) -> Iterator[tuple[str, str, Scalar]]:
    """Yield (key, name, value) for values named by a neighbour, or by `outer`, the name of their object."""
    if isinstance(system := value.get("system"), str) and isinstance(code := value.get("code"), str):
        yield from (("code", name, code) for pattern, name in _CODE_SYSTEMS if pattern.search(system[:_LONGEST_SYSTEM]))
    if (said := _said(value)) and isinstance(value[said], str):
        yield said, USER_MESSAGE, value[said]
        return
    name = pair_name(value) or outer
    if not name:
        return
    if outer:
        yield from ((key, outer, item) for key, item in value.items() if key in _WRAPPED and type(item) not in _MANY)
    if day := _day(value):
        yield "year", name, day
    for key, item in value.items():
        if key in VALUED and type(item) not in _MANY and key != name:
            yield key, name, item


def _day(value: dict[str, Any]) -> str:
    """Return {"year": 1987, "month": 4, "day": 19} as 1987-04-19; "" if the object is not a date."""
    try:
        return date(*(int(value[key]) for key in ("year", "month", "day"))).isoformat()
    except (KeyError, TypeError, ValueError, OverflowError):
        return ""


def passed_on(outer: str, value: dict[str, Any], key: str) -> str:
    """Return the name of the value under a key: if the key is "value", that of the pair or of the object."""
    if key in _MAY_BE_SAID and key == _said(value):
        return USER_MESSAGE
    return (pair_name(value) or outer or key) if key in VALUED else key


def _said(value: dict[str, Any]) -> str:
    """Return the key of a person's message to a chat or language model, "" if the object is not a message.

    OpenAI's, Anthropic's and Google's interfaces write {"role": "user", "content": …}; older ones {"prompt": …}.
    """
    if any(isinstance(who := value.get(key), str) and who.lower() in _PEOPLE for key in _SPEAKERS):
        return next((key for key in _SAID if key in value), "")
    return "prompt" if "prompt" in value and not _TO_MODELS.isdisjoint(value) else ""


_SMALLEST = 32  # smaller numbers are scales and counts
_MOST_SHOWN = 8


def bytes_of_numbers(value: Sequence[Any]) -> bytes:
    """Return a list of numbers from 0 to 255 or -128 to 127 as bytes; b"" if they are not bytes."""
    try:
        data = bytes(value)
    except (ValueError, TypeError):
        try:
            data = bytes([number & 255 if -129 < number < 256 else 256 for number in value])
        except (ValueError, TypeError):
            return b""
    return data if sniff(data) or max(data) >= _SMALLEST else b""


def bytes_of_object(value: dict[str, Any]) -> bytes:
    """Return the bytes of an object with the keys "0", "1" …, as JavaScript writes a byte array; b"" for others."""
    if len(value) < _MOST_SHOWN or not all(map(str.isdecimal, value)):
        return b""
    numbers = list(value.values())
    return bytes_of_numbers(numbers) if type(numbers[0]) is int else b""
