"""What a claim is held against."""

from mhaudit.model.reasons import because
from mhaudit.rules.claims.context import Saying, contradicted, shortest, within
from tests.rules.claims.held import app, context_of, gap
from tests.rules.knowledge import observation, recipient


def test_the_shortest_proof_comes_first() -> None:
    hashed = observation(id="o-1", form="sha256", place="query:em")
    deep = observation(id="o-2", place="body > gzip > json:/a > base64 > json:/mood")
    short = observation(id="o-3", place="body > json:/m")
    documented = observation(id="o-4", certainty="declared", place="query:m")
    assert [seen.id for seen in shortest([deep, documented, hashed, short])] == ["o-3", "o-2", "o-1", "o-4"]


def test_families_and_kinds() -> None:
    assert within("mood.score", ("mood",)) and within("mood.score", ("mood.score",))
    assert not within("moody.score", ("mood",)) and not within("mood.score", ())


def test_a_gap_without_a_host_blinds_and_one_in_what_was_brought_along_does_not() -> None:
    assert context_of(None, gaps=[gap()]).blind(("third",)) == because("blind")
    assert context_of(None, gaps=[gap(code="no-app-profile")]).blind(("third",)) is None
    pinned = app(first_party=("own.example",))
    assert context_of(pinned, gaps=[gap("api.own.example", "tls-refused")]).blind(("third",)) is None
    assert context_of(pinned, gaps=[gap("notown.example", "tls-refused")]).blind(("third",)) == because(
        "blind-at", names=("notown.example",)
    )
    own = [recipient("own.example", party="first")]
    assert context_of(None, (), own, [gap("own.example")]).blind(("third",)) is None
    assert context_of(None, (), own, [gap("own.example")]).blind(("first",)) == because(
        "blind-at", names=("own.example",)
    )


def test_five_proofs_are_enough() -> None:
    proofs = [observation(id=f"o-{number}", place=f"body > json:/m{number}") for number in range(9)]
    found = contradicted(Saying("play", "x", "It is so.", "page"), because("no-test"), proofs)
    assert (found.kind, found.source, found.observations) == ("play", "page", tuple(f"o-{n}" for n in range(5)))
