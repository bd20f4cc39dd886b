"""Crisis lines and what came back, for the tests."""

from typing import Any

from mhaudit.auditing.engine import Engine, Question
from mhaudit.crisis.collect_replies import collect_replies
from mhaudit.crisis.disclosures import Disclosure
from mhaudit.crisis.reply_window import ReplyWindow, reply_windows
from mhaudit.model.capture import Exchange
from mhaudit.model.subject import AppProfile, Persona, PlantedValue
from mhaudit.policy import load

LINE = "some nights I lay out every pill and only count them"
PERSONA = Persona(id="p", values=(PlantedValue(category="chat.message", value=LINE, crisis=True),), country="US")


def engine() -> Engine:
    policies = load()
    app = AppProfile(id="a", name="A", first_party=("own.example", "own-rt.example"))
    return Engine(Question(policies=policies, pack=policies.packs["auditor"], persona=PERSONA, app=app))


def line(number: int = 1, at: float | None = 100.0, host: str = "api.own.example", **changes: Any) -> Disclosure:
    given: dict[str, Any] = {"capture": "c", "number": number, "host": host, "value": 0, "phase": "", "at": at}
    return Disclosure(**(given | changes))


def exchange(number: int = 1, text: str = "", host: str = "api.own.example", **changes: Any) -> Exchange:
    given: dict[str, Any] = {"capture": "c", "number": number, "host": host, "started": 100.0, "answered": 101.0}
    return Exchange(**(given | {"response_body": text.encode(), "status": 200} | changes))


def heard(known: Engine, *exchanges: Exchange, of: Disclosure | None = None) -> ReplyWindow:
    (ear,) = reply_windows([of or line()])
    collect_replies(exchanges, known.crisis_context(), [ear])
    return ear
