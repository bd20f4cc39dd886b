"""What is built once for an audit, and what happens to each exchange: decode it, see what is in it, book it."""

from dataclasses import dataclass

from mhaudit.decode.limits import Limits
from mhaudit.decode.openings import Openings
from mhaudit.decode.walk import Walk
from mhaudit.detect.detectors import Detectors
from mhaudit.ledger.books import Books
from mhaudit.model.capture import Exchange
from mhaudit.model.knowledge import Pack, Policies, Severity
from mhaudit.model.subject import AppProfile, Persona
from mhaudit.recipients.directory import Directory
from mhaudit.rules.judge import Judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an audit is asked: who was played, which app it is, by which rules, and from where on it fails.

    `app_id` is the package or bundle id that picks the app out of captures of a whole phone; the profile's id if empty.
    """

    policies: Policies
    pack: Pack
    persona: Persona | None = None
    app: AppProfile | None = None
    fail_on: Severity | None = None
    app_id: str = ""
    limits: Limits = Limits()


class Engine:
    """Serves any number of audits of one question."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.openings = Openings()
        self.detectors = Detectors(question.policies, question.persona)
        self.directory = Directory(question.policies, question.app)
        self.judge = Judge(question.policies, question.pack)

    def books(self) -> Books:
        """Empty books for one audit."""
        question = self.question
        app_id = question.app_id or (question.app.id if question.app else "")
        return Books(self.directory, question.policies, self.detectors.holds_value, app_id)

    def take(self, exchange: Exchange, books: Books) -> None:
        """Decode one exchange, see what is in it, book what was seen and what was not."""
        walk = Walk(exchange, self.question.limits, self.openings, self.detectors.interest)
        hits = list(self.detectors.observe(exchange, walk.documents()))
        books.add(exchange, hits, walk.opaque, walk.gaps)
