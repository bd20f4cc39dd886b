"""Render observations, findings and recipients as CSV tables for spreadsheets (RFC 4180), one file each.

They are in UTF-8 with a byte order mark, without which Excel reads them in the code page of the machine.

A spreadsheet runs a cell that begins with one of `= + - @` as a formula, and text from traffic can begin with one, so
such a cell is prefixed with an apostrophe. Headings and codes are those of `audit.json`, the same in every language;
the first column is a sentence in the report's language with its certainty.
"""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from mhaudit.model.audit import Audit
from mhaudit.report.text import terms
from mhaudit.report.text.companies import kinds
from mhaudit.report.text.disputes import objections
from mhaudit.report.text.escape import visible
from mhaudit.report.text.evidence import facts_of, observation_said, with_certainty
from mhaudit.report.text.language import DEFAULT, speaking
from mhaudit.report.text.statements import Statement, statements
from mhaudit.report.text.titles import titled

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_BYTE_ORDER_MARK = "\ufeff"
_BETWEEN = "; "
_MOST_FACTS = 10  # in one cell
_MOST = 32_000  # characters; spreadsheets hold 32,767

_NOWHERE: tuple[object, ...] = ("", "", "", "")
_OBSERVATIONS = (
    *(
        "sentence",
        "id",
        "recipient",
        "organisation",
        "party",
        "category",
        "detector",
        "certainty",
        "direction",
        "form",
        "phase",
    ),
    *("scheme", "count", "capture", "exchange", "at", "place", "preview", "because"),
)
_FINDINGS = (
    *(
        "sentence",
        "id",
        "rule",
        "severity",
        "status",
        "title",
        "recipient",
        "organisation",
        "categories",
        "phases",
        "count",
    ),
    *("because", "remedy", "regulations", "observations", "waived_because", "waived_by", "waived_until"),
    "objections",
)
_RECIPIENTS = (
    *(
        "sentence",
        "host",
        "domain",
        "service",
        "organisation",
        "parent",
        "country",
        "roles",
        "party",
        "declared",
        "exchanges",
    ),
    *("bytes_sent", "listed", "lookups", "first_seen", "phases", "ips", "because"),
)


def observations(audit: Audit, language: str = DEFAULT, /) -> str:
    """Return one row per place of each observation; `count` includes places that the audit did not keep."""
    names = {recipient.host: recipient.organisation for recipient in audit.recipients}
    rows = []
    said = _said_of_observations(audit, language)
    for seen in audit.observations:
        places: list[tuple[object, ...]] = [(at.capture, at.exchange, at.at, at.place) for at in seen.at] or [
            ("", "", "", "")
        ]
        who = (seen.id, seen.recipient, names.get(seen.recipient), seen.party, seen.category, seen.detector)
        how = (seen.certainty, seen.direction, seen.form, seen.phase, seen.scheme, seen.count)
        rows += [(said[seen.id], *who, *how, *where, seen.preview, seen.because) for where in places or [_NOWHERE]]
    return _table(_OBSERVATIONS, rows, audit)


def findings(audit: Audit, language: str = DEFAULT, /) -> str:
    """Return one row per finding."""
    rows = []
    said, objected = _said_of_findings(audit, language), _objections(audit, language)
    for one in audit.findings:
        waiver = one.waiver
        what = (one.id, one.rule, one.severity, one.status, one.title, one.recipient, one.organisation)
        about = (one.categories, one.phases, one.count, one.because, one.remedy)
        law = tuple(f"{cited.citation} ({cited.confidence})" for cited in one.regulations)
        let = (waiver.reason, waiver.owner, waiver.expires) if waiver else ("", "", "")
        rows.append((said[one.id], *what, *about, law, one.observations, *let, objected[one.id]))
    return _table(_FINDINGS, rows, audit)


def recipients(audit: Audit, language: str = DEFAULT, /) -> str:
    """Return one row per host."""
    said = _said_of_recipients(audit, language)
    rows = [[said[one.host], *(getattr(one, name) for name in _RECIPIENTS[1:])] for one in audit.recipients]
    return _table(_RECIPIENTS, rows, audit)


def _said_of_observations(audit: Audit, language: str) -> dict[str, str]:
    with speaking(language):
        known = kinds(audit)
        hosts = {one.host: one for one in audit.recipients}
        return {
            seen.id: observation_said(seen, hosts[seen.recipient], known[seen.category], audit)
            for seen in audit.observations
        }


def _said_of_findings(audit: Audit, language: str) -> dict[str, str]:
    with speaking(language):
        said = statements(audit, kinds(audit))
        return {one.id: " ".join([f"{titled(one, audit)}.", *facts_of(one, said, audit)]) for one in audit.findings}


def _objections(audit: Audit, language: str) -> dict[str, tuple[str, ...]]:
    with speaking(language):
        return {one.id: tuple(objections(audit, [one.id])) for one in audit.findings}


def _said_of_recipients(audit: Audit, language: str) -> dict[str, str]:
    with speaking(language):
        of_host: dict[str, list[Statement]] = {one.host: [] for one in audit.recipients}
        for one in statements(audit, kinds(audit)):
            of_host[one.recipient.host].append(one)
        return {
            host: " ".join(text for one in said[:_MOST_FACTS] for text in (with_certainty(one), *one.objections))
            for host, said in of_host.items()
        }


def _table(heading: Sequence[str], rows: Iterable[Sequence[object]], audit: Audit) -> str:
    """Return the CSV text; with `audit.unredacted`, a last column warns of it in every row."""
    out = StringIO()
    writer = csv.writer(out)  # lines end as RFC 4180 has it
    warned = (("warning",), (terms.UNREDACTED,)) if audit.unredacted else ((), ())
    writer.writerow((*heading, *warned[0]))
    writer.writerows([_cell(value) for value in (*row, *warned[1])] for row in rows)
    return _BYTE_ORDER_MARK + out.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    text = _BETWEEN.join(map(str, value)) if isinstance(value, tuple) else str(value)
    text = visible(text, _MOST)
    return f"'{text}" if text.startswith(_FORMULA) else text
