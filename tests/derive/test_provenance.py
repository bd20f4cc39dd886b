"""What the audit was made from, without a value."""

from hashlib import sha256

from msgspec.structs import replace

from mhaudit.derive.provenance import describe_subject, generated_from, spelled_out
from mhaudit.model.audit import AppFacts, CaptureFacts, Kind, PersonaFacts, Subject, ValueDigest
from mhaudit.model.subject import AppProfile, NamedApp, Persona, PlantedValue
from tests.rules.knowledge import ALL, observation, policies

PERSONA = Persona(
    id="p",
    values=(
        PlantedValue(category="mood.score", value=3),
        PlantedValue(category="identity.email", value="nora@quiet.example"),
        PlantedValue(category="identity.email", value="other@quiet.example"),
    ),
)
CAPTURE = CaptureFacts(
    name="a.mitm", sha256="cd" * 32, bytes=1, format="mitmproxy dump", exchanges=1, first=None, last=None
)
APP = AppProfile(id="a", name="A", vendor="V", platform="ios", first_party=("a.example",), digest="ab" * 32)


def test_of_the_persona_only_how_many_values_of_which_kinds() -> None:
    made = generated_from((), policies(), ALL, PERSONA, APP)
    assert made.persona == PersonaFacts(id="p", values=3, categories=("identity.email", "mood.score"))
    assert made.app == AppFacts(id="a", sha256="ab" * 32)
    assert made.policies.pack == "all"
    assert "quiet.example" not in f"{made}"


def test_without_persona_and_app() -> None:
    made = generated_from((), policies(), ALL, None, None)
    assert (made.persona, made.app) == (None, None)
    assert describe_subject(None) == Subject(id="", name="", vendor="", platform="", first_party=())
    assert describe_subject(APP) == Subject(
        id="a", name="A", vendor="V", platform="ios", first_party=("a.example",), source="app profile"
    )


def test_version_and_device_are_given_if_known() -> None:
    told = describe_subject(replace(APP, version="4.2"), "Pixel 8, Android 16")
    assert (told.version, told.device) == ("4.2", "Pixel 8, Android 16")
    assert describe_subject(None, "Pixel 8").device == "Pixel 8"


def test_words_for_what_was_seen_or_planted_and_for_nothing_else() -> None:
    mood = Kind(id="mood.score", label="Mood score", why="", special=True)
    assert spelled_out(policies(), [observation()], None) == (mood,)
    assert spelled_out(policies(), [], PERSONA) == (mood,)
    assert spelled_out(policies(), [observation("unheard.of")], None) == ()


def test_captures_name_what_no_profile_says() -> None:
    named = NamedApp(id="a", name="B", version="2", platform="android", device="Pixel", source="x.har: here")
    assert describe_subject(None, named=named) == Subject(
        id="a",
        name="B",
        vendor="",
        platform="android",
        first_party=(),
        version="2",
        device="Pixel",
        source="x.har: here",
    )
    told = describe_subject(APP, "Pixel 8", named)
    assert (told.name, told.platform, told.version, told.device) == ("A", "ios", "2", "Pixel 8")
    assert told.source == "app profile; x.har: here"


def test_captures_of_another_id_add_only_the_device() -> None:
    told = describe_subject(APP, named=NamedApp(id="b", version="2", device="Pixel", source="x.har: here"))
    assert (told.version, told.device, told.source) == ("", "Pixel", "app profile; x.har: here")
    told = describe_subject(APP, "Pixel 8", NamedApp(id="b", version="2", device="Pixel", source="x.har: here"))
    assert (told.version, told.device, told.source) == ("", "Pixel 8", "app profile")


def test_only_values_that_can_not_be_guessed_have_a_digest() -> None:
    def digests(category: str, value: str | float) -> PersonaFacts | None:
        persona = Persona(id="p", values=(PlantedValue(category=category, value=value),))
        return generated_from((CAPTURE,), policies(), ALL, persona, None).persona

    written = "I count the tiles at night"
    found = digests("free_text.journal", written)
    assert found and found.salt == sha256(CAPTURE.sha256.encode()).hexdigest()[:32]
    wanted = sha256(f"{found.salt}:{written}".encode()).hexdigest()
    assert found.digests == (ValueDigest(category="free_text.journal", sha256=wanted),)
    for category, value in (
        ("free_text.journal", "I count the tiles (23)."),  # one character too short
        ("free_text.journal", "ababababababababababababab"),
        ("identity.email", "ines.calderon+mh31@quietpost.example"),
        ("identity.birth_date", "1988-09-02"),
        ("questionnaire.total", 14),
    ):
        short = digests(category, value)
        assert short and (short.salt, short.digests) == ("", ())
    assert digests("chat.message", "I count the tiles ( 24 )") != digests("chat.message", "I count the tiles ( 25 )")
