"""Recorded data: exchanges, contacts, accesses, and gaps."""

from typing import Literal

from msgspec import Struct

from mhaudit.model.reasons import Reason

Headers = tuple[tuple[str, str], ...]
ARRIVALS = "mhaudit_arrivals"  # the metadata key in a recorded flow for the arrival times of its response's pieces
Kind = Literal["http", "websocket", "tcp", "udp", "dns"]


class Message(Struct, frozen=True, kw_only=True):
    """One WebSocket, TCP or UDP message. `at` is in seconds since the epoch, UTC."""

    sent: bool
    content: bytes
    at: float | None = None


class Certificate(Struct, frozen=True, order=True):
    """The contents of a server certificate: the organisation of its subject, "" if it has none, and its names."""

    organisation: str = ""
    names: tuple[str, ...] = ()


class Exchange(Struct, frozen=True, kw_only=True):
    """One request with its response, or one connection with its messages.

    `number` counts from 1 in the capture; `started` is in seconds since the epoch, UTC.

    A body of None was not captured; b"" was captured and is empty. `host` is the recipient of the bytes by the best
    evidence available (TLS server name, then Host header, then address); for a lookup (`kind` dns) it is the name
    looked up. `app` is the sender, "" if the capture does not name it. `answered` is the time when the response was
    complete; `arrivals` lists how many bytes of its body had arrived by when, if it came in pieces. `attempted` is the
    reason why the request failed to reach its server: its content was sent to nobody. `redacted`: mhaudit replaced data
    by pseudonyms. Bodies are as on the wire, still compressed if `content-encoding` says so, unless the format stores
    them decoded. `aliases` are the names that a looked-up name is an alias of, in the order of the response (CNAME);
    `certificate` is that of the server, if recorded. `body_declared` and `response_declared` are the sizes of the
    bodies by headers or recorder, None if neither has them.
    """

    capture: str
    number: int
    kind: Kind = "http"
    started: float | None = None
    phase: str | None = None
    scheme: str = "https"
    host: str
    app: str = ""
    port: int | None = None
    ip: str | None = None
    method: str = ""
    path: str = ""
    headers: Headers = ()
    body: bytes | None = None
    status: int | None = None
    response_headers: Headers = ()
    response_body: bytes | None = None
    messages: tuple[Message, ...] = ()
    answered: float | None = None
    attempted: str = ""
    arrivals: tuple[tuple[int, float], ...] = ()
    redacted: bool = False
    aliases: tuple[str, ...] = ()
    certificate: Certificate | None = None
    body_declared: int | None = None
    response_declared: int | None = None


class Contact(Struct, frozen=True, kw_only=True):
    """A row of a contact list, which has hosts without content.

    `number` counts rows from 1. `host` is an address if no name is known. Times are in seconds since the epoch, UTC;
    `sent` is in bytes, None if the list does not have it. A `lookup` is of a name only: whether a connection followed
    is not known. `says` is the list's classification of the host with its author; `app` is a package or bundle id.
    """

    capture: str
    number: int
    host: str
    app: str = ""
    ip: str | None = None
    count: int = 1
    first: float | None = None
    last: float | None = None
    sent: int | None = None
    lookup: bool = False
    says: str = ""
    aliases: tuple[str, ...] = ()


class Access(Struct, frozen=True, kw_only=True):
    """One use of a resource of the phone, by the phone's own list: `resource` is microphone, location, contacts …"""

    capture: str
    number: int
    resource: str
    app: str = ""
    at: float | None = None


class Gap(Struct, frozen=True, kw_only=True):
    """Something that existed and could not be seen; `code` is a key of `GAPS`.

    A blocking gap may hide what the audit asks for; `unread` is the number of missing or undecoded bytes, as far as it
    is known. `detail` is the place and reason, in the words of a reader; `reason` is the same as data, if there is a
    sentence for it.
    """

    code: str
    host: str = ""
    detail: str = ""
    blocking: bool = False
    reason: Reason | None = None
    count: int = 1
    unread: int = 0


# Gaps that hide sent data: without a number of bytes, the amount of hidden data is unknown.
HIDING = frozenset(
    """
    damaged-capture damaged-entry capture-limit body-not-captured body-cut body-lossy body-opaque packets-lost
    decode-limit decode-failed exchange-not-read flow-not-read not-decrypted contacts-only quic-not-read partial-upload
    exchange-lost recording-cut-off recording-limited host-ignored hook-error storage-failed
    """.split()
)
GAPS = {
    "not-exercised": "No health entry of the test data was seen being sent anywhere, so the recording tests nothing.",
    "damaged-capture": "The capture file is damaged: data after the damage was not read.",
    "capture-limit": "A capture unpacks to more than the limit, or is packed too often; the rest was not read.",
    "file-not-read": "A file in a folder or an archive is not a readable capture; it was skipped.",
    "host-disagrees": "The app named another host in its request than the one it set up the connection with.",
    "damaged-entry": "An entry of the capture is damaged: it was left out, or read only in part.",
    "body-not-captured": "A request had a body that the capture does not hold.",
    "body-cut": "A body ends before its end: fewer bytes are in the capture than were sent.",
    "answer-cut": "An answer ends before its end: fewer bytes are in the capture than were received.",
    "packets-lost": "Packets were cut while recording, or are missing: part of a connection was not seen.",
    "exchange-not-read": "An exchange could not be read because of an error in mhaudit itself; please report it.",
    "body-lossy": "A body was stored as text by a recorder that lost the bytes it could not write.",
    "body-opaque": "A sent body could not be decoded; its content is unknown.",
    "answer-not-captured": "The capture does not hold an answer that had a body.",
    "answer-opaque": "An answer could not be decoded; its content is unknown.",
    "decode-limit": "A body was larger, or nested deeper, than the limit for decoding; the rest was not read.",
    "decode-failed": "A body did not match its content-encoding; its raw bytes were searched.",
    "contacts-only": "This host was contacted, and the captures have no content of it: what was sent is unknown.",
    "not-decrypted": "A connection could not be read: encrypted without keys, or in a protocol that is not known.",
    "hosts-grouped": (
        "So many hosts were contacted that they are one row: what each of them received is not listed. "
        "From 100,000 on the number is the least that it can be."
    ),
    "looked-up": "The name of this host was looked up, and no connection to it was recorded.",
    "app-not-told": "A log does not say which app looked a name up; it may be another than the one under audit.",
    "other-apps": "Rows about other apps than the one under audit were left out.",
    "fields-not-known": "A capture has fields whose meaning is not known; they were read and not judged.",
    "connection-failed": "A connection was attempted and failed, so the data for it is unknown.",
    "phase-not-known": "An exchange has no time, so its phase is unknown; rules about phases skip it.",
    "policies-old": "The facts about companies, crisis lines and law were checked long before the recording.",
    "crisis-not-tested": "The persona has a crisis line, and it was not seen being sent, so no reply to it was tested.",
    "phases-not-met": "No exchange falls into a phase of the app profile: its times may be wrong, or not in UTC.",
    "never-arrived": "A request of the app never reached its server; its content does not count as sent.",
    "flow-not-read": "A flow of an unknown type was skipped.",
    "tls-refused": "The app refused the recording proxy's certificate, so nothing it sent there was seen.",
    "tls-refused-at-first": "The app refused the recording proxy's certificate at first, and accepted it later: "
    "what it sent then was read.",
    "answered-from-cache": "A request was answered by a cache or a service worker of the browser; nothing was sent.",
    "app-not-marked": "The captures do not say which app sent what, so --app-id could pick nothing: all was audited.",
    "tls-cut-off": "A connection ended in the middle of the TLS handshake; whether the app refused is not known.",
    "probable-pinning": "The app closed an encrypted connection at once, as apps with certificate pinning do; "
    "data for this host was not seen.",
    "connection-silent": "A connection was opened, and nothing was sent on it that could be seen.",
    "quic-not-read": "The app used QUIC, and nothing of it could be read.",
    "partial-upload": "An upload broke off; the part that had left the device was not kept, or not completely.",
    "answer-cut-off": "An answer broke off, or was incomplete when the recording ended; the rest of it is unknown.",
    "exchange-lost": "A request was in progress when the recording was cut off; its content is lost.",
    "recording-cut-off": "The recording was not stopped cleanly; requests in progress at its end may be missing.",
    "host-ignored": "The proxy was set to ignore this host, so nothing sent there was recorded.",
    "recording-limited": "The proxy was set to abort large requests: they are missing, and the app got errors.",
    "storage-failed": "The disk could not be written to and the recording stopped; requests in progress were lost.",
    "case-changed": "The case differs from its seal at the end of the recording: files were changed, added or removed.",
    "clock-set-back": "The recording machine's clock was set back; phases follow the order of events, times do not.",
    "hook-error": "The recorder itself failed at an event, which may be missing from the recording.",
    "no-app-profile": "No app profile was given, so it is unknown which servers are the app's own.",
    "value-not-searched": "A planted text is too short, or too regular, to prove anything: only its hashes and other "
    "spellings are searched, and what fields mean.",
    "no-persona": "No persona was given, so no planted value could be searched for.",
}

Item = Exchange | Gap | Contact | Access
