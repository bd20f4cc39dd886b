"""Checked plain data → SDKs."""

from mhaudit.model.knowledge import Sdk, SdkEndpoint, SdkField, SdkRequest
from mhaudit.policy.plain import Data, entries, one, text, texts


def sdk(data: Data, layer: str) -> Sdk:
    return Sdk(
        id=one(data["id"], str),
        name=one(data["name"], str),
        service=one(data["service"], str),
        requests=tuple(_request(request) for request in entries(data["requests"])),
    )


def _request(data: Data) -> SdkRequest:
    return SdkRequest(
        endpoints=tuple(_endpoint(endpoint) for endpoint in entries(data["endpoints"])),
        fields=tuple(_field(field) for field in entries(data["fields"])),
    )


def _endpoint(data: Data) -> SdkEndpoint:
    match = data["match"]
    if match not in ("exact", "suffix"):
        raise TypeError(match)
    return SdkEndpoint(host=one(data["host"], str), match=match, path=text(data, "path"))


def _field(data: Data) -> SdkField:
    return SdkField(
        at=texts(data["at"]),
        category=one(data["category"], str),
        because=one(data["because"], str),
        form=one(data.get("form", "plain"), str),
        value=text(data, "value"),
        stated="source" in data,  # only where a page says so; the rest is known or worked out, and so likely
    )
