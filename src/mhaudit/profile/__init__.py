"""Files that describe one audit: the persona, the app profile with the vendor's statements, waivers."""

from mhaudit.profile.load import load_app
from mhaudit.profile.persona import load_persona
from mhaudit.profile.waivers import load_waivers

__all__ = ["load_app", "load_persona", "load_waivers"]
