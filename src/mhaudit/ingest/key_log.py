"""Logs of TLS keys, as browsers, mitmproxy and PCAPdroid write them (the NSS key log format)."""

import re

_LINE = re.compile(
    rb"(?:\s|#[^\n]{0,500}\n)*"
    rb"(?:(?:QUIC_)?(?:CLIENT|SERVER)_[A-Z]+(?:_TRAFFIC)?_(?:SECRET|SECRET_0|RANDOM)|(?:CLIENT|SERVER)_TRAFFIC_SECRET_\d"
    rb"|CLIENT_RANDOM|EXPORTER_SECRET|EARLY_EXPORTER_SECRET|RSA) [0-9a-fA-F]{16,64} "
)


def is_key_log(head: bytes) -> bool:
    """Whether a file that begins so is a key log; comments may come first."""
    return _LINE.match(head) is not None
