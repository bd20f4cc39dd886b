"""The figures of a study: each share with its numerator, its denominator and a 95 % interval.

An app is in a denominator only where the subject was exercised: without an app profile no company is a third party,
without a sent health entry nothing is known of health data, without a phase before consent nothing of consent.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

import yaml
from msgspec import Struct, convert

from mhaudit.study.query import fetch_rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Proportion(Struct, frozen=True, kw_only=True):
    """A number of apps out of a whole. `low` and `high` are the 95 % interval by Wilson, None where `whole` is 0."""

    id: str
    title: str
    of: str
    part: int
    whole: int
    low: float | None
    high: float | None
    apps: tuple[str, ...]
    wave: str = ""


class Spread(Struct, frozen=True, kw_only=True):
    """The distribution of a number over apps: median, quartiles, minimum and maximum; None where there is no app."""

    id: str
    title: str
    whole: int
    median: float | None
    lower: float | None
    upper: float | None
    least: float | None
    most: float | None
    wave: str = ""


class Count(Struct, frozen=True, kw_only=True):
    """A row of a table: the number of apps and companies that it applies to."""

    name: str
    apps: int
    companies: int = 0


class Definition(Struct, frozen=True, kw_only=True):
    """A share defined by two queries for keys of apps: the denominator, and the numerator within it."""

    id: str
    title: str
    of: str
    whole: str
    part: str


@cache
def definitions() -> tuple[Definition, ...]:
    """Return the definitions of shares in the file beside this module."""
    return convert(
        yaml.safe_load(files("mhaudit.study").joinpath("shares.yaml").read_text("utf-8")), tuple[Definition, ...]
    )


def shares(memory: "DuckDBPyConnection") -> Iterator[Proportion]:
    """Yield every share, once per wave."""
    for wave in waves(memory):
        for one in definitions():
            yield _share(memory, one, wave)


def waves(memory: "DuckDBPyConnection") -> list[str]:
    """Return the waves of a study ordered by their earliest recording; "" is that of apps without a wave."""
    sql = "SELECT coalesce(wave, '') AS wave FROM apps GROUP BY 1 ORDER BY min(first) NULLS LAST, 1"
    return [row["wave"] for row in fetch_rows(memory, sql)]


def _share(memory: "DuckDBPyConnection", one: Definition, wave: str) -> Proportion:
    sql = (  # both queries are the project's own
        f"SELECT app, key IN ({one.part}) AS part FROM apps "  # noqa: S608
        f"WHERE coalesce(wave, '') = ? AND key IN ({one.whole}) ORDER BY app, key"
    )
    found = fetch_rows(memory, sql, [wave])
    apps = tuple(row["app"] for row in found if row["part"])
    low, high = interval(len(apps), len(found))
    return Proportion(
        id=one.id,
        title=one.title,
        of=one.of,
        part=len(apps),
        whole=len(found),
        low=low,
        high=high,
        apps=apps,
        wave=wave,
    )


def interval(part: int, whole: int) -> tuple[float | None, float | None]:
    """Return the 95 % interval of a share by Wilson's score (SciPy); (None, None) where there is no app."""
    if not whole:
        return None, None
    from scipy.stats import binomtest

    found = binomtest(part, whole).proportion_ci(0.95, method="wilson")
    return float(found.low), float(found.high)


_COMPANIES = """
    SELECT count(*) AS whole, median(n) AS median, quantile_cont(n, 0.25) AS lower, quantile_cont(n, 0.75) AS upper,
      min(n) AS least, max(n) AS most
    FROM (
      SELECT count(DISTINCT o.company) AS n FROM with_profile a LEFT JOIN outside o ON a.key = o.key
      WHERE coalesce(a.wave, '') = ? GROUP BY a.key
    )
"""


def companies_per_app(memory: "DuckDBPyConnection") -> Iterator[Spread]:
    """Yield the number of outside companies that an app contacted, once per wave."""
    for wave in waves(memory):
        (row,) = fetch_rows(memory, _COMPANIES, [wave])
        numbers: dict[str, Any] = {name: None if value is None else float(value) for name, value in row.items()}
        numbers["whole"] = row["whole"]
        yield Spread(
            id="companies",
            title="outside companies an app contacted, a domain where none is known",
            wave=wave,
            **numbers,
        )


_COUNTS = {
    "roles": """
        SELECT role AS name, count(DISTINCT key) AS apps, count(DISTINCT company) AS companies
        FROM (SELECT key, unnest(roles) AS role, company FROM outside) GROUP BY role
        ORDER BY apps DESC, companies DESC, role
    """,
    "countries": """
        SELECT country AS name, count(DISTINCT key) AS apps, count(DISTINCT company) AS companies
        FROM outside WHERE country IS NOT NULL GROUP BY country ORDER BY apps DESC, companies DESC, name
    """,
    "companies": "SELECT company AS name, count(DISTINCT key) AS apps FROM outside GROUP BY 1 ORDER BY apps DESC, name",
    "replies": """
        SELECT reply AS name, count(DISTINCT key) AS apps FROM answers GROUP BY reply ORDER BY apps DESC, name
    """,
}


def breakdown(memory: "DuckDBPyConnection", of: Literal["roles", "countries", "companies", "replies"]) -> list[Count]:
    """Return the number of apps and companies of each row: roles and countries of outside companies, replies …"""
    return [Count(**row) for row in fetch_rows(memory, _COUNTS[of])]


class AppLine(Struct, frozen=True, kw_only=True):
    """One app in the list of apps: the tested entries, the sent data, and the unread share.

    `companies` is None (unknown) without an app profile; `health` also where no health entry was seen being sent.
    """

    app: str
    name: str
    version: str
    wave: str
    status: str
    reason: str
    outcome: str
    exercised: int
    entries: int
    companies: int | None
    health: int | None
    not_read: float | None
    comparable: bool


_LINES = """
    SELECT a.app, coalesce(a.name, '') AS name, coalesce(a.version, '') AS version, coalesce(a.wave, '') AS wave,
      a.status, coalesce(a.reason, '') AS reason, coalesce(a.outcome, '') AS outcome,
      coalesce(a.exercised, 0) AS exercised, coalesce(a.entries, 0) AS entries,
      CASE WHEN a.profiled THEN coalesce(o.n, 0) END AS companies,
      CASE WHEN a.profiled AND a.exercised_health THEN coalesce(f.n, 0) END AS health,
      CASE WHEN bytes_sent + bytes_unread > 0
        THEN (bytes_opaque + bytes_unread) / (bytes_sent + bytes_unread) END AS not_read,
      coalesce(a.profiled AND a.exercised_health AND a.blocking_gaps = 0, false) AS comparable
    FROM apps a
    LEFT JOIN (SELECT key, count(DISTINCT company) AS n FROM outside GROUP BY key) o ON a.key = o.key
    LEFT JOIN (SELECT key, count(DISTINCT company) AS n FROM outside_facts WHERE health AND sure GROUP BY key) f
      ON a.key = f.key
    ORDER BY comparable DESC, health DESC NULLS LAST, companies DESC NULLS LAST, a.app, a.key
"""


def lines(memory: "DuckDBPyConnection") -> list[AppLine]:
    """Return all apps, those that sent health data to the most companies first.

    An app is `comparable` if it has a profile, a health entry was sent somewhere, and it has no blocking gap.
    """
    return [AppLine(**row) for row in fetch_rows(memory, _LINES)]
