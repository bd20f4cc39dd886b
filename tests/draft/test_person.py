import re

import pytest

from mhaudit.draft.files import persona_text
from mhaudit.draft.locales import locales
from mhaudit.draft.person import PersonaWish, make_persona
from mhaudit.errors import UnknownName
from mhaudit.policy import load
from mhaudit.profile import load_persona

# Ranges that are reserved for fiction, as the locales name them.
RESERVED = {
    "en-US": r"\+1(503|614|208|804)55501\d\d",
    "en-GB": r"\+447700900\d{3}",
    "en-AU": r"\+61(25550|27010|35550|37010|75550|85550)\d{4}",
    "de-DE": r"\+49(3023125|6990009|4066969|2214710|8999998)\d{3}",
    "fr-FR": r"\+336399\d{5}",
}


def value(wish: PersonaWish, category: str) -> str:
    return str(next(one.value for one in make_persona(wish).values if one.category == category))


@pytest.mark.parametrize("locale", locales())
def test_every_locale_makes_a_person_that_loads(locale: str, tmp_path: pytest.TempPathFactory) -> None:
    made = make_persona(PersonaWish(locale=locale, id="kim", seed=1))
    path = tmp_path / "kim.yaml"  # type: ignore[operator]
    path.write_text(persona_text(made), encoding="utf-8")
    assert load_persona(path, load()) == made
    assert made.country == locale[-2:]
    texts = [str(one.value) for one in made.values]
    assert not any("{" in text for text in texts) and len(set(texts)) == len(texts)


@pytest.mark.parametrize("locale", locales())
def test_telephone_numbers_are_reserved_for_fiction(locale: str) -> None:
    for seed in range(40):
        numbers = [
            one.value for one in make_persona(PersonaWish(locale=locale, seed=seed)).values if "phone" in one.category
        ]
        if locale == "es-ES":
            assert numbers == []
        else:
            assert len(numbers) == 1 and re.fullmatch(RESERVED[locale], str(numbers[0]))


def test_a_seed_gives_the_same_person_and_none_another_one() -> None:
    wish = PersonaWish(seed=7)
    assert make_persona(wish) == make_persona(wish) != make_persona(PersonaWish(seed=8))
    assert make_persona(PersonaWish()) != make_persona(PersonaWish())


def test_the_address_is_at_the_auditors_domain_with_a_tag() -> None:
    mine = PersonaWish(domain="Quiet.Example", mailbox="kim", seed=1)
    assert re.fullmatch(r"kim\+[a-z2-9]{6}@quiet\.example", value(mine, "identity.email"))
    assert value(PersonaWish(seed=1), "identity.email").endswith("@mailbox.example")


@pytest.mark.parametrize("wish", [PersonaWish(domain="example"), PersonaWish(mailbox="a b"), PersonaWish(locale="xx")])
def test_what_can_not_be_used_is_refused(wish: PersonaWish) -> None:
    with pytest.raises(UnknownName):
        make_persona(wish)


def test_one_line_tells_of_a_danger_to_life() -> None:
    made = make_persona(PersonaWish(seed=2))
    assert [made.values[number].category for number in made.crisis] == ["chat.message"]
