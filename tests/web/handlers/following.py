"""What a browser does without scripts: it sends forms and follows where they lead."""

import time
from urllib.parse import urlencode

from tests.web.conftest import PATIENCE, Server


def post(server: Server, path: str, **fields: str) -> str:
    """Send a form, and return the address that it leads to."""
    kind = "application/x-www-form-urlencoded"
    status, headers, body = server.ask("POST", path, urlencode(fields).encode(), Content_Type=kind)
    assert status == 303, body.decode()
    return str(headers["Location"])


def followed(server: Server, path: str) -> str:
    """Return the page that comes when a job is over."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        status, headers, body = server.ask("GET", path)
        if status == 303:
            path = headers["Location"]
        elif b'http-equiv="refresh"' in body:
            time.sleep(0.1)
        else:
            return body.decode()
    raise AssertionError(f"{path} does not end")
