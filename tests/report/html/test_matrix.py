from msgspec.structs import replace

from mhaudit.report.html.companies import grouped, kinds
from mhaudit.report.html.matrix import Matrix, matrix
from tests.report import sample


def made() -> Matrix:
    audit = sample.full()
    return matrix(grouped(audit), kinds(audit))


def test_columns_stand_by_family() -> None:
    table = made()
    assert [kind.id for kind in table.columns] == [
        "mood.score",
        "questionnaire.total",
        "free_text.journal",
        "identity.email",
        "identifier.user",
    ]
    assert table.families == (("Health and inner life", 3), ("Who and where", 1), ("Identifiers and device", 1))


def test_a_cell_says_how_sure_it_is() -> None:
    assert [(row.group.name, row.head, row.host, row.cells) for row in made().rows] == [
        ("Acme Metrics, Inc.", True, None, ("declared", None, "proven", "proven", None)),
        ("Acme Metrics, Inc.", False, "in.acme.example", ("declared", None, None, "proven", None)),
        ("Acme Metrics, Inc.", False, "px.acme.example", (None, None, "proven", None, None)),
        ("metrics.example", True, "px.metrics.example", (None, "possible", None, None, "likely")),
        ("Meadow Health", True, "api.meadow.example", (None, None, "proven", None, None)),
    ]


def test_a_host_that_was_only_told_of_the_device_has_no_row() -> None:
    audit = sample.full()
    seen = (
        sample.observation(8, "device.os", "px.acme.example"),
        sample.observation(9, "mood.score", "in.acme.example"),
    )
    audit = replace(audit, observations=seen)
    rows = matrix(grouped(audit), kinds(audit)).rows
    assert [(row.head, row.host, row.cells) for row in rows] == [
        (True, None, ("proven", "proven")),
        (False, "in.acme.example", ("proven", None)),
    ]


def test_a_kind_of_an_unknown_family_stands_last_under_its_own_name() -> None:
    audit = sample.full()
    seen = (*audit.observations, sample.observation(9, "aura.colour", "px.metrics.example"))
    audit = replace(audit, observations=seen)
    assert matrix(grouped(audit), kinds(audit)).families[-1] == ("aura", 1)


def test_nothing_sent_is_an_empty_table() -> None:
    assert matrix(grouped(sample.empty()), {}) == Matrix(families=(), columns=(), rows=())
