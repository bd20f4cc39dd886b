"""Render findings as test results in JUnit's XML, as Jenkins, GitLab and others read it.

Each rule that was judged is a test for each recipient. One with a finding has the recording in `file` and the facts,
their certainty and their places in its text; it fails where the finding is open and at or above `fail_on`, and is
skipped with the reason where it is below or waived. One without a finding says that the rule found nothing in what was
seen: it is skipped where no health entry of the test data was seen being sent, where no statement was tested, or where
what this recipient got could not be read. Expired waivers fail.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mhaudit.model.audit import Audit, Finding, JudgedRule, Sighting
from mhaudit.model.knowledge import SEVERITIES
from mhaudit.report.text import terms
from mhaudit.report.text.companies import kinds, worst_first
from mhaudit.report.text.escape import visible
from mhaudit.report.text.evidence import facts_of, legend, places_of
from mhaudit.report.text.language import DEFAULT, message, number, say, say_many, speaking
from mhaudit.report.text.statements import statements
from mhaudit.report.text.titles import titled
from mhaudit.report.text.words import gap, gap_title

_LENGTH, _MOST_PLACES = 1000, 5
_MOST_RECIPIENTS = 200
_OF_RECIPIENTS = frozenset({"observation", "recipient", "linkage"})


def render(audit: Audit, language: str = DEFAULT, /) -> str:
    """Return one suite with a test case for each judged rule and recipient, expired waiver and blocking gap."""
    with speaking(language):
        sure = legend()
        cases = [*_findings(audit), *_without_finding(audit), *_waivers(audit), *_gaps(audit)] or [
            _case("mhaudit", say("no finding"))
        ]
    failures = sum(case.find("failure") is not None for case in cases)
    skipped = sum(case.find("skipped") is not None for case in cases)
    counts = {"tests": str(len(cases)), "failures": str(failures), "errors": "0", "skipped": str(skipped)}
    warning = f": {message(terms.UNREDACTED)}" if audit.unredacted else ""
    suites = Element("testsuites", {"name": f"mhaudit{warning}", **counts})
    suite = SubElement(suites, "testsuite", {"name": visible(audit.subject.id or "mhaudit", _LENGTH), **counts})
    properties = SubElement(suite, "properties")
    for name, means in sure.items():
        SubElement(properties, "property", {"name": f"certainty: {name}", "value": means})
    suite.extend(cases)
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _findings(audit: Audit) -> Iterator[Element]:
    known = statements(audit, kinds(audit))
    for finding in worst_first(audit.findings):
        places = [*places_of(finding, audit)]
        title = f"{titled(finding, audit)}: {finding.recipient}"
        case = _case(f"mhaudit.{finding.rule}", title, places[0].capture if places else "")
        seen = [*facts_of(finding, known, audit), *(_place(at) for at in places[:_MOST_PLACES])]
        said = f"{finding.severity}: {message(finding.because)}"
        if finding.waiver:
            _outcome(case, "skipped", say("waived: {reason}", reason=finding.waiver.reason), "\n".join(seen))
        elif _fails(finding, audit):
            _outcome(case, "failure", said, "\n".join([said, *seen, message(finding.remedy), finding.id]))
        else:
            _outcome(case, "skipped", said, "\n".join(seen))
        yield case


def _without_finding(audit: Audit) -> Iterator[Element]:
    """Yield the rules without a finding, for each recipient that they could be about; others once for the audit."""
    found = {(finding.rule, host) for finding in audit.findings for host in (*finding.hosts, finding.recipient)}
    rules_found = {rule for rule, _ in found}
    blind = {gap.host: gap.code for gap in reversed(audit.coverage.gaps) if gap.blocking and gap.host}
    hosts = [one.host for one in audit.recipients if one.exchanges and one.party != "infrastructure"]
    for rule in audit.judged:
        if rule.subject not in _OF_RECIPIENTS:
            if rule.id not in rules_found:
                yield _passed(rule, "", audit, "")
            continue
        for host in hosts[:_MOST_RECIPIENTS]:
            if (rule.id, host) not in found:
                yield _passed(rule, host, audit, "" if rule.subject == "recipient" else blind.get(host, ""))
    if audit.judged and len(hosts) > _MOST_RECIPIENTS:
        more = say_many("{number} more recipient", "{number} more recipients", len(hosts) - _MOST_RECIPIENTS)
        case = _case("mhaudit.recipients", more)
        _outcome(case, "skipped", say("Only the first {number} are listed.", number=number(_MOST_RECIPIENTS)))
        yield case


def _passed(rule: JudgedRule, host: str, audit: Audit, blind: str) -> Element:
    title = say("No finding: {title}", title=message(rule.title))
    case = _case(f"mhaudit.{rule.id}", f"{title}: {host}" if host else title)
    if blind:
        _outcome(case, "skipped", gap(blind))
    elif rule.subject == "claim" and all(one.verdict == "not-tested" for one in audit.claims):
        _outcome(case, "skipped", message(terms.CLAIM_VERDICTS["not-tested"]))
    elif rule.subject != "recipient" and not _is_exercised(audit):
        _outcome(case, "skipped", say("Not tested: no entry of the test data was seen being sent."))
    return case


def _is_exercised(audit: Audit) -> bool:
    """Return whether a health entry of the test data was seen being sent: without one, nothing was tested."""
    untested = any(gap.code in ("no-persona", "not-exercised") for gap in audit.coverage.gaps)
    return not untested and any(one.seen for one in audit.exercised)


def _waivers(audit: Audit) -> Iterator[Element]:
    for waiver in audit.gate.waivers if audit.gate else ():
        case = _case("mhaudit.waivers", waiver.id)
        if waiver.state == "expired":
            _outcome(case, "failure", f"{waiver.owner}, {waiver.expires}: {say('has expired, and waived nothing.')}")
        yield case


def _gaps(audit: Audit) -> Iterator[Element]:
    """Yield a skipped test case for each blocking gap; with `--require-complete` the command fails for them."""
    for blind in audit.coverage.gaps:
        if blind.blocking:
            case = _case("mhaudit.coverage", f"{gap_title(blind.code)}: {blind.host}".removesuffix(": "))
            _outcome(case, "skipped", gap(blind.code))
            yield case


def _fails(finding: Finding, audit: Audit) -> bool:
    return SEVERITIES.index(finding.severity) >= SEVERITIES.index(audit.verdict.fail_on)


def _place(at: Sighting) -> str:
    request = f"{at.method} {at.path}".strip()
    where = f"{at.capture}#{at.exchange}: {at.place}"
    return say("Seen in {place}", place=f"{where} ({request})" if request else where)


def _case(group: str, name: str, file: str = "") -> Element:
    about = {"classname": visible(group, _LENGTH), "name": visible(name, _LENGTH), "time": "0"}
    return Element("testcase", about | ({"file": visible(file, _LENGTH)} if file else {}))


def _outcome(case: Element, kind: str, said: str, more: str = "") -> None:
    outcome = SubElement(case, kind, {"message": visible(said, _LENGTH)})
    outcome.text = "\n".join(visible(line, _LENGTH) for line in more.split("\n")) if more else None
