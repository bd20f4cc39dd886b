"""Count the source files that one exchange passes through, and the hops between them.

Takes one HAR entry with an e-mail address and a mood score through the engine, with `sys.setprofile` over every
Python call and return, and prints the files in the order in which they are entered, the pairs of files that call one
another (edges), and the number of times that control passes from one file to another by a call (hops).

    python scripts/exchange_walk.py [--edges]
"""

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from types import FrameType

from mhaudit.auditing import question
from mhaudit.auditing.engine import Engine
from mhaudit.ingest.har.reader import HarReader
from mhaudit.ingest.reader import WHOLE, Capture
from mhaudit.model.capture import Exchange

ENTRY = {
    "startedDateTime": "2026-11-20T08:00:00.000Z",
    "time": 40,
    "request": {
        "method": "POST",
        "url": "https://api.mixpanel.com/track",
        "httpVersion": "HTTP/1.1",
        "headers": [{"name": "Content-Type", "value": "application/json"}],
        "queryString": [],
        "cookies": [],
        "headersSize": -1,
        "bodySize": 50,
        "postData": {"mimeType": "application/json", "text": '{"email": "ada@lovelace.example", "mood": 3}'},
    },
    "response": {
        "status": 200,
        "statusText": "OK",
        "httpVersion": "HTTP/1.1",
        "headers": [],
        "cookies": [],
        "content": {"size": 0, "mimeType": ""},
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": 0,
    },
    "cache": {},
    "timings": {"send": 1, "wait": 30, "receive": 9},
}
PERSONA = """\
id: walk
values:
  - category: identity.email
    value: ada@lovelace.example
"""


class Walk:
    """A profiler that follows calls from file to file."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.files: dict[str, None] = {}
        self.hops: Counter[tuple[str, str]] = Counter()

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        """Count a call whose caller is in another file."""
        if event != "call" or not frame.f_code.co_filename.startswith(self.root):
            return
        here = frame.f_code.co_filename.removeprefix(self.root)
        self.files.setdefault(here)
        caller = frame.f_back
        while caller and not caller.f_code.co_filename.startswith(self.root):
            caller = caller.f_back
        there = caller.f_code.co_filename.removeprefix(self.root) if caller else ""
        if there and there != here:
            self.hops[there, here] += 1


def main() -> None:
    """Print the walk of one exchange."""
    import mhaudit

    with tempfile.TemporaryDirectory() as folder:
        capture, persona = Path(folder) / "one.har", Path(folder) / "persona.yaml"
        capture.write_text(json.dumps({"log": {"version": "1.2", "creator": {}, "entries": [ENTRY]}}), "utf-8")
        persona.write_text(PERSONA, "utf-8")
        engine = Engine(question(persona=persona))
        collector = engine.collector()
        one = Capture(path=capture, name="one.har")
        exchanges = [item for item in HarReader().read(one, WHOLE) if isinstance(item, Exchange)]
        if "--warm" in sys.argv:
            engine.take(exchanges[0], collector)
        walk = Walk(str(Path(mhaudit.__file__).parent) + "/")
        sys.setprofile(walk)
        engine.take(exchanges[0], collector)
        sys.setprofile(None)
    print(f"files {len(walk.files)} edges {len(walk.hops)} hops {sum(walk.hops.values())}")
    for file in walk.files:
        print(f"  {file}")
    if "--edges" in sys.argv:
        for (there, here), count in walk.hops.most_common():
            print(f"  {count:4} {there} -> {here}")


if __name__ == "__main__":
    main()
