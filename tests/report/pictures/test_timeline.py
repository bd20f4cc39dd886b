import pytest
from msgspec.structs import replace

from mhaudit.model.audit import Audit, Phase
from mhaudit.report.html.companies import grouped
from mhaudit.report.pictures.timeline import LEFT, MOST_COMPANIES, WIDTH, Timeline, seconds, stages, timeline
from tests.report import sample


def drawn(audit: Audit) -> Timeline | None:
    return timeline(audit, grouped(audit))


def test_lines_marks_and_bands_stand_where_their_times_are() -> None:
    phases = (
        Phase(id="before-consent", from_="2026-11-20T09:00:00Z", to="2026-11-20T09:15:00Z"),
        Phase(id="chat", from_="2026-11-20T09:15:00Z", to=None),
    )
    found = drawn(replace(sample.full(), phases=phases))
    assert found
    assert (found.began, found.ended) == ("2026-11-20T09:00:00Z", sample.BEGAN)
    assert [line.name for line in found.lines] == ["Acme Metrics, Inc.", "metrics.example", "Cloud Co"]
    half = LEFT + (WIDTH - 12 - LEFT) / 2
    assert [(band.number, band.x, band.width) for band in found.bands] == [
        (1, float(LEFT), half - LEFT),
        (2, half, half - LEFT),
    ]
    assert {mark.tone for mark in found.lines[0].marks} == {"inner", "person"}
    assert all(LEFT <= mark.x <= WIDTH - 12 for line in found.lines for mark in line.marks)


def test_what_matters_most_is_drawn_on_top() -> None:
    found = drawn(sample.full())
    assert found
    assert [mark.tone for mark in found.lines[1].marks] == ["device", "inner"]


def test_without_two_times_there_is_no_picture() -> None:
    assert drawn(sample.empty()) is None
    audit = replace(sample.full(), observations=(), phases=())
    assert drawn(audit) is None


def test_many_marks_at_a_time_are_one_and_companies_are_bounded() -> None:
    found = drawn(sample.large(2000))
    assert found
    assert all(len(line.marks) <= 3 * (WIDTH - LEFT) / 4 for line in found.lines)
    hosts = tuple(sample.recipient(f"h.x{number}.example") for number in range(MOST_COMPANIES + 4))
    audit = replace(sample.full(), recipients=hosts, phases=(Phase(id="a", from_="2026-11-20T09:00:00Z", to=None),))
    found = drawn(audit)
    assert found and len(found.lines) == MOST_COMPANIES and found.more == 4


@pytest.mark.parametrize(("text", "said"), [("1970-01-01T00:00:10Z", 10.0), ("soon", 0.0), ("9999-99-99", 0.0)])
def test_a_time_that_is_none_disturbs_nothing(text: str, said: float) -> None:
    assert seconds(text) == said


def test_the_table_says_who_was_contacted_in_a_phase_and_what_was_sent() -> None:
    audit = sample.full()
    hosts = tuple(replace(host, phases=("before-consent",) if "acme" in host.host else ()) for host in audit.recipients)
    (stage,) = stages(replace(audit, recipients=hosts), grouped(replace(audit, recipients=hosts)))
    assert [group.name for group in stage.contacted] == ["Acme Metrics, Inc."]
    assert stage.kinds == ("identity.email",)
    assert stages(sample.empty(), ()) == ()
