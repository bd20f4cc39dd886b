"""Small policy folders for tests."""

from collections.abc import Mapping
from pathlib import Path

ORGANISATION = "id: acme\nname: Acme Metrics Ltd.\nchecked_on: 2026-11-23\n"

SERVICE = """\
id: acme-metrics
name: Acme Metrics
organisation: acme
roles: [analytics]
hosts:
  - {host: acme-metrics.example, match: suffix, verified: vendor}
checked_on: 2026-11-23
examples:
  match: [{url: 'https://in.acme-metrics.example/'}]
  pass: [{url: 'https://acme-neighbour.example/'}]
"""

KIND = """\
id: mood.colour
label: Colour of the mood
why: It says how somebody feels.
special_category: true
severity: high
fields:
  - keys: {en: [mood_colour]}
    values: [{type: enum, values: [blue]}]
events: ['\\bmood colour picked\\b']
sources: [{what: a test, checked_on: 2026-11-23, confidence: verified}]
examples:
  match: [{json: {mood_colour: blue}}]
  pass: [{json: {wall_colour: blue}}]
"""

RULE = """\
id: XX-001
title: Something was seen
subject: observation
severity: low
when: {all: [{category: [mood]}, {party: [third]}]}
because: It was.
remedy: Do not.
regulations: [EU-GDPR-9]
examples:
  match: [{json: {mood: 3}}]
  pass: [{json: {mood_board: 3}}]
"""

SDK = """\
id: acme
name: Acme SDK
service: mixpanel
requests:
  - endpoints:
      - {host: acme-metrics.example, match: suffix, path: ^/v1/}
    fields:
      - {at: ['body > ** > json:/email'], category: identity.email, because: so}
sources: [{what: a test, checked_on: 2026-11-23, confidence: verified}]
examples:
  match: [{url: 'https://acme-metrics.example/v1/', json: {email: x}}]
  pass: [{url: 'https://acme-metrics.example/v2/', json: {email: x}}]
"""

PERSONA = "id: kim\nvalues:\n  - {category: mood.score, value: 3, scale: [1, 5]}\n"

APP = "id: app.own\nname: Own\nfirst_party: [own.example]\n"


def folder(base: Path, files: Mapping[str, str]) -> Path:
    """A policy folder called `team` with the files, given by their relative names."""
    root = base / "team"
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
