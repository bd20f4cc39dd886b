"""The final texts of every format, held against the audit and the capture that they are of.

Meadow with its persona, Meadow without persona and profile, and captures like those of other recorders: a phone's HAR
that names its app, a browser's HAR, and a list of contacts.
"""

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest

from mhaudit.api.showing import exchange_values
from mhaudit.auditing import audit as audited
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.reader import Capture
from mhaudit.model.audit import Audit, Observation
from mhaudit.model.capture import Exchange
from mhaudit.report import BINARY, FORMATS, verbose_text

TEXTS: Mapping[str, Callable[[Audit, str], str | bytes]] = {
    **{name: FORMATS[name] for name in sorted(FORMATS.keys() - BINARY - {"json"})},
    "txt -v": verbose_text,
}
ADVERTISING = "5f0b8c1e-7a44-4c1e-9d0e-2f4b8f0a1c3d"
NAMES = ("meadow", "bare", "phone", "browser", "contacts")
# What may follow the verb: the certainty of what was received, or a count of recipients.
RECEIVED = {
    "en": re.compile(
        r"(?<!Who )received (?!(?:the event “[^”]*”, with )?"
        r"(?:our test data|data that the SDK’s documentation defines|data whose name suggests|text with the shape)\b"
        r"|health data|it together with|the same|Recipient Received)"
    ),
    "de": re.compile(
        r"(?<!Wer was )erhielt (?!(?:das Ereignis „[^“]*“, mit )?"
        r"(?:unsere Testdaten|Daten, die laut SDK-Dokumentation|Daten, deren Name|Text in der Form)|Gesundheitsdaten"
        r"|dieselb|Empfänger Erhalten)"
    ),
}
QUOTED = {"en": re.compile(r"“([^”“]*)”"), "de": re.compile(r"„([^“„]*)“")}
NEVER = re.compile(
    r"persona['’]s|[Cc]ry for help|likely sent|turned back|third party|\.\.(?!\.)(?<!\.\.\.)|by wording alone"
)


def har(path: Path, *requests: tuple[str, str, object], **log: object) -> Path:
    """A HAR of (method, URL, JSON body or None)."""
    entries = [
        {
            "startedDateTime": f"2026-11-20T09:00:{number:02}.000Z",
            "request": {
                "method": method,
                "url": url,
                "headers": [{"name": "content-type", "value": "application/json"}],
                **({"postData": {"mimeType": "application/json", "text": json.dumps(body)}} if body else {}),
            },
            "response": {"status": 200, "headers": []},
        }
        for number, (method, url, body) in enumerate(requests)
    ]
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": entries, **log}}), encoding="utf-8")
    return path


def phone(folder: Path) -> Path:
    """Requests of SDKs as a phone sends them, in a HAR that names the app."""
    about = {"apps": [{"id": "tld.calm.app", "name": "Calm App", "version": "1.2.3", "platform": "android"}]}
    logged = {"mood": 3, "$email": "k@m.example"}
    return har(
        folder / "phone.har",
        ("POST", "https://api2.branch.io/v1/open", {"google_advertising_id": ADVERTISING}),
        ("POST", "https://api.mixpanel.com/track", {"event": "Mood Logged", "properties": logged}),
        ("POST", "https://graph.facebook.com/v14.0/1/activities", {"event": "X", "advertiser_id": ADVERTISING}),
        ("GET", "https://app.tracker.example/ping?mood=4", None),
        _tweasel=about,
    )  # fmt: skip


def browser(folder: Path) -> Path:
    """Pages and pixels as a browser records them."""
    page = "https%3A%2F%2Fcalm.example%2Fdepression-test%2Fresult"
    return har(
        folder / "browser.har",
        ("GET", "https://calm.example/depression-test/result", None),
        ("GET", f"https://www.google-analytics.com/g/collect?v=2&tid=G-1&cid=1.2&dl={page}&en=page_view", None),
        ("GET", f"https://www.facebook.com/tr/?id=1&ev=PageView&dl={page}", None),
        creator={"name": "WebInspector", "version": "537.36"},
    )


def contacts(folder: Path) -> Path:
    """A list of who was contacted."""
    path = folder / "contacts.csv"
    rows = ["uid,daddr,time,uncertain,Tracker,Category,Package,App"]
    rows += [f"1,{host},1712307431146,0,A,B,tld.calm.app,Calm" for host in ("app.adjust.com", "own.example")]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def made(own_cache: None, meadow: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Audit]]:
    """The captures with their audits."""
    folder = tmp_path_factory.mktemp("final")
    dump = meadow / "meadow.mitm"
    whole = audited(dump, app=meadow / "meadow.app.yaml", persona=meadow / "meadow.persona.yaml")
    others = {"bare": dump, "phone": phone(folder), "browser": browser(folder), "contacts": contacts(folder)}
    return {"meadow": (dump, whole), **{name: (path, audited(path)) for name, path in others.items()}}


def plain(audit: Audit, name: str, language: str) -> str:
    """A format without its markup."""
    text = str(TEXTS[name](audit, language))
    if "html" in name:
        text = re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL)
        text = re.sub(r"<q>(.*?)</q>", "“\\1”" if language == "en" else "„\\1“", text, flags=re.DOTALL)
        text = re.sub(r"<[^>]+>", " ", text)
    if "sarif" in name:
        text = "\n".join(said(json.loads(text)))
    return re.sub(r"\s+", " ", re.sub(r"\\([_*\[\]#|~.:`-])", r"\1", html.unescape(text)))


def said(value: Any) -> Iterator[str]:
    """Every text in JSON data."""
    if isinstance(value, dict):
        value = [item for key, item in value.items() if key != "$schema"]
    if isinstance(value, list):
        for item in value:
            yield from said(item)
    elif isinstance(value, str):
        yield value


EACH = pytest.mark.parametrize(
    ("capture", "name", "language"),
    [(one, name, code) for one in NAMES for name in TEXTS for code in ("en", "de") if (name, code) != ("sarif", "de")],
)


@EACH
def test_what_was_received_is_said_with_its_certainty(
    made: dict[str, tuple[Path, Audit]], capture: str, name: str, language: str
) -> None:
    text = plain(made[capture][1], name, language)
    found = [text[match.start() : match.start() + 120] for match in RECEIVED[language].finditer(text)]
    assert found == []
    assert NEVER.findall(text) == []


@pytest.mark.parametrize("capture", NAMES)
@pytest.mark.parametrize("name", ["md", "sarif", "junit", "csv-findings", "txt -v"])
def test_titles_of_findings_on_data_have_a_certainty(
    made: dict[str, tuple[Path, Audit]], capture: str, name: str
) -> None:
    audit = made[capture][1]
    text = plain(audit, name, "en")
    on_data = [finding for finding in audit.findings if finding.observations]
    assert all(f"{finding.title} (data: " in text for finding in on_data[:15])
    assert not any(f"{finding.title} (data: " in text for finding in audit.findings if not finding.observations)


@pytest.fixture(scope="module")
def sent(made: dict[str, tuple[Path, Audit]]) -> dict[str, str]:
    """All that a capture holds and the vendor says, as text."""
    found = {}
    for name, (path, audit) in made.items():
        capture = Capture(path, path.name)
        reader = reader_for(capture)
        exchanges = [item for item in reader.read(capture) if isinstance(item, Exchange)] if reader else []
        values = [f"{value.place}\n{value.value!s}" for one in exchanges for value in exchange_values(one)]
        addresses = [unquote_plus(one.path) for one in exchanges]
        words = [claim.says for claim in audit.claims if claim.kind == "claim"]
        found[name] = "\n".join([*values, *addresses, *words])
    return found


@EACH
def test_quotation_marks_are_around_what_was_sent_or_said(
    made: dict[str, tuple[Path, Audit]], sent: dict[str, str], capture: str, name: str, language: str
) -> None:
    text = plain(made[capture][1], name, language)
    found = (" ".join(match.split()) for match in QUOTED[language].findall(text))
    quoted = {one.removesuffix("…") for one in found if "… " not in one}  # not what a short line cut
    held = " ".join(sent[capture].split())
    assert [one for one in sorted(quoted) if one.strip() not in held] == []
    if capture == "meadow" and name in ("html", "md", "letter-vendor-md"):
        assert len(quoted) >= 3


@pytest.mark.parametrize("capture", NAMES)
@pytest.mark.parametrize("name", ["html", "md", "txt"])
def test_counts_are_those_of_the_observations(made: dict[str, tuple[Path, Audit]], capture: str, name: str) -> None:
    audit = made[capture][1]
    health = {kind.id for kind in audit.kinds if kind.special}
    who = {one.host: one.organisation or one.domain for one in audit.recipients if one.party != "first"}

    def received(test: Callable[[Observation], bool]) -> int:
        seen = [one for one in audit.observations if one.direction == "sent" and one.category in health and test(one)]
        return len({who[one.recipient] for one in seen if one.recipient in who})

    sure = received(lambda one: one.certainty in ("proven", "declared"))
    outside = "outside recipients" if audit.subject.first_party else "recipients"
    text = " ".join(plain(audit, name, "en").split())
    assert f"{sure} of {len(set(who.values()))} {outside} received health data" in text
    named = received(lambda one: one.certainty == "likely")
    more = re.findall(r"; names suggest it at (\d+) more", text)
    assert [int(number) for number in more] <= [named]


def test_a_shared_value_says_at_how_many_hosts_it_is_sure(made: dict[str, tuple[Path, Audit]]) -> None:
    audit = made["meadow"][1]
    text = " ".join(plain(audit, "html", "en").split())
    assert len(audit.bridges) >= 4
    for bridge in audit.bridges[:5]:
        best: dict[str, int] = {}
        order = ("proven", "declared", "likely", "possible")
        for one in audit.observations:
            if (one.category, one.direction) == (bridge.category, "sent") and one.recipient in bridge.recipients:
                best[one.recipient] = min(best.get(one.recipient, 9), order.index(one.certainty))
        proven = sum(sure == 0 for sure in best.values())
        assert f"Certainty: proven at {proven} host" in text


@pytest.mark.parametrize("capture", NAMES)
def test_nothing_that_only_a_name_suggests_is_critical(made: dict[str, tuple[Path, Audit]], capture: str) -> None:
    audit = made[capture][1]
    sure = {one.id: one.certainty for one in audit.observations}
    found = [
        finding.id
        for finding in audit.findings
        if finding.severity == "critical" and not {"proven", "declared"} & {sure[name] for name in finding.observations}
    ]
    assert found == []


def test_the_reports_are_about_something(made: dict[str, tuple[Path, Audit]]) -> None:
    counts = {name: (len(audit.facts), len(audit.recipients)) for name, (_, audit) in made.items()}
    assert {name: facts > 2 for name, (facts, _) in counts.items()} == {
        "meadow": True, "bare": True, "phone": True, "browser": True, "contacts": False,
    }  # fmt: skip
    assert counts["contacts"][1] == 2
    assert made["phone"][1].subject.name == "Calm App"
    assert made["contacts"][1].subject.id == "tld.calm.app"
