"""Shares of a small study, against a truth that was written by hand."""

import math
from pathlib import Path

import pytest
from msgspec.structs import replace

from mhaudit.study import metrics
from mhaudit.study.manifest import StudyApp, apps_of
from mhaudit.study.metrics import Proportion, interval
from mhaudit.study.query import connect
from mhaudit.study.run import Cluster, Terms, run_study
from mhaudit.study.store import Store
from mhaudit.study.tables import Work, rows_of
from tests.report import sample
from tests.study.apps import small_study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("study")
    store = Store(str(folder / "s"))
    run_study(apps_of([str(small_study(folder / "in"))]), Terms(store=store), Cluster())
    return store


# share → (apps counted in it, apps in the denominator)
TRUTH = {
    "third-party": (["leaks", "silent"], 3),
    "google": ([], 3),
    "google-said": ([], 0),
    "meta": (["leaks"], 3),
    "meta-said": ([], 0),
    "health": (["leaks"], 2),
    "health-named": ([], 2),
    "health-linked": ([], 2),
    "identity-plain": (["leaks"], 2),
    "identity-hashed": ([], 2),
    "before-consent": ([], 0),
    "after-refusal": ([], 0),
    "chat-ai": ([], 0),
    "chat-undeclared": ([], 0),
    "reply-none": ([], 0),
    "blind": ([], 4),
}


def shares(study: Store) -> dict[str, Proportion]:
    with connect(study) as memory:
        return {share.id: share for share in metrics.shares(memory)}


def test_every_share_equals_the_truth(study: Store) -> None:
    found = shares(study)
    assert {name: (list(share.apps), share.whole) for name, share in found.items()} == TRUTH
    assert all(share.part == len(share.apps) for share in found.values())


def test_a_share_of_nothing_has_no_interval(study: Store) -> None:
    found = shares(study)
    assert (found["chat-ai"].low, found["chat-ai"].high) == (None, None)
    assert found["health"].low is not None


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"), [(1, 2, 0.0945, 0.9055), (0, 10, 0.0, 0.2775), (36, 36, 0.9036, 1.0)]
)
def test_the_interval_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    found = interval(part, whole)
    assert found[0] is not None and found[1] is not None
    assert math.isclose(found[0], low, abs_tol=5e-4) and math.isclose(found[1], high, abs_tol=5e-4)


def test_companies_per_app_count_apps_without_any(study: Store) -> None:
    with connect(study) as memory:
        (spread,) = metrics.companies_per_app(memory)
    assert (spread.whole, spread.median, spread.least, spread.most) == (3, 1.0, 0.0, 2.0)


def test_an_app_without_a_profile_has_no_outside_companies(study: Store) -> None:
    with connect(study) as memory:
        named = [(one.name, one.apps) for one in metrics.breakdown(memory, "companies")]
        found = {line.app: (line.companies, line.health) for line in metrics.lines(memory)}
    assert named == [("Mixpanel, Inc.", 2), ("Meta Platforms, Inc.", 1)]
    assert found == {
        "leaks": (2, 1),
        "keeps": (0, 0),
        "silent": (1, None),
        "unprofiled": (None, None),
        "broken": (None, None),
    }


def test_only_the_reply_that_the_person_got_is_counted(tmp_path: Path) -> None:
    app, store = StudyApp(app="a", captures=("a.har",)), Store(str(tmp_path / "s"))
    store.prepare()
    silent = replace(sample.full().crisis[0], reply="none", is_answer=True)
    helpful = replace(silent, reply="resource")
    for replies, part in (((silent,), 1), ((helpful, replace(silent, is_answer=False)), 0)):
        store.write(app, rows_of(replace(sample.full(), crisis=replies), app, Work(digest="d", tool="1")))
        share = shares(store)["reply-none"]
        assert (share.part, share.whole) == (part, 1)


def test_an_app_is_ranked_only_where_it_was_tested_and_read(study: Store) -> None:
    with connect(study) as memory:
        found = {line.app: line for line in metrics.lines(memory)}
        first = metrics.lines(memory)[0]
    assert {name: line.comparable for name, line in found.items()} == {
        "leaks": True,
        "keeps": True,
        "silent": False,
        "unprofiled": False,
        "broken": False,
    }
    assert (first.app, found["leaks"].health, found["keeps"].health, found["broken"].status) == (
        "leaks",
        1,
        0,
        "failed",
    )
