"""No hook of the recorder may fail unseen: mitmproxy would only log it, and the evidence would be gone."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from mhaudit.record.recording import Recording


class Hooks(Protocol):
    """Whoever has hooks."""

    recording: Recording


def guarded(hook: Callable[..., None]) -> Callable[..., None]:
    """The hook, which tells the recording of every exception instead of raising it."""

    @wraps(hook)
    def run(owner: Hooks, *arguments: Any) -> None:
        try:
            hook(owner, *arguments)
        except Exception as error:  # whatever it is, it is a gap in the evidence
            owner.recording.failed(hook.__name__, error)

    return run
