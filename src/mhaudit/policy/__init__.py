"""The policy files: read, checked as a whole, and turned into the types that the engine uses."""

from mhaudit.policy.load import load
from mhaudit.policy.profile import load_app
from mhaudit.policy.subject import load_persona
from mhaudit.policy.waivers import load_waivers

__all__ = ["load", "load_app", "load_persona", "load_waivers"]
