"""Search a study, and find the apps behind each of its numbers."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from mhaudit.errors import UnknownName
from mhaudit.study.metrics import Count, definitions
from mhaudit.study.query import fetch_rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST = 200  # rows of one list on a page
# Each query selects the keys of apps by one value.
FILTERS: Mapping[str, str] = MappingProxyType(
    {
        "company": "SELECT key FROM outside WHERE company = ?",
        "role": "SELECT key FROM outside WHERE list_contains(roles, ?)",
        "country": "SELECT key FROM outside WHERE country = ?",
        "kind": "SELECT key FROM outside_facts WHERE category = ? AND sure",
        "kind-suggested": "SELECT key FROM outside_facts WHERE category = ? GROUP BY key HAVING NOT bool_or(sure)",
        "reply": "SELECT key FROM answers WHERE reply = ?",
        "gap": "SELECT key FROM gaps WHERE code = ?",
    }
)


class AppRow(Struct, frozen=True, kw_only=True):
    """One app in a list; `key` identifies it within the study."""

    key: str
    app: str
    name: str
    version: str
    wave: str
    status: str


class KindRow(Struct, frozen=True, kw_only=True):
    """A kind of data and how many apps sent it to outside companies: proven or documented, and only suggested."""

    name: str
    apps: int
    suggested: int


class Found(Struct, frozen=True, kw_only=True):
    """Apps, companies and kinds of data whose names contain a text; at most MOST of each."""

    apps: list[AppRow]
    companies: list[Count]
    kinds: list[KindRow]


class Received(Struct, frozen=True, kw_only=True):
    """One outside company of one app, and the kinds of data it received with their certainties."""

    company: str
    hosts: list[str]
    roles: list[str]
    kinds: list[str]


class Blind(Struct, frozen=True, kw_only=True):
    """One kind of gap of one app: how often, and how many bytes."""

    code: str
    count: int
    bytes: int


class AppView(Struct, frozen=True, kw_only=True):
    """The rows of the tables on one app."""

    row: AppRow
    reason: str
    outcome: str
    received: list[Received]
    gaps: list[Blind]


_APPS = """
    SELECT key, app, coalesce(name, '') AS name, coalesce(version, '') AS version, coalesce(wave, '') AS wave, status
    FROM apps
"""
_ORDER = f" ORDER BY app, key LIMIT {MOST}"


def find_named(memory: "DuckDBPyConnection", text: str) -> Found:
    """Return apps, companies and kinds whose names contain a text, in upper or lower case; all for an empty one."""
    contains = "contains(lower({}), lower(?))"
    named = f"{_APPS} WHERE {contains.format('app')} OR {contains.format('name')}{_ORDER}"
    companies = (
        "SELECT company AS name, count(DISTINCT key) AS apps FROM outside "  # noqa: S608 (values are parameters)
        f"WHERE {contains.format('company')} OR {contains.format('host')} "
        f"GROUP BY 1 ORDER BY apps DESC, name LIMIT {MOST}"
    )
    return Found(
        apps=[AppRow(**row) for row in fetch_rows(memory, named, [text, text])],
        companies=[Count(**row) for row in fetch_rows(memory, companies, [text, text])],
        kinds=kinds_received(memory, text),
    )


def kinds_received(memory: "DuckDBPyConnection", text: str = "") -> list[KindRow]:
    """Return the kinds of data whose identifiers contain a text, those that most apps sent first."""
    sql = (
        "SELECT category AS name, count(*) FILTER (sure) AS apps, "  # noqa: S608 (a value is a parameter)
        "count(*) FILTER (NOT sure) AS suggested "
        "FROM (SELECT key, category, bool_or(sure) AS sure FROM outside_facts GROUP BY key, category) "
        f"WHERE contains(lower(category), lower(?)) GROUP BY 1 ORDER BY apps DESC, suggested DESC, name LIMIT {MOST}"
    )
    return [KindRow(**row) for row in fetch_rows(memory, sql, [text])]


def apps_by(memory: "DuckDBPyConnection", by: str, value: str) -> list[AppRow]:
    """Return the apps behind a number of a table. Raise UnknownName for a filter that FILTERS does not have."""
    if by not in FILTERS:
        raise UnknownName(f"unknown filter {by!r}; choose from {', '.join(FILTERS)}")
    return [AppRow(**row) for row in fetch_rows(memory, f"{_APPS} WHERE key IN ({FILTERS[by]}){_ORDER}", [value])]


def apps_of_share(memory: "DuckDBPyConnection", share: str, wave: str, *, part: bool) -> list[AppRow]:
    """Return the apps in a share's denominator, or in its numerator. Raise UnknownName for an unknown share."""
    known = {one.id: one for one in definitions()}
    if share not in known:
        raise UnknownName(f"unknown share {share!r}; choose from {', '.join(known)}")
    within = f" AND key IN ({known[share].part})" if part else ""
    sql = f"{_APPS} WHERE coalesce(wave, '') = ? AND key IN ({known[share].whole}){within}{_ORDER}"
    return [AppRow(**row) for row in fetch_rows(memory, sql, [wave])]


def app_view(memory: "DuckDBPyConnection", key: str) -> AppView:
    """Return the rows of the tables on one app. Raise UnknownName where no app has the key."""
    rows = fetch_rows(memory, f"{_APPS} WHERE key = ?", [key])
    if not rows:
        raise UnknownName(f"the study has no app with the key {key!r}")
    (more,) = fetch_rows(
        memory, "SELECT coalesce(reason, '') AS reason, coalesce(outcome, '') AS outcome FROM apps WHERE key = ?", [key]
    )
    gaps = fetch_rows(
        memory,
        "SELECT code, CAST(sum(count) AS BIGINT) AS count, CAST(coalesce(sum(bytes), 0) AS BIGINT) AS bytes "
        "FROM gaps WHERE key = ? GROUP BY code ORDER BY bytes DESC, code",
        [key],
    )
    return AppView(
        row=AppRow(**rows[0]), received=list(_received(memory, key)), gaps=[Blind(**row) for row in gaps], **more
    )


_RECEIVED = """
    SELECT o.company, list_sort(list(DISTINCT o.host)) AS hosts,
      list_sort(list_distinct(flatten(list(o.roles)))) AS roles,
      list_sort(list(DISTINCT f.category || ' (' || f.certainty || ')') FILTER (f.category IS NOT NULL)) AS kinds
    FROM outside o LEFT JOIN outside_facts f ON o.key = f.key AND o.host = f.host
    WHERE o.key = ? GROUP BY o.company ORDER BY len(coalesce(kinds, [])) DESC, o.company
"""


def _received(memory: "DuckDBPyConnection", key: str) -> Iterator[Received]:
    for row in fetch_rows(memory, _RECEIVED, [key]):
        yield Received(
            **{name: value or [] for name, value in row.items() if name != "company"}, company=row["company"]
        )


def gap_counts(memory: "DuckDBPyConnection") -> list[Count]:
    """Return in how many apps each kind of gap occurred, the most frequent first."""
    sql = "SELECT code AS name, count(DISTINCT key) AS apps FROM gaps GROUP BY 1 ORDER BY apps DESC, name"
    return [Count(**row) for row in fetch_rows(memory, sql)]


def profiled_apps(memory: "DuckDBPyConnection") -> int:
    """Return how many apps have a profile: the denominator of everything about outside companies."""
    (row,) = fetch_rows(memory, "SELECT count(*) AS apps FROM with_profile")
    return int(row["apps"])
