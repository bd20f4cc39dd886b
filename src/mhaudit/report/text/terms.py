"""The words of a report: for everything that the audit says by code, and the sentences that stand in every report.

They are marked for the catalogue here and said in the report's language where they are used.
"""

from mhaudit.model.audit import Certainty, Detector, Party
from mhaudit.model.knowledge import SEVERITIES, Severity
from mhaudit.report.text.language import marked as _

SURE: tuple[Certainty, ...] = ("proven", "declared", "likely", "possible")
WORST_FIRST: tuple[Severity, ...] = SEVERITIES[::-1]
MARKS: dict[Certainty, str] = {"proven": "●", "declared": "◆", "likely": "◐", "possible": "○"}
CERTAINTIES: dict[Certainty, str] = {
    "proven": _("A value that was planted for this audit was found in what was sent, or the field changed with it."),
    "declared": _("The documentation or code of the service’s own SDK says what the field means."),
    "likely": _("The name of the field, event or page says so, and the value has the shape that fits it."),
    "possible": _("Only the shape of the value says so. It may be something else."),
}
DETECTORS: dict[Detector, str] = {
    "planted": _("planted value found"),
    "varied": _("changed with the planted value"),
    "sdk": _("meaning stated by the SDK"),
    "field": _("name and shape of the field"),
    "event": _("wording of an event, page or address"),
    "shape": _("shape of the value only"),
}
PARTIES: dict[Party, str] = {
    "first": _("the app’s own server"),
    "third": _("another company"),
    "infrastructure": _("infrastructure that carries the services of many"),
    "unknown": _("not told apart: no app profile says which servers are the app’s own"),
}
SEVERITIES_SAID: dict[Severity, str] = {
    "info": _("info"),
    "low": _("low"),
    "medium": _("medium"),
    "high": _("high"),
    "critical": _("critical"),
}
CERTAINTIES_SAID: dict[Certainty, str] = {
    "proven": _("proven"),
    "declared": _("declared"),
    "likely": _("likely"),
    "possible": _("possible"),
}
INNER, PERSON, DEVICE = _("Health and inner life"), _("Who and where"), _("Identifiers and device")
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
    "md5": _("as its MD5 hash"),
    "sha1": _("as its SHA-1 hash"),
    "sha256": _("as its SHA-256 hash"),
    "sha512": _("as its SHA-512 hash"),
    "wording": _("by wording alone"),
    "changed": _("by how the field changed with the person"),
}
OUTCOMES = {"fail": _("Fail"), "pass": _("Pass"), "incomplete": _("Incomplete")}
CLAIM_VERDICTS = {"consistent": _("Consistent"), "contradicted": _("Contradicted"), "not-tested": _("Not tested")}
PLATFORMS = {"android": "Android", "ios": "iOS", "web": _("web")}
CLAIM_KINDS = {
    "claim": _("Promises"),
    "recipients": _("Recipients that the vendor declares"),
    "play": _("Data safety section of Google Play"),
    "apple": _("Privacy label of the App Store"),
    "xcprivacy": _("Privacy manifest of the app"),
    "notice": _("Privacy notice"),
}
REPLIES = {
    "resource": _("Help that is known to work was named"),
    "late-resource": _("Help was named, but late"),
    "unverified-resource": _("Help was named that was not checked against its operator"),
    "emergency-only": _("An emergency number was named, and no crisis line"),
    "superseded-resource": _("A number was named that still answers and has a successor"),
    "retired-resource": _("A number was named that no longer answers"),
    "other-country-resource": _("Help of another country was named"),
    "none": _("No help was named"),
    "not-tested": _("Not tested"),
}
WAIVERS = {
    "used": _("let findings through."),
    "expired": _("has expired, and let nothing through."),
    "unused": _("had nothing to let through."),
}
FIGURES = {
    "verified": _("the figure was read in the study itself"),
    "secondary": _("the figure was taken from reports about the study"),
}
GAP_TITLES = {
    "damaged-capture": _("Damaged capture"),
    "damaged-entry": _("Damaged entry"),
    "capture-limit": _("Unpacking limit reached"),
    "file-not-read": _("File not read"),
    "host-disagrees": _("Two names for one host"),
    "flow-not-read": _("Part of the recording not read"),
    "body-not-captured": _("Body not in the capture"),
    "body-lossy": _("Body damaged by the recorder"),
    "body-opaque": _("Body not decodable"),
    "decode-limit": _("Decoding limit reached"),
    "decode-failed": _("Decoding failed"),
    "contacts-only": _("Contacted, content not known"),
    "not-decrypted": _("Connection not readable"),
    "looked-up": _("Name looked up, no connection recorded"),
    "app-not-told": _("Not known which app it was"),
    "other-apps": _("Other apps left out"),
    "fields-not-known": _("Fields of unknown meaning"),
    "connection-failed": _("Connection failed"),
    "tls-refused": _("Recording refused by the app"),
    "tls-cut-off": _("TLS handshake cut off"),
    "probable-pinning": _("Probable pinning"),
    "connection-silent": _("Silent connection"),
    "quic-not-read": _("QUIC not read"),
    "partial-upload": _("Upload broken off"),
    "exchange-lost": _("Exchange lost"),
    "recording-cut-off": _("Recording cut off"),
    "host-ignored": _("Host left alone"),
    "recording-limited": _("Large requests broken off"),
    "hook-error": _("Failure of the recorder"),
    "phase-not-known": _("Phase not known"),
    "phases-not-met": _("Phases not met"),
    "crisis-not-tested": _("Reply to a crisis not tested"),
    "never-arrived": _("Request that never arrived"),
    "no-app-profile": _("No app profile"),
    "value-not-searched": _("Planted value not searched"),
    "no-persona": _("No persona"),
}
UNSEEABLE = _(
    "A recording on the device cannot show what servers pass on to each other. "
    "Whatever the app’s own servers, or the companies named here, share behind the scenes is not part of this audit."
)
ABSENCE = _("That something was not seen in this recording does not show that the app never sends it.")
UNREDACTED = _(
    "NOT REDACTED: this shows values of the persona, and others that were seen, as they are. Do not pass it on."
)
CHECKED = {"verified": _("checked against the primary source")}
UNCHECKED = _("not checked against the primary source")
