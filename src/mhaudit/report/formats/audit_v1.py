"""Convert audits of version 1 to the shape of version 2. Fields that version 1 did not have stay empty."""

from collections.abc import Mapping
from typing import Any

VERSION = "mhaudit/audit/1"
Data = dict[str, Any]


def upgraded(data: Mapping[str, Any]) -> Data:
    """Return an audit of version 1, already validated, as version 2; its sentences stay as they are."""
    return {
        **data,
        "schema": "mhaudit/audit/2",
        "recipients": [_with_reason(one) for one in data["recipients"]],
        "observations": [_with_reason(one) for one in data["observations"]],
        "linkage": [{**one, "because": "", "reason": _scope(one)} for one in data["linkage"]],
        "bridges": [_with_reason(one) for one in data.get("bridges", ())],
        "claims": [_with_reason(one) for one in data["claims"]],
        "crisis": _crisis(data),
        "findings": [{**one, "hosts": [one["recipient"]], "former_ids": [one["id"]]} for one in data["findings"]],
        "coverage": _coverage(data["coverage"]),
    }


def _crisis(data: Mapping[str, Any]) -> list[Data]:
    """Return the replies; where the app's own servers answered, replies of other servers are not the app's answer."""
    party = {one["host"]: one["party"] for one in data["recipients"]}
    replies = [_with_reason(one) for one in data.get("crisis", ())]
    own = {one["recipient"] for one in replies if party.get(one["recipient"]) == "first"}
    return [{**one, "is_answer": not own or one["recipient"] in own} for one in replies]


def _with_reason(data: Mapping[str, Any]) -> Data:
    return {**data, "reason": _written(data["because"])}


def _written(text: str) -> Data:
    return {"code": "written", "args": {"text": text}}


def _scope(link: Mapping[str, Any]) -> Data:
    return {"code": f"linked-{link.get('scope', 'exchange')}", "args": {}}


def _coverage(data: Mapping[str, Any]) -> Data:
    gaps = [{**gap, "reason": _written(gap["detail"]) if gap["detail"] else None} for gap in data["gaps"]]
    return {**data, "bytes": [_sums(data["bytes"])], "gaps": gaps}


def _sums(sent: Mapping[str, int]) -> Data:
    """Return the bytes sent over all hosts; version 1 counted only those."""
    captured = sent["read"] + sent["opaque"]
    return {
        "direction": "sent",
        "host": "",
        "declared": None,
        "captured": captured,
        "decoded": sent["read"],
        "searched": sent["read"],
        "opaque": sent["opaque"],
        "unread": sent["unread"],
    }
