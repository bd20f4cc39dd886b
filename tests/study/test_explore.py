"""The questions of the page of a study, on the small study whose truth was written by hand."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mhaudit.errors import UnknownName
from mhaudit.study import explore, metrics
from mhaudit.study.manifest import apps_of
from mhaudit.study.metrics import Count
from mhaudit.study.query import connect
from mhaudit.study.run import Cluster, Terms, run_study
from mhaudit.study.store import Store
from tests.study.apps import small_study
from tests.study.test_metrics import TRUTH

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[DuckDBPyConnection]":
    folder: Path = tmp_path_factory.mktemp("explore")
    store = Store(str(folder / "s"))
    run_study(apps_of([str(small_study(folder / "in"))]), Terms(store=store), Cluster())
    with connect(store) as connection:
        yield connection


def names(rows: list[explore.AppRow]) -> list[str]:
    return [row.app for row in rows]


@pytest.mark.parametrize("share", sorted(TRUTH))
def test_the_apps_behind_a_share_are_those_of_the_truth(memory: "DuckDBPyConnection", share: str) -> None:
    part, whole = TRUTH[share]
    assert names(explore.apps_of_share(memory, share, "", part=True)) == part
    assert len(explore.apps_of_share(memory, share, "", part=False)) == whole
    assert explore.apps_of_share(memory, share, "another wave", part=False) == []


def test_a_text_finds_apps_companies_by_their_hosts_and_kinds(memory: "DuckDBPyConnection") -> None:
    found = explore.find_named(memory, "LEAK")
    assert (names(found.apps), found.companies, found.kinds) == (["leaks"], [], [])
    found = explore.find_named(memory, "graph.facebook")
    assert (found.apps, found.companies, found.kinds) == ([], [Count(name="Meta Platforms, Inc.", apps=1)], [])
    found = explore.find_named(memory, "journal")
    assert found.kinds == [explore.KindRow(name="free_text.journal", apps=1, suggested=0)]
    assert explore.find_named(memory, "%") == explore.Found(apps=[], companies=[], kinds=[])


def test_every_number_of_a_table_is_the_number_of_apps_behind_it(memory: "DuckDBPyConnection") -> None:
    counted = {
        "company": metrics.breakdown(memory, "companies"),
        "role": metrics.breakdown(memory, "roles"),
        "country": metrics.breakdown(memory, "countries"),
        "reply": metrics.breakdown(memory, "replies"),
        "gap": explore.gap_counts(memory),
    }
    assert counted["company"] == [Count(name="Mixpanel, Inc.", apps=2), Count(name="Meta Platforms, Inc.", apps=1)]
    for by, rows in counted.items():
        assert [len(explore.apps_by(memory, by, row.name)) for row in rows] == [row.apps for row in rows]
    assert names(explore.apps_by(memory, "company", "Mixpanel, Inc.")) == ["leaks", "silent"]
    assert names(explore.apps_by(memory, "kind", "free_text.journal")) == ["leaks"]
    assert explore.apps_by(memory, "kind-suggested", "free_text.journal") == []


def test_the_denominator_is_the_apps_with_a_profile(memory: "DuckDBPyConnection") -> None:
    assert explore.profiled_apps(memory) == 3


def test_what_is_not_there_is_an_error_with_the_choices(memory: "DuckDBPyConnection") -> None:
    with pytest.raises(UnknownName, match="unknown filter 'key'; choose from company, role"):
        explore.apps_by(memory, "key", "x")
    with pytest.raises(UnknownName, match="unknown share 'most'; choose from third-party, google"):
        explore.apps_of_share(memory, "most", "", part=True)
    with pytest.raises(UnknownName, match="no app with the key 'leaks'"):
        explore.app_view(memory, "leaks")


def test_one_app_is_shown_with_its_companies_and_kinds(memory: "DuckDBPyConnection") -> None:
    (row,) = explore.find_named(memory, "leaks").apps
    assert explore.app_view(memory, row.key) == explore.AppView(
        row=row,
        reason="",
        outcome="fail",
        received=[
            explore.Received(
                company="Meta Platforms, Inc.",
                hosts=["graph.facebook.com"],
                roles=["advertising", "analytics", "attribution"],
                kinds=["identity.email (proven)"],
            ),
            explore.Received(
                company="Mixpanel, Inc.",
                hosts=["api.mixpanel.com"],
                roles=["analytics"],
                kinds=["free_text.journal (proven)"],
            ),
        ],
        gaps=[],
    )
    (broken,) = explore.find_named(memory, "broken").apps
    view = explore.app_view(memory, broken.key)
    assert (view.received, view.outcome, "is not a HAR" in view.reason or "JSON" in view.reason) == ([], "", True)
