"""Small captures and subjects for tests of the command line."""

import json
from pathlib import Path
from typing import Any

MIXPANEL = "https://api.mixpanel.com/track"
OWN = "https://api.own.example/sync"
APP = "id: app.own\nname: Own\nfirst_party: [own.example]\n"
PERSONA = "id: kim\nvalues:\n  - {category: mood.score, value: 3, scale: [1, 5]}\n"


def har(path: Path, *requests: tuple[str, Any]) -> Path:
    """A HAR file with one POST of JSON for each (URL, data), a second apart."""
    entries = [
        {
            "startedDateTime": f"2026-11-20T09:00:{number:02}.000Z",
            "request": {
                "method": "POST",
                "url": url,
                "headers": [{"name": "content-type", "value": "application/json"}],
                "postData": {"mimeType": "application/json", "text": json.dumps(data)},
            },
            "response": {"status": 200, "headers": []},
        }
        for number, (url, data) in enumerate(requests)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}), encoding="utf-8")
    return path


def leaking(folder: Path) -> Path:
    """A mood score on its way to an analytics company, which is a finding."""
    return har(folder / "leaking.har", (MIXPANEL, {"mood": 3}))


def clean(folder: Path) -> Path:
    """The same mood score on its way to the app's own server, which is none."""
    return har(folder / "clean.har", (OWN, {"mood": 3}))


def subject(folder: Path) -> list[str | Path]:
    """The options for an app and a persona."""
    app, persona = folder / "own.app.yaml", folder / "kim.persona.yaml"
    app.write_text(APP, encoding="utf-8")
    persona.write_text(PERSONA, encoding="utf-8")
    return ["--app", app, "--persona", persona]
