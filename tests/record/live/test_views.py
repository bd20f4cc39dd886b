import pytest

from mhaudit.auditing.engine import Question
from mhaudit.errors import CaseUnusable
from mhaudit.policy import load
from mhaudit.record.addon import Recorder
from mhaudit.record.live.page import LivePage
from mhaudit.record.live.views import views
from tests.record.proxy import free_port


@pytest.fixture(scope="module")
def question(own_cache: None) -> Question:
    policies = load()
    return Question(policies=policies, pack=policies.packs["auditor"])


def names(addons: list[object]) -> list[str]:
    return [type(addon).__name__ for addon in addons]


def close(addons: list[object]) -> None:
    for addon in addons:
        if isinstance(addon, LivePage):
            addon.done()


def test_nobody_judges_where_nobody_looks(question: Question) -> None:
    """There is no terminal in a test."""
    assert names(views(Recorder(), question, print, None)) == ["Announcement"]
    page = views(Recorder(), question, print, free_port())
    assert names(page) == ["AuditWatch", "Announcement", "LivePage"]
    close(page)


def test_a_port_that_is_taken_is_said(question: Question) -> None:
    port = free_port()
    first = views(Recorder(), question, print, port)
    with pytest.raises(CaseUnusable, match=f"The live page can't use port {port}: Address already in use"):
        views(Recorder(), question, print, port)
    close(first)
