from mhaudit.web.handlers.policies import search, shipped
from tests.web.conftest import Server


def test_the_closest_comes_first() -> None:
    hits = search(shipped(), "mixpanel")
    assert {hit.kind for hit in hits if hit.rank == 1} >= {"service", "organisation"}
    assert [hit.rank for hit in hits] == sorted(hit.rank for hit in hits)
    assert search(shipped(), " PHQ-9 ")[0].id == "phq-9"
    assert search(shipped(), "api-js.mixpanel.com")[0].id == "mixpanel"
    assert search(shipped(), "") == [] == search(shipped(), "no such thing anywhere")


def test_an_entry_is_explained(server: Server) -> None:
    page = server.ask("GET", "/policies?q=HLT-001")[2].decode()
    assert '<a href="/policies/HLT-001">HLT-001</a>' in page
    title = shipped().name("rule", "HLT-001")
    assert title != "HLT-001"
    assert f"<h1>HLT-001: {title}</h1>" in server.ask("GET", "/policies/HLT-001")[2].decode()
