from msgspec.structs import replace

from mhaudit.model.audit import Audit
from mhaudit.report.html.companies import grouped, kinds
from mhaudit.report.pictures.flow import MOST_COMPANIES, MOST_KINDS, Flow, cut, flow, tone
from tests.report import sample


def drawn(audit: Audit) -> Flow | None:
    return flow(grouped(audit), kinds(audit))


def test_the_picture_and_its_table_say_the_same() -> None:
    found = drawn(sample.full())
    assert found
    rows = {kind.id: [(group.name, sure) for group, sure in to] for kind, to in found.rows}
    assert rows == {
        "mood.score": [("Acme Metrics, Inc.", "declared")],
        "questionnaire.total": [("metrics.example", "possible")],
        "free_text.journal": [("Acme Metrics, Inc.", "proven")],
        "identity.email": [("Acme Metrics, Inc.", "proven")],
        "identifier.user": [("metrics.example", "likely")],
    }
    assert len(found.picture.ribbons) == 5
    assert [one.text for one in found.picture.right] == ["Acme Metrics, Inc.", "metrics.example"]
    assert (found.more_kinds, found.more_companies) == (0, 0)


def test_what_the_own_servers_got_or_what_came_back_is_not_drawn() -> None:
    audit = sample.full()
    own = [seen for seen in audit.observations if seen.party == "first" or seen.direction == "received"]
    assert drawn(replace(audit, observations=tuple(own))) is None
    device = sample.observation(1, "device.os", "in.acme.example")
    assert drawn(replace(audit, observations=(device,))) is None
    assert drawn(sample.empty()) is None


def test_a_large_picture_is_bounded_and_says_what_it_leaves_out() -> None:
    hosts = tuple(sample.recipient(f"h{number}.x{number}.example") for number in range(MOST_COMPANIES + 3))
    seen = tuple(
        sample.observation(number, f"mood.k{number % (MOST_KINDS + 5)}", host.host)
        for number, host in enumerate(hosts * 3, 1)
    )
    found = drawn(replace(sample.full(), recipients=hosts, observations=seen))
    assert found
    assert len(found.picture.right) <= MOST_COMPANIES
    assert found.more_companies == 3
    assert len(found.picture.left) + found.more_kinds == len(found.rows)


def test_tones_and_names() -> None:
    assert [tone(category) for category in ("mood.score", "identity.email", "identifier.user", "odd.kind")] == [
        "inner",
        "person",
        "device",
        "device",
    ]
    assert cut("a" * 50) == "a" * 33 + "…"
    assert cut("x\u202ey") == r"x\u202ey"
