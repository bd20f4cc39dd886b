"""A comment for a pull request: the verdict, what stands against it, and what could not be seen, short and foldable.

GitHub and GitLab render it; every text that comes from traffic or policies is escaped for Markdown and HTML alike.
"""

import re
from collections.abc import Iterator

from mhaudit.model.audit import Audit, Finding, Kind
from mhaudit.report.html import headline
from mhaudit.report.html.companies import Judgement, grouped, judgements, kinds
from mhaudit.report.html.counts import tallies
from mhaudit.report.html.not_found import blindness
from mhaudit.report.text import sentences, terms, words
from mhaudit.report.text.escape import visible
from mhaudit.report.text.language import DEFAULT, message, say, speaking

_MARKS = {"fail": "❌", "pass": "✅", "incomplete": "⚠️"}
# What Markdown marks with, and what GitHub makes links of by itself: addresses, `#12`, `@name`.
_SPECIAL = re.compile(r"([\\`*_\[\]#|~@]|:(?=//)|(?<=\bwww)\.|^[+-](?= )|(?<=^\d)\.)")
_ANGLES = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;"})
_MOST, _LENGTH = 30, 300


def render(audit: Audit, language: str = DEFAULT, /) -> str:
    """The comment, in the language."""
    with speaking(language):
        return "\n".join(_lines(audit)).rstrip() + "\n"


def _lines(audit: Audit) -> Iterator[str]:
    if audit.unredacted:
        yield f"> **{plain(message(terms.UNREDACTED))}**\n"
    outcome = audit.verdict.outcome
    app = plain(audit.subject.name or audit.subject.id or "mhaudit")
    yield f"## {_MARKS[outcome]} {app}: {message(terms.OUTCOMES[outcome])}\n"
    yield f"{plain(headline.verdict(audit))}\n"
    groups, kinds_by_id = grouped(audit), kinds(audit)
    yield from (f"- {plain(fact.sentence)}" for fact in headline.worst(audit, groups, kinds_by_id)[:_MOST])
    yield from (f"- {plain(tally.sentence)}" for tally in tallies(audit, groups))
    yield from _findings(audit, kinds_by_id)
    yield from _unseen(audit)
    made = audit.generated_from
    digests = ", ".join(f"{plain(capture.name)} (SHA-256 `{capture.sha256[:16]}…`)" for capture in made.captures)
    yield f"\n<sub>mhaudit {plain(audit.tool.version)}; {digests}. {plain(message(terms.UNSEEABLE))}</sub>"


def _findings(audit: Audit, kinds_by_id: dict[str, Kind]) -> Iterator[str]:
    said = judgements(audit.findings)
    if not said:
        yield f"\n{plain(say('No rule found fault with what could be read.'))} {plain(message(terms.ABSENCE))}"
        return
    title = words.counted(len(audit.findings), "finding", "findings")
    yield f"\n<details><summary>{plain(title)}</summary>\n"
    yield f"| {say('Severity')} | {say('Rule')} | {say('What, and to whom')} | {say('Kinds of data')} |"
    yield "|---|---|---|---|"
    yield from (_row(one, kinds_by_id) for one in said[:_MOST])
    if len(said) > _MOST:
        yield f"| | | {plain(say('and {number} more', number=len(said) - _MOST))} | |"
    yield "\n</details>"


def _row(one: Judgement, kinds_by_id: dict[str, Kind]) -> str:
    whom = ", ".join(dict.fromkeys(_whom(finding) for finding in one.findings))
    seen = sorted({category for finding in one.findings for category in finding.categories})
    labels = ", ".join(plain(words.label(kinds_by_id[category])) for category in seen)
    severity = plain(message(terms.SEVERITIES_SAID[one.severity]))
    return f"| {severity} | {plain(one.rule)} | **{plain(message(one.title))}**<br>{whom} | {labels} |"


def _whom(finding: Finding) -> str:
    name = plain(finding.organisation or finding.recipient)
    return f"{name} ({plain(say('waived'))})" if finding.status == "waived" else name


def _unseen(audit: Audit) -> Iterator[str]:
    blind = blindness(audit.coverage.gaps)
    yield f"\n<details><summary>{plain(say('Not seen'))}</summary>\n"
    yield f"- {plain(sentences.readable(sentences.sent_bytes(audit.coverage)))}"
    for one in blind[:_MOST]:
        at = say(" at {hosts}", hosts=words.listed(words.few(one.hosts, 5))) if one.hosts else ""
        yield f"- **{plain(words.gap_title(one.code))}**{plain(at)}: {plain(words.gap(one.code))}"
    yield "\n</details>"


def plain(text: str, longest: int = _LENGTH) -> str:
    """A text that Markdown and HTML show as it is, on one line; `@` and `#` call nobody and link nothing."""
    return _SPECIAL.sub(r"\\\1", visible(text, longest)).translate(_ANGLES).replace("\\@", "&#64;")
