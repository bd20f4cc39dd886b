"""Objections to an audit, and their outcomes: stored in a separate file beside `audit.json`."""

from typing import Literal

from msgspec import Struct

Outcome = Literal["open", "upheld", "corrected", "retracted", "withdrawn"]


class Dispute(Struct, frozen=True, kw_only=True):
    """One objection to a finding: its author, date and text, and its outcome.

    `open`: not decided, `upheld`: the finding was checked and remains, `corrected`: it is right as in `answer`,
    `retracted`: it was wrong, `withdrawn`: the objection was withdrawn by its author.
    """

    finding: str
    by: str
    on: str
    says: str
    outcome: Outcome = "open"
    answer: str = ""
