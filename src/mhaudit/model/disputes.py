"""Objections to what an audit says, and what came of them: kept in a file of their own, beside `audit.json`."""

from typing import Literal

from msgspec import Struct

Outcome = Literal["open", "upheld", "corrected", "retracted", "withdrawn"]


class Dispute(Struct, frozen=True, kw_only=True):
    """One objection to a finding: who made it, on which day, in their words, and its outcome.

    `open` is not decided, `upheld`: the finding was checked and remains, `corrected`: it is right as `answer` says,
    `retracted`: it was wrong, `withdrawn`: whoever objected took the objection back.
    """

    finding: str
    by: str
    on: str
    says: str
    outcome: Outcome = "open"
    answer: str = ""
