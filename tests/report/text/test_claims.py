"""The vendor's statements: quoted only where they are the vendor's words."""

from typing import get_args

from msgspec.structs import replace

from mhaudit.model.audit import Reply
from mhaudit.model.reasons import because
from mhaudit.report.text import claims
from mhaudit.report.text.companies import kinds
from tests.report import sample

KINDS = kinds(sample.full())


def test_only_the_vendors_own_words_are_quoted() -> None:
    promise, other = sample.full().claims
    assert claims.claim_statement(promise) == "“Your journal stays with us.”"
    assert (
        claims.claim_statement(replace(other, kind="recipients", says="acme receives data.")) == "acme receives data."
    )
    assert claims.claim_statement(replace(promise, says='We say "never" “ever”.')) == "“We say 'never' 'ever'.”"


def test_what_is_contradicted_has_its_proof_and_the_rest_is_counted() -> None:
    assert list(claims.claims(sample.full(), KINDS)) == [
        (
            "Contradicted: “Your journal stays with us.” Journal text was sent to a host of Acme Metrics, Inc.: "
            "matched our entry for journal text."
        ),
        "1 of 2 statements could be tested; the traffic contradicts 1.",
    ]
    assert list(claims.claims(sample.empty(), {})) == []
    many = replace(sample.full(), claims=sample.full().claims[:1] * 10)
    assert list(claims.claims(many, KINDS))[-2:] == [
        "2 more are contradicted.",
        "10 of 10 statements could be tested; the traffic contradicts 10.",
    ]


def test_every_reply_has_its_words() -> None:
    assert set(claims.REPLIES) == set(get_args(Reply))


def test_the_answer_counts_and_others_received_the_message() -> None:
    audit = sample.full()
    (own,) = audit.crisis
    own = replace(own, words="Call “no” line")
    other = replace(own, recipient="in.acme.example", told=(own.recipient,), is_answer=False)
    both = replace(audit, crisis=(other, own))
    assert claims.own_replies(both) == [own]
    (said,) = claims.crisis(both, KINDS)
    assert said == (
        "api.meadow.example: the reply names only a number that is listed as retired. The reply begins: “Call 'no' "
        "line” The same message also went to: Acme Metrics, Inc. (in.acme.example)."
    )
    (said,) = claims.crisis(replace(audit, crisis=(replace(own, words="", told=("gone.example",)),)), KINDS)
    assert said.endswith("The reply names a number that is retired. The same message also went to: gone.example.")


def test_a_reason_becomes_a_sentence() -> None:
    assert claims.reason_sentence(because("nothing-seen"), {}) == "No traffic that could test it was seen."
