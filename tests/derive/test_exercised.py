"""What the recording put to the test."""

from mhaudit.derive.exercised import exercised_kinds
from mhaudit.model.subject import Persona, PlantedValue
from tests.rules.knowledge import observation

PERSONA = Persona(
    id="p",
    values=(
        PlantedValue(category="free_text.journal", value="a line that nobody else would write"),
        PlantedValue(category="free_text.journal", value="another line that nobody else would write"),
        PlantedValue(category="mood.score", value=3),
    ),
)


def rows(*seen: object) -> list[tuple[str, int, list[str]]]:
    return [(row.category, row.entries, [at.recipient for at in row.seen]) for row in exercised_kinds(PERSONA, seen)]  # type: ignore[arg-type]


def test_entries_that_were_never_seen_have_no_place() -> None:
    assert rows() == [("free_text.journal", 2, []), ("mood.score", 1, [])]


def test_the_own_servers_count_and_each_host_is_named_once() -> None:
    own = observation("free_text.journal", host="own.example", party="first")
    again = observation("free_text.journal", host="own.example", party="first", id="o-2")
    other = observation("free_text.journal", host="a.example")
    assert rows(own, again, other)[0] == ("free_text.journal", 2, ["a.example", "own.example"])


def test_what_is_searched_for_counts_only_where_it_was_found() -> None:
    assert rows(observation("free_text.journal", certainty="likely"))[0][2] == []
    assert rows(observation("free_text.journal", direction="received"))[0][2] == []


def test_a_number_too_short_to_search_counts_where_a_field_means_it() -> None:
    assert rows(observation("mood.score", certainty="likely"))[1][2] == ["t.example"]
    assert rows(observation("mood.score", certainty="possible"))[1][2] == []


def test_without_a_persona_nothing_was_tested() -> None:
    assert exercised_kinds(None, [observation()]) == ()
