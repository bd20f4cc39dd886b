"""Settings in requests that decide what is kept."""

import pytest

from mhaudit.decode.limits import Limits
from mhaudit.decode.text_decoders import DecodingCache
from mhaudit.decode.walk import Walk
from mhaudit.detect.sdk import settings_of
from mhaudit.model.audit import Flag
from mhaudit.model.capture import Exchange, Headers
from mhaudit.model.place import Wanted
from mhaudit.policy import load


@pytest.mark.parametrize(
    ("service", "path", "body", "found"),
    [
        ("openai", "/v1/chat/completions", b'{"store": true}', [("body > json:/store", "true")]),
        ("openai", "/v1/chat/completions", b'{"store": false}', [("body > json:/store", "false")]),
        ("openai", "/v1/chat/completions", b'{"store": null, "x": {"store": true}}', []),
        ("deepgram", "/v1/listen?mip_opt_out=true", b"", [("query:mip_opt_out", "true")]),
        ("deepgram", "/v1/listen?mip_opt_out=maybe", b"", []),
        (
            "openrouter",
            "/api/v1/chat/completions",
            b'{"provider": {"data_collection": "allow", "zdr": true}}',
            [("body > json:/provider/data_collection", "allow"), ("body > json:/provider/zdr", "true")],
        ),
        ("elevenlabs", "/v1/text-to-speech/1?enable_logging=false", b"", [("query:enable_logging", "false")]),
        ("elevenlabs", "/v1/text-to-speech/1?enable_logging=true", b"", []),  # what is so where nothing is set
        ("xai", "/v1/responses", b'{"store": true}', [("body > json:/store", "true")]),
        ("xai", "/v1/responses", b'{"store": false}', [("body > json:/store", "false")]),
        ("xai", "/v1/responses", b'{"store": "yes"}', []),
        ("anthropic", "/v1/messages", b'{"store": true}', []),  # its documentation has no such setting
    ],
)
def test_only_what_is_documented(service: str, path: str, body: bytes, found: list[tuple[str, str]]) -> None:
    flags = _flags(service, Exchange(capture="c", number=1, host="h", method="POST", path=path, body=body))
    assert [(flag.name, flag.set_to) for flag in flags] == found
    assert all(flag.means and flag.source.startswith("https://") for flag in flags)


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ((("Helicone-Omit-Request", "true"),), [("header:helicone-omit-request", "true")]),
        ((("Helicone-Omit-Response", "true"),), [("header:helicone-omit-response", "true")]),
        ((("Helicone-Omit-Request", "false"), ("Helicone-User-Id", "true")), []),
    ],
)
def test_settings_in_headers(headers: Headers, found: list[tuple[str, str]]) -> None:
    exchange = Exchange(capture="c", number=1, host="h", method="POST", path="/v1/chat/completions", headers=headers)
    assert [(flag.name, flag.set_to) for flag in _flags("helicone", exchange)] == found


def _flags(service: str, exchange: Exchange) -> list[Flag]:
    walk = Walk(exchange, Limits(), DecodingCache(), Wanted(lambda name: True))
    return list(settings_of(load().services[service], walk.documents()))
