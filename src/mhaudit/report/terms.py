"""The words of a report: for everything that the audit says by code, and the sentences that stand in every report."""

from mhaudit.model.audit import Certainty, Detector, Party
from mhaudit.model.knowledge import SEVERITIES, Severity

SURE: tuple[Certainty, ...] = ("proven", "declared", "likely", "possible")
WORST_FIRST: tuple[Severity, ...] = SEVERITIES[::-1]
MARKS: dict[Certainty, str] = {"proven": "●", "declared": "◆", "likely": "◐", "possible": "○"}
CERTAINTIES: dict[Certainty, str] = {
    "proven": "A value that was planted for this audit was found in what was sent, or the field changed with it.",
    "declared": "The documentation or code of the service’s own SDK says what the field means.",
    "likely": "The name of the field, event or page says so, and the value has the shape that fits it.",
    "possible": "Only the shape of the value says so. It may be something else.",
}
DETECTORS: dict[Detector, str] = {
    "planted": "planted value found",
    "varied": "changed with the planted value",
    "sdk": "meaning stated by the SDK",
    "field": "name and shape of the field",
    "event": "wording of an event, page or address",
    "shape": "shape of the value only",
}
PARTIES: dict[Party, str] = {
    "first": "the app’s own server",
    "third": "another company",
    "infrastructure": "infrastructure that carries the services of many",
    "unknown": "not told apart: no app profile says which servers are the app’s own",
}
INNER, PERSON, DEVICE = "Health and inner life", "Who and where", "Identifiers and device"
# In the order of the columns; a kind of another family stands behind them under its own name.
FAMILIES = {
    "mood": INNER,
    "questionnaire": INNER,
    "diagnosis": INNER,
    "medication": INNER,
    "therapy": INNER,
    "free_text": INNER,
    "chat": INNER,
    "crisis": INNER,
    "substance": INNER,
    "sleep": INNER,
    "sexuality_gender": INNER,
    "cycle": INNER,
    "biometrics": INNER,
    "identity": PERSON,
    "location": PERSON,
    "identifier": DEVICE,
    "credential": DEVICE,
    "device": DEVICE,
    "usage": DEVICE,
}
FORMS = {
    "md5": "as its MD5 hash",
    "sha1": "as its SHA-1 hash",
    "sha256": "as its SHA-256 hash",
    "sha512": "as its SHA-512 hash",
    "wording": "by wording alone",
}
OUTCOMES = {"fail": "Fail", "pass": "Pass", "incomplete": "Incomplete"}
CLAIM_VERDICTS = {"consistent": "Consistent", "contradicted": "Contradicted", "not-tested": "Not tested"}
GAP_TITLES = {
    "damaged-capture": "Damaged capture",
    "damaged-entry": "Damaged entry",
    "capture-limit": "Unpacking limit reached",
    "file-not-read": "File not read",
    "host-disagrees": "Two names for one host",
    "flow-not-read": "Part of the recording not read",
    "body-not-captured": "Body not in the capture",
    "body-lossy": "Body damaged by the recorder",
    "body-opaque": "Body not decodable",
    "decode-limit": "Decoding limit reached",
    "decode-failed": "Decoding failed",
    "contacts-only": "Contacted, content not known",
    "not-decrypted": "Connection not readable",
    "looked-up": "Name looked up, no connection recorded",
    "app-not-told": "Not known which app it was",
    "other-apps": "Other apps left out",
    "fields-not-known": "Fields of unknown meaning",
    "connection-failed": "Connection failed",
    "tls-refused": "Recording refused by the app",
    "tls-cut-off": "TLS handshake cut off",
    "probable-pinning": "Probable pinning",
    "connection-silent": "Silent connection",
    "quic-not-read": "QUIC not read",
    "partial-upload": "Upload broken off",
    "exchange-lost": "Exchange lost",
    "recording-cut-off": "Recording cut off",
    "host-ignored": "Host left alone",
    "recording-limited": "Large requests broken off",
    "hook-error": "Failure of the recorder",
    "no-app-profile": "No app profile",
    "value-not-searched": "Planted value not searched",
    "no-persona": "No persona",
}
UNSEEABLE = (
    "A recording on the device cannot show what servers pass on to each other. "
    "Whatever the app’s own servers, or the companies named here, share behind the scenes is not part of this audit."
)
ABSENCE = "That something was not seen in this recording does not show that the app never sends it."
CHECKED = {"verified": "checked against the primary source"}
UNCHECKED = "not checked against the primary source"

GLOSSARY = {
    "Exchange": "One request of the app with its answer, or one connection with its messages, numbered in its capture.",
    "Finding": "A judgement that a rule makes of observations, with its severity.",
    "Gap": "Something that was there and could not be seen. A blocking gap could hide what the audit asks about.",
    "Observation": "A fact: a kind of data, seen at a place, sent to a host.",
    "Persona": "A made-up person whose details were typed into the app, so that each can be recognised again.",
    "Place": "Where in an exchange something was seen, from the outside inwards: body > gzip > json:/mood is "
    "the field mood of JSON that was compressed in the body.",
    "Recipient": "Whoever answers on a host that was contacted: an organisation where it is known, else the domain.",
    "Third party": "A host outside the domains that the app profile gives as the vendor’s own.",
}
