"""Texts for the codes of an audit, and the fixed sentences of every report.

They are marked for the catalogue here and translated where they are used.
"""

from mhaudit.model.audit import Certainty, Party
from mhaudit.model.knowledge import SEVERITIES, Severity
from mhaudit.report.text.language import marked as _

SURE: tuple[Certainty, ...] = ("proven", "declared", "likely", "possible")
WORST_FIRST: tuple[Severity, ...] = SEVERITIES[::-1]
MARKS: dict[Certainty, str] = {"proven": "●", "declared": "◆", "likely": "◐", "possible": "○"}
CERTAINTIES: dict[Certainty, str] = {
    "proven": _("our own test data, or a field that changed with it"),
    "declared": _("the SDK’s documentation or code says what the field means"),
    "likely": _("the name of the field, event or page suggests it, and the value fits"),
    "possible": _("only the shape of the value suggests it"),
}
PARTIES: dict[Party, str] = {
    "first": _("the app’s own server"),
    "third": _("another company"),
    "infrastructure": _("infrastructure"),
    "unknown": _("unknown: no app profile says which servers are the app’s own"),
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
FORMS = {
    "md5": _("as its MD5 hash"),
    "sha1": _("as its SHA-1 hash"),
    "sha256": _("as its SHA-256 hash"),
    "sha512": _("as its SHA-512 hash"),
    "wording": _("in a name"),
    "changed": _("by how the field changed with the person"),
}
# `pass` in audit.json: nothing was found, something below the threshold, or something that was accepted.
OUTCOMES = {
    "fail": _("Fail"),
    "pass": _("No leak seen"),
    "below": _("Below the threshold"),
    "accepted": _("Findings accepted"),
    "incomplete": _("Incomplete"),
}
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
WAIVERS = {
    "used": _("let findings through."),
    "expired": _("has expired, and waived nothing."),
    "unused": _("matched no finding."),
}
GAP_TITLES = {
    "damaged-capture": _("Damaged capture"),
    "damaged-entry": _("Damaged entry"),
    "capture-limit": _("Unpacking limit reached"),
    "file-not-read": _("File not read"),
    "hosts-grouped": _("Hosts counted in one row"),
    "host-disagrees": _("Two names for one host"),
    "flow-not-read": _("Part of the recording not read"),
    "body-not-captured": _("Body not in the capture"),
    "body-cut": _("Body cut short"),
    "answer-cut": _("Answer cut short"),
    "packets-lost": _("Packets missing"),
    "exchange-not-read": _("Exchange not read because of an error in mhaudit"),
    "body-lossy": _("Body damaged by the recorder"),
    "body-opaque": _("Body not decodable"),
    "answer-not-captured": _("Answer not in the capture"),
    "answer-opaque": _("Answer not decodable"),
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
    "storage-failed": _("Storage failed"),
    "case-changed": _("Case changed"),
    "clock-set-back": _("Clock set back"),
    "tls-refused-at-first": _("Refused at first, then read"),
    "answered-from-cache": _("Answered from a cache"),
    "app-not-marked": _("App not marked"),
    "answer-cut-off": _("Answer cut off"),
    "quic-not-read": _("QUIC not read"),
    "partial-upload": _("Upload broken off"),
    "exchange-lost": _("Exchange lost"),
    "recording-cut-off": _("Recording cut off"),
    "host-ignored": _("Host left alone"),
    "recording-limited": _("Large requests broken off"),
    "hook-error": _("Failure of the recorder"),
    "phase-not-known": _("Phase not known"),
    "phases-not-met": _("Phases not met"),
    "policies-old": _("Old policies"),
    "crisis-not-tested": _("Reply to a crisis not tested"),
    "never-arrived": _("Request that never arrived"),
    "no-app-profile": _("No app profile"),
    "value-not-searched": _("Planted value not searched"),
    "no-persona": _("No test data"),
    "not-exercised": _("Test data not seen"),
}
UNSEEABLE = _(
    "We recorded traffic on the device. What the vendor or these companies share afterwards, from server to server, "
    "does not appear here."
)
ABSENCE = _("What was not seen in this recording may still be sent at another time.")
UNREDACTED = _("NOT REDACTED: this shows the test data and other values as they were sent. Do not share it.")
CHECKED = {"verified": _("checked against the primary source")}
UNCHECKED = _("not checked against the primary source")
