"""Convert an app profile to form fields and back; keys without a field are kept unchanged."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any

from msgspec import Struct, field

from mhaudit.errors import Fault
from mhaudit.policy.yaml_text import parse

ASSERTS = ("anonymous", "no-advertising", "not-shared", "consent-first", "encrypted")
PLAIN = ("id", "name", "vendor", "platform", "version", "country")
LISTS = {
    "play": ("collected", "shared"),
    "apple": ("tracking", "linked", "not_linked"),
}
CLAIM = ("says", "asserts", "categories", "source", "retrieved", "id")
DECLARED = ("organisation", "purpose", "categories")
FEWEST_ROWS = 2
_SPLIT = re.compile(r"[,\s]+")
Fields = Callable[[str], Sequence[str]]


class AppFields(Struct, kw_only=True):
    """The fields of the form. `declares` is unknown, none or some; `kept` has the keys without a field."""

    plain: dict[str, str] = field(default_factory=dict)
    first_party: str = ""
    contacts: str = ""
    declares: str = "unknown"
    declared_is_complete: bool = False
    declared: list[dict[str, str]] = field(default_factory=list)
    claims: list[dict[str, str]] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    encrypted: str = ""
    notice: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    def rows(self, entries: list[dict[str, str]], names: Sequence[str]) -> list[dict[str, str]]:
        """Return the entries, each with all its fields, and two empty ones."""
        filled = [{name: entry.get(name, "") for name in names} for entry in entries]
        return filled + [dict.fromkeys(names, "") for _ in range(FEWEST_ROWS)]

    @property
    def claim_rows(self) -> list[dict[str, str]]:
        """Return the rows of the claims."""
        return self.rows(self.claims, CLAIM)

    @property
    def declared_rows(self) -> list[dict[str, str]]:
        """Return the rows of the declared recipients."""
        return self.rows(self.declared, DECLARED)


def fields_of_file(text: str) -> AppFields:
    """Return the fields of an existing profile. Raise ValueError where it is not YAML, or not a mapping."""
    faults: list[Fault] = []
    source = parse(text.encode(), "app.yaml", faults)
    if source is None:
        raise ValueError(faults[0].what)
    data = dict(source.data)
    rest = {key: data.pop(key) for key in list(data) if key in ("phases", "privacy_manifests", "reply_within")}
    labels = data.get("labels") or {}
    found = {
        f"{store}_{name}": "\n".join(map(str, labels.get(store, {}).get(name) or ()))
        for store, names in LISTS.items()
        for name in names
    }
    for store in LISTS:
        found[f"{store}_retrieved"] = _text(labels.get(store, {}).get("retrieved"))
    encrypted = labels.get("play", {}).get("encrypted_in_transit")
    declared = data.get("declared")
    return AppFields(
        plain={name: _text(data.get(name)) for name in PLAIN},
        first_party="\n".join(map(str, data.get("first_party") or ())),
        contacts="\n".join(map(str, data.get("contacts") or ())),
        declares="unknown" if declared is None else "some" if declared else "none",
        declared_is_complete=bool(data.get("declared_is_complete")),
        declared=[_row(entry, DECLARED) for entry in declared or ()],
        claims=[_row(entry, CLAIM) for entry in data.get("claims") or ()],
        labels=found,
        encrypted="" if encrypted is None else "yes" if encrypted else "no",
        notice={name: _text((data.get("notice") or {}).get(name)) for name in ("file", "retrieved", "source")},
        kept=rest,
    )


def fields_of_form(get: Fields, kept: Mapping[str, Any]) -> AppFields:
    """Return the fields of a form; `get` gives all values of a field."""

    def one(name: str) -> str:
        return next((value.strip() for value in get(name)), "")

    def table(prefix: str, names: Sequence[str]) -> list[dict[str, str]]:
        columns = [[value.strip() for value in get(f"{prefix}_{name}")] for name in names]
        lines = [dict(zip(names, line, strict=True)) for line in zip(*columns, strict=False)]
        return [line for line in lines if line[names[0]]]

    offered = [value.strip() for value in get("own")]
    typed = one("first_party").split()
    return AppFields(
        plain={name: one(name) for name in PLAIN},
        first_party="\n".join(dict.fromkeys([*typed, *offered])),
        contacts=one("contacts"),
        declares=one("declares") or "unknown",
        declared_is_complete=bool(one("declared_is_complete")),
        declared=table("declared", DECLARED),
        claims=table("claim", CLAIM),
        labels={f"{store}_{name}": one(f"{store}_{name}") for store in LISTS for name in (*LISTS[store], "retrieved")},
        encrypted=one("encrypted"),
        notice={"file": one("notice_file"), "retrieved": one("notice_retrieved"), "source": one("notice_source")},
        kept=dict(kept),
    )


def profile_of(fields: AppFields) -> dict[str, Any]:
    """Return the content of a profile, in the order in which profiles are written."""
    data: dict[str, Any] = {name: value for name, value in fields.plain.items() if value}
    data["first_party"] = fields.first_party.split()
    data["contacts"] = [line.strip() for line in fields.contacts.splitlines() if line.strip()]
    if fields.declares == "some" and fields.declared:
        data["declared"] = [_entry(row) for row in fields.declared]
    data["claims"] = [{"id": id_, **_entry({**row, "id": ""})} for id_, row in _with_ids(fields.claims)]
    if fields.notice.get("file"):
        data["notice"] = {name: _typed(value) for name, value in fields.notice.items() if value}
    data["labels"] = _labels(fields)
    filled = {name: value for name, value in data.items() if value not in ([], {}, "")}
    if fields.declares == "none":
        filled["declared"] = []
    if fields.declared_is_complete:
        filled["declared_is_complete"] = True
    return {**filled, **fields.kept}


def _labels(fields: AppFields) -> dict[str, Any]:
    labels: dict[str, Any] = {}
    for store, names in LISTS.items():
        lists = {name: fields.labels.get(f"{store}_{name}", "") for name in names}
        label: dict[str, Any] = {
            name: [line.strip() for line in text.splitlines() if line.strip() not in ("", "-")]
            for name, text in lists.items()
            if text.strip()
        }
        if store == "play" and fields.encrypted:
            label["encrypted_in_transit"] = fields.encrypted == "yes"
        if label and (day := fields.labels.get(f"{store}_retrieved", "")):
            label["retrieved"] = _typed(day)
        if label:
            labels[store] = label
    return labels


def _entry(row: Mapping[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = {name: _typed(value) for name, value in row.items() if value}
    if "categories" in entry:
        entry["categories"] = [name for name in _SPLIT.split(row["categories"]) if name]
    return entry


def _with_ids(rows: Sequence[dict[str, str]]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each claim with its id; a claim without one gets an unused one."""
    used = {row["id"] for row in rows}
    for row in rows:
        names = (f"{row['asserts'] or 'claim'}-{number}" for number in count(1))
        id_ = row["id"] or next(name for name in names if name not in used)
        used.add(id_)
        yield id_, row


def _row(entry: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    return {name: _text(entry.get(name)) for name in names}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _typed(text: str) -> Any:
    """Return a date text as a date, so that YAML writes it without quotes; any other text unchanged."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-12-01") else text
    except ValueError:
        return text
