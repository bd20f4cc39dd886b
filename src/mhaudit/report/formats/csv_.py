"""Observations, findings and recipients as tables for spreadsheets (RFC 4180): one file each, in UTF-8.

A spreadsheet takes a cell that begins with one of `= + - @` for a formula and runs it; text from traffic can be one, so
such a cell gets an apostrophe before it. Headings and codes are those of `audit.json`, the same in every language.
"""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from mhaudit.model.audit import Audit
from mhaudit.report.text import terms
from mhaudit.report.text.escape import visible
from mhaudit.report.text.language import DEFAULT

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_BETWEEN = "; "
_MOST = 32_000  # characters; spreadsheets hold 32,767

_OBSERVATIONS = (
    *("id", "recipient", "organisation", "party", "category", "detector", "certainty", "direction", "form", "phase"),
    *("scheme", "count", "capture", "exchange", "at", "place", "preview", "because"),
)
_FINDINGS = (
    *("id", "rule", "severity", "status", "title", "recipient", "organisation", "categories", "phases", "count"),
    *("because", "remedy", "regulations", "observations", "waived_because", "waived_by", "waived_until"),
)
_RECIPIENTS = (
    *("host", "domain", "service", "organisation", "parent", "country", "roles", "party", "declared", "exchanges"),
    *("bytes_sent", "listed", "lookups", "first_seen", "phases", "ips", "because"),
)


def observations(audit: Audit, _: str = DEFAULT, /) -> str:
    """A row for each observation, with the first place it was seen at."""
    names = {recipient.host: recipient.organisation for recipient in audit.recipients}
    rows = []
    for seen in audit.observations:
        first = seen.at[0] if seen.at else None
        where = (first.capture, first.exchange, first.at, first.place) if first else ("", "", "", "")
        who = (seen.id, seen.recipient, names.get(seen.recipient), seen.party, seen.category, seen.detector)
        how = (seen.certainty, seen.direction, seen.form, seen.phase, seen.scheme, seen.count)
        rows.append((*who, *how, *where, seen.preview, seen.because))
    return _table(_OBSERVATIONS, rows, audit)


def findings(audit: Audit, _: str = DEFAULT, /) -> str:
    """A row for each finding."""
    rows = []
    for one in audit.findings:
        waiver = one.waiver
        what = (one.id, one.rule, one.severity, one.status, one.title, one.recipient, one.organisation)
        about = (one.categories, one.phases, one.count, one.because, one.remedy)
        law = tuple(f"{cited.citation} ({cited.confidence})" for cited in one.regulations)
        let = (waiver.reason, waiver.owner, waiver.expires) if waiver else ("", "", "")
        rows.append((*what, *about, law, one.observations, *let))
    return _table(_FINDINGS, rows, audit)


def recipients(audit: Audit, _: str = DEFAULT, /) -> str:
    """A row for each host."""
    rows = [[getattr(recipient, name) for name in _RECIPIENTS] for recipient in audit.recipients]
    return _table(_RECIPIENTS, rows, audit)


def _table(heading: Sequence[str], rows: Iterable[Sequence[object]], audit: Audit) -> str:
    """The table; one of an audit that shows values has a column more, which says so in every row."""
    out = StringIO()
    writer = csv.writer(out)  # lines end as RFC 4180 has it
    warned = (("warning",), (terms.UNREDACTED,)) if audit.unredacted else ((), ())
    writer.writerow((*heading, *warned[0]))
    writer.writerows([_cell(value) for value in (*row, *warned[1])] for row in rows)
    return out.getvalue()


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
