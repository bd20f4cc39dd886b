"""`capture.mitm`: flows in mitmproxy's own format, each written whole the moment it is complete."""

from collections.abc import Mapping
from pathlib import Path

from mitmproxy.flow import Flow
from mitmproxy.io import tnetstring

from mhaudit.record.appended import Appended


class FlowFile:
    """What `mitmdump -w` would write, plus the bodies that went past it as a stream."""

    def __init__(self, path: Path) -> None:
        self._file = Appended(path)

    def add(self, flow: Flow, streamed: Mapping[str, bytes] | None = None) -> int:
        """Append a flow; `streamed` are bodies by `request` and `response`. Returns how many bytes that took."""
        state = flow.get_state()
        for part, body in (streamed or {}).items():
            if state[part] and state[part]["content"] is None:
                state[part]["content"] = body
        data = tnetstring.dumps(state)
        self._file.add(data)
        return len(data)

    def close(self) -> None:
        """Hand everything to the disk."""
        self._file.close()
