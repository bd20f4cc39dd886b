"""A study to be searched: its numbers, the apps behind each of them, and one app."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlencode

from tornado.web import HTTPError

from mhaudit.web.handlers.base import Base

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

T = TypeVar("T")
ALONE = "study"  # the name of a study that is open by itself
TABLES = "tables"
_LONGEST = 200


class StudyQuery(Base):
    """Answers from the tables of one study, which are read for each question."""

    async def ask(self, name: str, question: "Callable[[DuckDBPyConnection], T]") -> T:
        """Return the answer to a question. Raise UnknownName for an unknown study or value, ToolMissing."""
        return await asyncio.to_thread(self._answer, name, question)

    def _answer(self, name: str, question: "Callable[[DuckDBPyConnection], T]") -> T:
        from mhaudit.study.query import connect
        from mhaudit.study.store import Store

        with connect(Store(self._address(name))) as memory:
            return question(memory)

    def _address(self, name: str) -> str:
        if not self.site.study:
            return str(self.workspace.there("studies", name) / TABLES)
        if name != ALONE:
            raise HTTPError(404)
        return self.site.study

    def argument(self, name: str) -> str:
        """Return an argument of the address, at most 200 characters of it."""
        return (self.get_query_argument(name, "") or "")[:_LONGEST]


class ExplorePage(StudyQuery):
    """The figures of a study, or the entries that match a text."""

    async def get(self, name: str) -> None:
        """Send the figures of the study, or the matches of `q`."""
        from mhaudit.study import explore, metrics

        text = self.argument("q")
        values: dict[str, Any] = {}
        if text:
            values["found"] = await self.ask(name, lambda memory: explore.find_named(memory, text))
        else:
            values["numbers"] = await self.ask(
                name,
                lambda memory: {
                    "shares": list(metrics.shares(memory)),
                    "profiled": explore.profiled_apps(memory),
                    "kind": explore.kinds_received(memory),
                    "company": metrics.breakdown(memory, "companies"),
                    "role": metrics.breakdown(memory, "roles"),
                    "country": metrics.breakdown(memory, "countries"),
                    "reply": metrics.breakdown(memory, "replies"),
                    "gap": explore.gap_counts(memory),
                },
            )
        self.page("explore.html.j2", name=name, asked=text, most=explore.MOST, link=_link(name), **values)


class AppsBehind(StudyQuery):
    """The apps behind one number of a study."""

    async def get(self, name: str) -> None:
        """Send the list of apps of one figure."""
        from mhaudit.study import explore
        from mhaudit.study.metrics import definitions

        share, wave, by, value = (self.argument(one) for one in ("share", "wave", "by", "value"))
        part = self.argument("of") != "all"
        if share:
            apps = await self.ask(name, lambda memory: explore.apps_of_share(memory, share, wave, part=part))
            one = next(one for one in definitions() if one.id == share)
            title = f"{one.of}: {one.title}" if part else one.of
        else:
            apps = await self.ask(name, lambda memory: explore.apps_by(memory, by, value))
            title = value
        self.page("explore_apps.html.j2", name=name, title=title, by=by, apps=apps, most=explore.MOST, link=_link(name))


class OneApp(StudyQuery):
    """The data of a study on one app."""

    async def get(self, name: str, key: str) -> None:
        """Send the page of the app."""
        from mhaudit.study import explore

        found = await self.ask(name, lambda memory: explore.app_view(memory, key))
        self.page("explore_app.html.j2", name=name, found=found, link=_link(name))


class OpenedStudy(Base):
    """The first page where one study is open by itself."""

    def get(self) -> None:
        """Redirect to the figures of the study."""
        self.go(f"/studies/{ALONE}/explore")


def _link(name: str) -> "Callable[..., str]":
    """Return a function that writes addresses of a study: link(), link("apps", by=…, value=…), link("app", key)."""

    def link(*below: str, **query: str) -> str:
        path = "/".join(["/studies", quote(name, safe=""), "explore", *(quote(part, safe="") for part in below)])
        return f"{path}?{urlencode(query)}" if query else path

    return link
