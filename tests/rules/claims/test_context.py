"""What a claim is held against."""

from mhaudit.rules.claims.context import Saying, contradicted, few, shortest, within
from tests.rules.claims.held import app, gap, sight
from tests.rules.knowledge import observation, recipient


def test_the_shortest_proof_comes_first() -> None:
    hashed = observation(id="o-1", form="sha256", place="query:em")
    deep = observation(id="o-2", place="body > gzip > json:/a > base64 > json:/mood")
    short = observation(id="o-3", place="body > json:/m")
    documented = observation(id="o-4", certainty="declared", place="query:m")
    assert [seen.id for seen in shortest([deep, documented, hashed, short])] == ["o-3", "o-2", "o-1", "o-4"]


def test_few_names_and_how_many_more() -> None:
    assert few(["a", "b"]) == "a, b"
    assert few(list("abcdef")) == "a, b, c, d and 2 more"


def test_families_and_kinds() -> None:
    assert within("mood.score", ("mood",)) and within("mood.score", ("mood.score",))
    assert not within("moody.score", ("mood",)) and not within("mood.score", ())


def test_a_gap_without_a_host_blinds_and_one_in_what_was_brought_along_does_not() -> None:
    assert sight(None, gaps=[gap()]).blind(("third",)) == "some of what was sent could not be read"
    assert sight(None, gaps=[gap(code="no-app-profile")]).blind(("third",)) == ""
    pinned = app(first_party=("own.example",))
    assert sight(pinned, gaps=[gap("api.own.example", "tls-refused")]).blind(("third",)) == ""
    assert sight(pinned, gaps=[gap("notown.example", "tls-refused")]).blind(("third",)).endswith("(notown.example)")
    own = [recipient("own.example", party="first")]
    assert sight(None, (), own, [gap("own.example")]).blind(("third",)) == ""
    assert sight(None, (), own, [gap("own.example")]).blind(("first",)).endswith("(own.example)")


def test_five_proofs_are_enough() -> None:
    proofs = [observation(id=f"o-{number}") for number in range(9)]
    found = contradicted(Saying("play", "x", "It is so.", "page"), "No.", proofs)
    assert (found.kind, found.source, found.observations) == ("play", "page", tuple(f"o-{n}" for n in range(5)))
