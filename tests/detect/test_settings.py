"""Settings in requests that decide what is kept."""

import pytest

from mhaudit.decode.limits import Limits
from mhaudit.decode.openings import Openings
from mhaudit.decode.walk import Walk
from mhaudit.detect.settings import settings_of
from mhaudit.model.capture import Exchange
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
        ("anthropic", "/v1/messages", b'{"store": true}', []),  # its documentation has no such setting
    ],
)
def test_only_what_is_documented(service: str, path: str, body: bytes, found: list[tuple[str, str]]) -> None:
    exchange = Exchange(capture="c", number=1, host="h", method="POST", path=path, body=body)
    walk = Walk(exchange, Limits(), Openings(), Wanted(lambda name: True))
    flags = list(settings_of(load().services[service], walk.documents()))
    assert [(flag.name, flag.set_to) for flag in flags] == found
    assert all(flag.means and flag.source.startswith("https://") for flag in flags)
