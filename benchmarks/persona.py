"""The persona of the benchmark: five values, in the configuration format of each tool."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

OWN_DOMAIN = "stillwater.example"
VALUES: Mapping[str, str] = MappingProxyType(
    {
        "identity.email": "nora.feldkamp+bench4@postbox.example",
        "free_text.journal": "The kettle clicks off and I still have not moved from the chair",
        "identifier.advertising": "8c2f6b1e-47d0-4a3b-9e55-0d1b6a7f2c94",
        "identifier.user": "usr-58213-nfeldkamp",
        "medication.name": "mirtazapine 15 mg",
    }
)
# The same kinds of values of another person, which are not planted: a tool that reports one of these is wrong.
OTHERS: Mapping[str, str] = MappingProxyType(
    {
        "identity.email": "olaf.windmeier+spare9@mailhub.example",
        "free_text.journal": "A parcel van idles below while the neighbours argue about the hedge",
        "identifier.advertising": "d17a90c3-58be-4c06-8f21-b6e4730a9d5f",
        "identifier.user": "usr-90417-owindmeier",
        "medication.name": "levothyroxine 50 mg",
    }
)


class Subject(NamedTuple):
    """The files that describe the app and the person to each tool."""

    app: Path
    persona: Path
    indicators: Path  # TrackHAR
    config: Path  # privacy-flow-inspector


def write_subject(folder: Path) -> Subject:
    """Write all four files into an existing folder."""
    subject = Subject(
        folder / "app.yaml", folder / "persona.yaml", folder / "indicators.json", folder / "inspector.toml"
    )
    subject.app.write_text(f"id: app.stillwater\nname: Stillwater\nfirst_party: [{OWN_DOMAIN}]\n", encoding="utf-8")
    lines = [f"  - {{category: {category}, value: {json.dumps(value)}}}\n" for category, value in VALUES.items()]
    subject.persona.write_text("id: nora\nvalues:\n" + "".join(lines), encoding="utf-8")
    subject.indicators.write_text(json.dumps(dict(VALUES)), encoding="utf-8")
    tables = [f"[[persona]]\nlabel = {json.dumps(k)}\nvalue = {json.dumps(v)}\n" for k, v in VALUES.items()]
    subject.config.write_text(f'[first_party]\ndomains = ["{OWN_DOMAIN}"]\n' + "".join(tables), encoding="utf-8")
    return subject
