"""Render findings for code scanning as SARIF 2.1.0 (OASIS), in English, with a descriptor per rule and stable ids.

A result's message lists each fact with its certainty; the certainties are explained in properties of the run. The
physical location is the recording, and the logical location is the path to the value inside it. Waived findings are
left out; gaps are notifications of the run.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mhaudit.model.audit import Audit, Citation, Finding, Sighting
from mhaudit.model.knowledge import Severity
from mhaudit.report.formats.markdown import plain
from mhaudit.report.text import terms, words
from mhaudit.report.text.companies import kinds
from mhaudit.report.text.escape import visible
from mhaudit.report.text.evidence import facts_of, legend
from mhaudit.report.text.language import DEFAULT, speaking
from mhaudit.report.text.statements import Statement, statements
from mhaudit.report.text.titles import titled

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {
    "critical": "error",
    "high": "error",
    "medium": "warning",
    "low": "note",
    "info": "note",
}
# GitHub sorts by this number: over 9.0 critical, 7.0 high, 4.0 medium.
_RANKS: dict[Severity, str] = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.0", "info": "0.0"}
_LINK = re.compile(r"https://[\w.-]+(?:/[\w./?=&%#:~+-]*)?", re.ASCII)
_MOST_PLACES = 10
_LENGTH, _LONGEST_NAME = 1000, 120


def render(audit: Audit, _: str = DEFAULT, /) -> str:
    """Return a SARIF log with one run that has all findings."""
    with speaking(DEFAULT):
        log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(audit)]}
    return json.dumps(log, indent=2, ensure_ascii=True) + "\n"


def _run(audit: Audit) -> dict[str, Any]:
    found = [finding for finding in audit.findings if finding.status == "open"]
    rules = list(_rules(found))
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    said = statements(audit, kinds(audit))
    evidence = {seen.id: seen.at for seen in audit.observations}
    captures = audit.generated_from.captures
    driver = {"name": audit.tool.name, "semanticVersion": audit.tool.version, "rules": rules}
    return {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"mhaudit/{visible(audit.subject.id or 'app', _LENGTH)}/"},
        "artifacts": [
            {
                "location": {"uri": _uri(capture.name)},
                "length": capture.bytes,
                "hashes": {"sha-256": capture.sha256},
            }
            for capture in captures
        ],
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": list(_unseen(audit))}],
        "results": [_result(finding, index, evidence, audit, said) for finding in found],
        "columnKind": "unicodeCodePoints",
        "properties": {"certainties": legend(), **_warning(audit)},
    }


def _warning(audit: Audit) -> dict[str, Any]:
    return {"unredacted": True, "warning": terms.UNREDACTED} if audit.unredacted else {}


def _rules(findings: Iterable[Finding]) -> Iterator[dict[str, Any]]:
    """Yield one rule descriptor per rule, with the texts of its worst finding."""
    first = {finding.rule: finding for finding in reversed(tuple(findings))}
    for name, finding in sorted(first.items()):
        laws = "".join(
            f"\n- {_text(cited.citation)}: {_text(cited.title)} ({_checked(cited)})" for cited in finding.regulations
        )
        text = f"{_text(finding.because)}\n\nHow to fix it: {_text(finding.remedy)}"
        link = next((cited.source for cited in finding.regulations if _LINK.fullmatch(cited.source)), "")
        yield {
            "id": name,
            "name": _name(finding.title) or _name(name),
            "shortDescription": {"text": _text(finding.title)},
            "fullDescription": {"text": _text(finding.because or finding.title)},
            "help": {"text": text + (f"\n\nMay concern:{laws}" if laws else ""), "markdown": _markdown(finding)},
            **({"helpUri": link} if link else {}),
            "defaultConfiguration": {"level": _LEVELS[finding.severity]},
            "properties": {"tags": ["privacy", "mental-health"], "security-severity": _RANKS[finding.severity]},
        }


def _name(text: str) -> str:
    """Return a title as a readable identifier: `MoodDataWasSentToAThirdParty`."""
    return "".join(word[:1].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", text))[:_LONGEST_NAME]


def _checked(cited: Citation) -> str:
    return terms.CHECKED.get(cited.confidence, terms.UNCHECKED)


def _markdown(finding: Finding) -> str:
    laws = "".join(
        f"\n- {plain(cited.citation)}: {plain(cited.title)} ({_checked(cited)})" for cited in finding.regulations
    )
    law = f"\n\n**May concern**\n{laws}" if laws else ""
    return f"{plain(finding.because)}\n\n**How to fix it:** {plain(finding.remedy)}{law}"


def _text(text: str) -> str:
    """Return a text escaped for one line and without links (SARIF 2.1.0, 3.11.6, has links in plain text, too)."""
    return visible(text, _LENGTH).replace("](", "] (")


def _result(
    finding: Finding,
    index: dict[str, int],
    evidence: dict[str, tuple[Sighting, ...]],
    audit: Audit,
    said: Sequence[Statement],
) -> dict[str, Any]:
    whom = f"{finding.organisation} ({finding.recipient})" if finding.organisation else finding.recipient
    told = [
        _text(f"{titled(finding, audit)}: {whom}. {finding.because}".strip()),
        *map(_text, facts_of(finding, said, audit)),
    ]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": "\n".join(told)},
        "locations": list(_locations(finding, evidence, audit)),
        "partialFingerprints": _fingerprints(finding),
        "properties": {"severity": finding.severity, "observations": list(finding.observations)},
    }
    return result


def _fingerprints(finding: Finding) -> dict[str, str]:
    """Return the finding's id and its id in version 1 of the document, by which viewers recognise a result.

    GitHub matches results by `primaryLocationLineHash` alone, and computes it from the lines of a file where none is
    given; a recording is not text and differs in each run
    (https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
    """
    former = {"mhauditFinding/v1": finding.former_ids[0]} if finding.former_ids else {}
    return former | {"mhauditFinding/v2": finding.id, "primaryLocationLineHash": f"{finding.id}:1"}


def _locations(finding: Finding, evidence: dict[str, tuple[Sighting, ...]], audit: Audit) -> Iterator[dict[str, Any]]:
    """Yield the first place of each observation; for a finding about a contact, yield the recordings."""
    places = [at for wanted in finding.observations for at in evidence.get(wanted, ())[:1]][:_MOST_PLACES]
    for at in places:
        name = f"exchange {at.exchange} > {visible(at.place, _LENGTH)}"
        logical = {"fullyQualifiedName": name, "name": visible(at.part, _LENGTH), "kind": "member"}
        yield {"physicalLocation": _physical(at.capture), "logicalLocations": [logical]}
    if not places:
        logical = {"fullyQualifiedName": visible(finding.recipient, _LENGTH), "kind": "resource"}
        for capture in audit.generated_from.captures[:_MOST_PLACES]:
            yield {"physicalLocation": _physical(capture.name), "logicalLocations": [logical]}


def _physical(name: str) -> dict[str, Any]:
    return {"artifactLocation": {"uri": _uri(name)}, "region": {"startLine": 1}}


def _uri(name: str) -> str:
    from urllib.parse import quote

    return quote(visible(name, _LENGTH), safe="/") or "capture"


def _unseen(audit: Audit) -> Iterator[dict[str, Any]]:
    for blind in audit.coverage.gaps:
        at = f" at {visible(blind.host, _LENGTH)}" if blind.host else ""
        often = words.counted(blind.count, "time", "times")
        text = f"Not tested{at} ({often}): {words.gap(blind.code)} {visible(blind.detail, _LENGTH)}".strip()
        level = "warning" if blind.blocking else "note"
        yield {"descriptor": {"id": blind.code}, "level": level, "message": {"text": _text(text)}}
