"""A case: the folder that holds one recording. What its files are called, and what its journal speaks of."""

import re

CAPTURE = "capture.mitm"
JOURNAL = "journal.jsonl"
ABOUT = "case.yaml"
APP = "app.yaml"
PERSONA = "persona.yaml"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"

JOURNAL_SCHEMA = "mhaudit/journal/1"
MANIFEST_SCHEMA = "mhaudit/manifest/1"
CASE_SCHEMA = "mhaudit/case/1"

PHASES = (
    *("launch", "before-consent", "after-refusal", "after-consent", "signed-in", "mood-logged", "journal", "chat"),
    *("crisis-chat", "background"),
)
PHASE_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
