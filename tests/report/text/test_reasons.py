from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from mhaudit.detect.sdk import Sdks
from mhaudit.detect.self_hosted import Likeness, SelfHosted
from mhaudit.model.capture import Exchange
from mhaudit.model.knowledge import Policies, SdkEndpoint
from mhaudit.model.place import Document, Leaf
from mhaudit.policy import load
from mhaudit.report.html.companies import kinds
from mhaudit.report.text.language import has, speaking
from mhaudit.report.text.reasons import told
from tests.policy.write import SDK, folder
from tests.report import sample

KINDS = kinds(sample.full())
LEAF: Leaf = ((None, "query", "x"), "x", "value")
HOST = SdkEndpoint(host="sdk.example", match="exact")


@pytest.fixture(scope="module")
def shipped() -> Policies:
    return load()


def observed(known: Policies, alike: tuple[Likeness, ...] = ()) -> Iterator[str]:
    """What detection says of each field of the SDKs, once a sentence, were it in the query of a request."""
    host = "own.example" if alike else HOST.host
    for sdk in known.sdks.values():
        fields = tuple(
            replace(field, at=("query:x",), value="") for request in sdk.requests for field in request.fields
        )
        moved = replace(sdk, requests=(replace(sdk.requests[0], endpoints=(HOST,), fields=fields),))
        sdks = Sdks(replace(known, sdks={sdk.id: moved}))
        document = Document(True, "", [LEAF], [], lambda: [LEAF])
        requests = sdks.requests(Exchange(capture="c", number=1, host=host, path="/"), alike)
        yield from dict.fromkeys(hit.because for hit in sdks.observe(document, requests))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("matched the persona's mood score", "entspricht einem Wert der Persona: Stimmungswert"),
        ("no policy names this host", "keine Richtlinie nennt diesen Host"),
        (
            "the field 'm' means mood score (mood) and its value has that shape",
            "das Feld 'm' bedeutet Stimmungswert (mood), und sein Wert hat die passende Form",
        ),
        (
            "Mood score was sent to a host of Acme: matched the persona's mood score",
            "Stimmungswert ging an einen Host von Acme: entspricht einem Wert der Persona: Stimmungswert",
        ),
        ("a field of Acme: the documentation says so", "ein Feld von Acme: die Dokumentation sagt es so"),
        (
            "The person said no, and the traffic went on. no policy names this host",
            "Die Person sagte nein, und der Verkehr ging weiter. keine Richtlinie nennt diesen Host",
        ),
        (
            "The person said no, and the traffic went on. No policy names this host.",
            "Die Person sagte nein, und der Verkehr ging weiter. Keine Richtlinie nennt diesen Host.",
        ),
        (
            "the same mood score was sent to hosts of each, as plain and sha256",
            "Stimmungswert: derselbe Wert ging an Hosts von jedem, in der Form plain and sha256",
        ),
    ],
)
def test_a_reason_of_a_known_pattern_is_said_in_german(text: str, said: str) -> None:
    with speaking("de"):
        assert told(text, KINDS) == (said, "de")
    assert told(text, KINDS) == (text, "en")


@pytest.mark.parametrize(
    "text",
    [
        "matched the persona's shoe size",
        "a field of Acme: because I say so",
        "Something else.",
        "a" * 100_000,
        "",
    ],
)
def test_what_fits_no_pattern_stays_as_it_is_and_is_called_english(text: str) -> None:
    with speaking("de"):
        assert told(text, KINDS) == (text, "en" if text else "de")


def test_braces_in_a_name_are_no_blanks() -> None:
    with speaking("de"):
        assert told("the app profile names {0} as the app's own", KINDS)[0] == (
            "das App-Profil nennt {0} als eigene Domain der App"
        )


def test_every_reason_of_a_shipped_sdk_is_said_in_german(shipped: Policies) -> None:
    texts = list(observed(shipped))
    reasons = {text.split(": ", 1)[1] for text in texts}
    assert reasons == {f.because for sdk in shipped.sdks.values() for r in sdk.requests for f in r.fields}
    with speaking("de"):
        for text in texts:
            name, why = text.removeprefix("a field of ").split(": ", 1)
            said, language = told(text, KINDS)
            assert (language, has(why), said.startswith(f"ein Feld von {name}: ")) == ("de", True, True), text
            assert why not in said


def test_every_likeness_is_said_in_german_at_a_field_and_at_a_host(shipped: Policies) -> None:
    for kind in SelfHosted(shipped).kinds:
        like = kind.likeness
        with speaking("de"):
            texts = [*observed(shipped, (like,)), f"no policy names this host; {like.because}"]
            assert len(texts) > 1
            for said, language in (told(text, KINDS) for text in texts):
                assert (language, "sieht aus wie " in said, ": Pfad /" in said) == ("de", True, True)
                assert "looks like" not in said


def test_a_likeness_is_said_whole() -> None:
    like = "looks like a self-hosted Matomo (analytics, own): path /matomo.php with idsite and rec"
    with speaking("de"):
        assert told(f"a field of Matomo: the name of the field says so; the request {like}", KINDS) == (
            (
                "ein Feld von Matomo: der Name des Feldes sagt es so; die Anfrage sieht aus wie Matomo, "
                "selbst betrieben (Nutzungsanalyse, own): Pfad /matomo.php mit idsite und rec"
            ),
            "de",
        )


@pytest.mark.parametrize("why", ["so", "the documentation says so, I think", "it is so; the name of the field says so"])
def test_a_users_own_sentence_stays_in_its_own_words(why: str, tmp_path: Path) -> None:
    own = folder(tmp_path, {"sdks/acme.yaml": SDK.replace("because: so", f"because: '{why}'")})
    known = load([own])
    (text,) = observed(replace(known, sdks={"acme": known.sdks["acme"]}))
    with speaking("de"):
        assert told(text, KINDS) == (f"a field of Acme SDK: {why}", "en")


def test_a_row_of_reasons_is_said_only_where_each_is() -> None:
    with speaking("de"):
        assert told("no policy names this host; some of what was sent could not be read", KINDS)[1] == "de"
        text = "no policy names this host; because I say so"
        assert told(text, KINDS) == (text, "en")


def test_every_setting_has_german_words(shipped: Policies) -> None:
    settings = [setting for service in shipped.services.values() for setting in service.settings]
    means = {value.means for setting in settings for value in setting.values}
    with speaking("de"):
        assert len(means) > 1
        assert [text for text in means if not has(text)] == []
        assert not has("The request asks for tea.")
