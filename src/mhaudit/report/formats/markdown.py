"""Render a comment for a pull request in at most 60 lines: the verdict, the worst facts, and the gaps.

GitHub and GitLab render it; every text that comes from traffic or policies is escaped for Markdown and HTML alike.
"""

import re
from collections.abc import Iterator, Sequence

from mhaudit.model.audit import Audit, Finding
from mhaudit.report.text import claims, overview, sentences, terms, words
from mhaudit.report.text.companies import companies, kinds, worst_first
from mhaudit.report.text.disputes import all_objections
from mhaudit.report.text.escape import visible
from mhaudit.report.text.gaps import gap_groups
from mhaudit.report.text.language import DEFAULT, message, say, speaking
from mhaudit.report.text.statements import Statement, one_a_company, statements
from mhaudit.report.text.titles import titled

_MARKS = {"fail": "❌", "pass": "✅", "below": "⚠️", "accepted": "⚠️", "incomplete": "⚠️"}
# Characters of Markdown markup, and text that GitHub turns into links: addresses, `#12`, `@name`.
_SPECIAL = re.compile(r"([\\`*_\[\]#|~@]|:(?=//)|(?<=\bwww)\.|^[+-](?= )|(?<=^\d)\.)")
_ANGLES = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;"})
_LENGTH = 300
_LONGEST_OBJECTION, _LONGEST_REPLY, _LONGEST_FACT = 5000, 800, 800
_MOST_FACTS, _MOST_FINDINGS, _MOST_GAPS = 8, 20, 8


def render(audit: Audit, language: str = DEFAULT, /) -> str:
    """Return the comment in the given language."""
    with speaking(language):
        return "\n".join(_lines(audit)).rstrip() + "\n"


def _lines(audit: Audit) -> Iterator[str]:
    known = kinds(audit)
    said = statements(audit, known)
    if audit.unredacted:
        yield f"> **{plain(message(terms.UNREDACTED))}**\n"
    outcome = sentences.outcome_of(audit)
    captures = [capture.name for capture in audit.generated_from.captures[:1]]
    app = plain(audit.subject.name or audit.subject.id or "".join(captures) or "mhaudit")
    yield f"## {_MARKS[outcome]} {app}: {message(terms.OUTCOMES[outcome])}\n"
    yield f"{plain(overview.verdict(audit))}\n"
    yield from (f"- {plain(line, _LONGEST_REPLY)}" for line in claims.lacking_replies(audit, known))
    yield from _facts(said)
    yield from (
        f"- {plain(lead)} {plain(text)}." for lead, text in overview.numbers(audit, companies(audit, said), known)
    )
    yield from _findings(audit)
    yield from _unseen(audit)
    digests = ", ".join(
        f"{plain(capture.name)} (SHA-256 `{capture.sha256[:16]}…`)" for capture in audit.generated_from.captures[:5]
    )
    yield f"\n<sub>mhaudit {plain(audit.tool.version)}; {digests}. {plain(message(terms.UNSEEABLE))}</sub>"


def _facts(said: Sequence[Statement]) -> Iterator[str]:
    for one in one_a_company(said)[:_MOST_FACTS]:
        yield f"- {plain(one.sentence, _LONGEST_FACT)}"
        yield from (f"  - {plain(text, _LONGEST_OBJECTION)}" for text in one.objections)


def _findings(audit: Audit) -> Iterator[str]:
    if not audit.findings:
        yield f"\n{plain(message(terms.ABSENCE))}"
        return
    yield f"\n<details><summary>{plain(words.counted(len(audit.findings), 'finding', 'findings'))}</summary>\n"
    yield f"| {say('Severity')} | {say('Rule')} | {say('Finding')} | {say('Recipients')} |"
    yield "|---|---|---|---|"
    rows = [*_by_rule(audit)]
    yield from rows[:_MOST_FINDINGS]
    if len(rows) > _MOST_FINDINGS:
        yield f"| | | {plain(say('and {number} more', number=len(rows) - _MOST_FINDINGS))} | |"
    if audit.disputes:
        yield ""
    yield from (f"- {plain(subject)}: {plain(text, _LONGEST_OBJECTION)}" for subject, text in all_objections(audit))
    yield "\n</details>"


def _by_rule(audit: Audit) -> Iterator[str]:
    alike: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in worst_first(audit.findings):
        alike.setdefault((finding.severity, finding.rule, titled(finding, audit)), []).append(finding)
    for (severity, rule, title), findings in alike.items():
        whom = ", ".join(dict.fromkeys(_whom(finding) for finding in findings[:8]))
        said = plain(message(terms.SEVERITIES_SAID[severity]))  # type: ignore[index]
        yield f"| {said} | {plain(rule)} | {plain(title)} | {whom} |"


def _whom(finding: Finding) -> str:
    name = plain(finding.organisation or finding.recipient)
    return f"{name} ({plain(say('waived'))})" if finding.status == "waived" else name


def _unseen(audit: Audit) -> Iterator[str]:
    yield f"\n<details><summary>{plain(say('Not seen'))}</summary>\n"
    yield from (f"- {plain(sentence)}" for sentence in overview.strip(audit))
    for one in gap_groups(audit.coverage.gaps)[:_MOST_GAPS]:
        at = say(" at {hosts}", hosts=words.listed(words.few(one.hosts, 5))) if one.hosts else ""
        yield f"- **{plain(words.gap_title(one.code))}**{plain(at)}: {plain(words.gap(one.code))}"
    yield "\n</details>"


def plain(text: str, longest: int = _LENGTH) -> str:
    """Return a text on one line, escaped so that Markdown and HTML show it unchanged; `@` and `#` mention and link
    nothing.
    """
    return _SPECIAL.sub(r"\\\1", visible(text, longest)).translate(_ANGLES).replace("\\@", "&#64;")
