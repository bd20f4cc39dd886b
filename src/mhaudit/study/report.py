"""Render a study as a page with figures, as CSV and as Parquet."""

import csv
import io
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from msgspec import Struct, convert, to_builtins

from mhaudit import __version__
from mhaudit.report.text.escape import visible
from mhaudit.study import metrics
from mhaudit.study.metrics import AppLine, Count, Proportion, Spread
from mhaudit.study.query import connect, fetch_rows
from mhaudit.study.store import Store
from mhaudit.study.tables import LAYOUT

if TYPE_CHECKING:
    import pyarrow as pa

_MOST = 20
_LONGEST = 120


class Published(Struct, frozen=True, kw_only=True):
    """A share from a published study; `confidence` is verified where the study itself was read."""

    metric: str
    says: str
    part: int
    whole: int
    confidence: str
    citation: str
    link: str
    year: int
    about: str


class Figures(Struct, frozen=True, kw_only=True):
    """All figures of a study's report."""

    shares: tuple[Proportion, ...]
    spreads: tuple[Spread, ...]
    roles: tuple[Count, ...]
    countries: tuple[Count, ...]
    companies: tuple[Count, ...]
    replies: tuple[Count, ...]
    lines: tuple[AppLine, ...]
    published: tuple[Published, ...]
    waves: tuple[str, ...]
    first: str
    last: str
    tools: tuple[str, ...]
    policies: tuple[str, ...]

    def of(self, metric: str, wave: str) -> Proportion:
        """Return one share of one wave."""
        return next(one for one in self.shares if (one.id, one.wave) == (metric, wave))


def figures(store: Store) -> Figures:
    """Return the figures of a study. Raise InvalidFiles where there is none, ToolMissing without its libraries."""
    with connect(store) as memory:
        (about,) = fetch_rows(
            memory,
            "SELECT coalesce(min(first), '') AS first, coalesce(max(last), '') AS last, "
            "list_sort(list(DISTINCT tool)) AS tools, "
            "list_sort(list(DISTINCT policies) FILTER (policies IS NOT NULL)) AS policies FROM apps",
        )
        return Figures(
            shares=tuple(metrics.shares(memory)),
            spreads=tuple(metrics.companies_per_app(memory)),
            roles=tuple(metrics.breakdown(memory, "roles")),
            countries=tuple(metrics.breakdown(memory, "countries")),
            companies=tuple(metrics.breakdown(memory, "companies")),
            replies=tuple(metrics.breakdown(memory, "replies")),
            lines=tuple(metrics.lines(memory)),
            published=published(),
            waves=tuple(metrics.waves(memory)),
            first=about["first"],
            last=about["last"],
            tools=tuple(about["tools"] or ()),
            policies=tuple(about["policies"] or ()),
        )


@cache
def published() -> tuple[Published, ...]:
    """Return the shares of published studies in the file beside this module."""
    studies: list[dict[str, Any]] = yaml.safe_load(files("mhaudit.study").joinpath("published.yaml").read_text("utf-8"))
    known = [
        {**share, **{name: one[name] for name in ("citation", "link", "year", "about")}}
        for one in studies
        for share in one["shares"]
    ]
    return convert(known, tuple[Published, ...])


def render_html(found: Figures) -> str:
    """Return the report as one page without scripts; all text from captures and manifests is escaped."""
    return str(_page().render(found=found, layout=LAYOUT, version=__version__, most=_MOST))


@cache
def _page() -> Any:
    environment = Environment(
        loader=PackageLoader("mhaudit.study", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )
    environment.filters.update(percent=percent, name=_name, bar=_bar, number=_number)
    style = files("mhaudit.study").joinpath("templates", "study.css").read_text("utf-8")
    environment.globals.update(style=Markup(style))  # noqa: S704 (the project's own file)
    return environment.get_template("study.html.j2")


def percent(part: int | float, whole: int | float = 1) -> str:
    """Return a share in whole per cent; "–" where the whole is 0."""
    return f"{100 * part / whole:.0f} %" if whole else "–"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}".removesuffix(".0")


def _name(text: str) -> Markup:
    return Markup(f"<bdi>{escape(visible(text, _LONGEST))}</bdi>")  # noqa: S704 (escaped)


def _bar(share: Proportion) -> Markup:
    """Return a bar from 0 to 100 % with the interval as a line, and the same values as its accessible name."""
    if share.low is None or share.high is None:
        return Markup("")
    says = f"{share.part} of {share.whole}, {percent(share.part, share.whole)}"
    low, high, at = (round(value * 300, 1) for value in (share.low, share.high, share.part / share.whole))
    return Markup(
        '<svg class="bar" viewBox="0 0 300 18" role="img" aria-label="{}"><rect class="all" width="300" height="18"/>'
        '<rect class="part" width="{}" height="18"/><path d="M{} 9H{}M{} 4v10M{} 4v10"/></svg>'
    ).format(says, at, low, high, low, high)


_SHARE_COLUMNS = ("wave", "id", "title", "of", "part", "whole", "low", "high", "apps")


def render_csv(found: Figures) -> str:
    """Return the shares and spreads as CSV with a byte order mark, one per row."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow([*_SHARE_COLUMNS, "median", "lower_quartile", "upper_quartile", "least", "most"])
    for share in found.shares:
        table.writerow([_cell(value) for value in _share_row(share).values()])
    for one in found.spreads:
        spread = [one.median, one.lower, one.upper, one.least, one.most]
        table.writerow(
            [_cell(value) for value in (one.wave, one.id, one.title, "", "", one.whole, "", "", "", *spread)]
        )
    return "\ufeff" + out.getvalue()


def _share_row(share: Proportion) -> dict[str, Any]:
    row: dict[str, Any] = to_builtins(share)
    return {**{name: row[name] for name in _SHARE_COLUMNS}, "apps": " ".join(share.apps)}


def _cell(value: object) -> object:
    """Return a cell that spreadsheets do not read as a formula."""
    text = "" if value is None else value
    return f"'{text}" if isinstance(text, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def table(found: Figures) -> "pa.Table":
    """Return the shares as an Arrow table, to be written as Parquet."""
    import pyarrow as pa

    return pa.Table.from_pylist([{**_share_row(share), "apps": list(share.apps)} for share in found.shares])


def summary_text(found: Figures) -> str:
    """Return the shares as lines for a terminal."""
    lines = []
    for share in found.shares:
        if share.low is not None and share.high is not None:
            wave = f"{share.wave}: " if share.wave else ""
            span = f"95 % interval {percent(share.low)} to {percent(share.high)}"
            lines.append(
                f"{wave}{share.part} of {share.whole} {share.title} "
                f"({percent(share.part, share.whole)}, {span}; counted: {share.of})"
            )
    left = sum(line.status != "audited" for line in found.lines)
    return "\n".join([f"{len(found.lines) - left} apps audited, {left} without an audit", *lines]) + "\n"


def write_formats(found: Figures) -> Sequence[tuple[str, bytes]]:
    """Return the files of a report by name."""
    import pyarrow.parquet as pq

    columns = io.BytesIO()
    pq.write_table(table(found), columns, compression="zstd")
    return (
        ("study.html", render_html(found).encode()),
        ("study.csv", render_csv(found).encode()),
        ("shares.parquet", columns.getvalue()),
    )
