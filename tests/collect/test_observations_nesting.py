"""The same value before and after a decoding step is told once."""

from mhaudit.collect.observations import distinct
from mhaudit.model.place import Trail, place
from tests.collect.sightings import BODY, at, hit

FORM: Trail = (BODY, "form", "data")
IN_FORM: Trail = ((FORM, "json", None), "json", "email")
QUERY: Trail = (None, "query", "e")
DECODED: Trail = (QUERY, "base64", None)


def email(trail: Trail, form: str = "plain", **changes: object) -> object:
    return hit("identity.email", detector="planted", certainty="proven", trail=trail, form=form, value="x", **changes)


def places(*hits: object) -> list[str]:
    return [place(found.trail) for found in distinct(hits)]  # type: ignore[arg-type]


def test_the_place_that_names_a_field_is_kept() -> None:
    assert places(email(FORM), email(IN_FORM)) == ["body > form:data > json:/email"]
    assert places(email(IN_FORM), email(FORM)) == ["body > form:data > json:/email"]


def test_of_a_decoding_without_a_field_the_outer_place_is_kept_where_it_was_plain() -> None:
    assert places(email(QUERY), email((QUERY, "percent", None))) == ["query:e"]


def test_and_the_inner_one_where_the_outer_was_known_by_its_encoding() -> None:
    assert places(email(QUERY, form="base64"), email(DECODED)) == ["query:e > base64"]


def test_a_whole_path_gives_way_to_its_segment() -> None:
    assert places(email((None, "path", None)), email((None, "path", 2))) == ["path:2"]


def test_at_one_place_the_surest_is_kept() -> None:
    likely = hit("identity.email", trail=IN_FORM)
    (kept,) = distinct([likely, email(IN_FORM), hit("identity.email", certainty="possible", trail=IN_FORM)])  # type: ignore[list-item]
    assert kept.certainty == "proven"


def test_a_surer_outer_place_is_not_dropped_for_a_guess_inside() -> None:
    guess = hit("identity.email", certainty="possible", detector="shape", trail=IN_FORM)
    assert len(distinct([email(FORM), guess])) == 2  # type: ignore[list-item]


def test_different_kinds_and_different_fields_stay_apart() -> None:
    assert len(distinct([hit(trail=at("a")), hit(trail=at("b")), hit("sleep.measure", trail=at("a"))])) == 3
    assert distinct([]) == []
