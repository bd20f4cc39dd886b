"""Generate a persona: texts are combined at random, so that finding one in traffic proves that it was entered."""

import re
from random import Random, SystemRandom
from unicodedata import normalize

from msgspec import Struct

from mhaudit.draft.locales import DEFAULT_LOCALE, Locale, choose_locale
from mhaudit.errors import UnknownName
from mhaudit.model.subject import Persona, PlantedValue

RESERVED_DOMAIN = "mailbox.example"  # RFC 2606: no mail is delivered there
_DIGITS = re.compile(r"\{(#+)\}")
_DOMAIN = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_MAILBOX = re.compile(r"[A-Za-z0-9._-]{1,40}")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters and digits that look alike
_DOSES = (25, 50, 75, 125, 175)
_PHQ9_HIGHEST = 27


class PersonaWish(Struct, frozen=True, kw_only=True):
    """The options of a generated persona.

    `mailbox` and `domain` are of an address that the auditor reads: mail to `mailbox+tag@domain` comes to it. `seed`
    reproduces a persona; None generates a new one.
    """

    locale: str = DEFAULT_LOCALE
    id: str = ""
    domain: str = ""
    mailbox: str = ""
    seed: int | None = None


def make_persona(wish: PersonaWish) -> Persona:
    """Return a persona. Raise UnknownName for an unknown locale or an unusable address."""
    locale = choose_locale(wish.locale)
    domain = wish.domain.strip().lower() or RESERVED_DOMAIN
    if not _DOMAIN.fullmatch(domain):
        raise UnknownName(f"{wish.domain!r} is not a domain; write it like example.org")
    if wish.mailbox and not _MAILBOX.fullmatch(wish.mailbox):
        raise UnknownName(f"{wish.mailbox!r} is not the part of an address before the @; write it like kim")
    chance = SystemRandom() if wish.seed is None else Random(wish.seed)  # noqa: S311 (no secret where a seed is given)
    given = chance.choice(locale.given)
    family = "-".join(chance.sample(locale.family, 2))
    tag = "".join(chance.choice(_LETTERS) for _ in range(6))
    mailbox = wish.mailbox or _plain(f"{given}.{family.partition('-')[0]}")
    values = [
        PlantedValue(category="identity.name", value=f"{given} {family}"),
        PlantedValue(category="identity.email", value=f"{mailbox}+{tag}@{domain}"),
        *_phone(locale, chance),
        PlantedValue(category="identity.birth_date", value=_birth_date(chance)),
        PlantedValue(category="identity.address", value=_address(locale, chance)),
        *_health(locale, chance),
    ]
    return Persona(id=wish.id or f"{_plain(given)}-{tag}", values=tuple(values), country=locale.country)


def _health(locale: Locale, chance: Random) -> list[PlantedValue]:
    dose = chance.choice(_DOSES)
    return [
        PlantedValue(category="free_text.journal", value=_sentence(locale, "journal", chance)),
        PlantedValue(category="chat.message", value=_sentence(locale, "chat", chance)),
        PlantedValue(category="chat.message", value=_sentence(locale, "crisis", chance), crisis=True),
        PlantedValue(category="diagnosis.name", value=locale.diagnosis),
        PlantedValue(category="medication.name", value=locale.medication.format(dose=dose)),
        PlantedValue(category="mood.score", value=chance.choice((1, 2, 4)), scale=(1, 5)),
        PlantedValue(category="questionnaire.total", value=chance.randint(11, _PHQ9_HIGHEST), instrument="phq-9"),
    ]


def _phone(locale: Locale, chance: Random) -> list[PlantedValue]:
    if locale.phone is None:
        return []
    text = locale.phone.pattern.replace("{area}", chance.choice(locale.phone.areas))
    return [PlantedValue(category="identity.phone", value=_digits(text, chance))]


def _address(locale: Locale, chance: Random) -> str:
    city, code = chance.choice(locale.cities)
    street = chance.choice(locale.streets)
    return locale.address.format(house=chance.randint(11, 189), street=street, city=city, code=_digits(code, chance))


def _birth_date(chance: Random) -> str:
    return f"{chance.randint(1968, 2001)}-{chance.randint(1, 12):02}-{chance.randint(10, 28)}"


def _sentence(locale: Locale, kind: str, chance: Random) -> str:
    words = {"thing": chance.choice(locale.things), "place": chance.choice(locale.places)}
    return locale.sentences[kind].format(**words, end=chance.choice(locale.ends), number=chance.randint(13, 97))


def _digits(pattern: str, chance: Random) -> str:
    return _DIGITS.sub(lambda match: "".join(str(chance.randrange(10)) for _ in match[1]), pattern)


def _plain(text: str) -> str:
    """Return the letters without accents, in lower case, for an e-mail address."""
    return re.sub(r"[^a-z0-9.-]", "", normalize("NFKD", text.lower()).encode("ascii", "ignore").decode())
