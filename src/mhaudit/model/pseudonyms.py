"""Pseudonyms in redacted recordings: `redacted-identity-email-1` for a planted value, else with `-v1`.

A pseudonym consists of these words only, so that no planted value can look like one.
"""

import re

_KINDS = (
    "account action address advertising age any api appointment biometrics birth calendar card cardiac "
    "chat coarse code contact content cookie credential crisis cycle date device diagnosis email emotion "
    "energy engagement ethnicity event exercise facevoice family financial flag free gender government "
    "health iban id identifier identity inference installation insurance intake ip item journal label "
    "location measure medication member message model mood name national notification number os other "
    "pain password payment phone place plan platform precise presence push questionnaire relationship "
    "religion replay score session settings sexuality sleep streak substance tax text therapy token total "
    "trend usage use user vendor voice weight "
)
_OTHERS = "unread secret personal score host value body boundary exchange path repeated again"
_WORDS = frozenset(f"{_KINDS}{_OTHERS}".split())
_ANY = "|".join(sorted(_WORDS, key=lambda word: (-len(word), word)))
_ONE = rf"redacted-(?P<category>(?:{_ANY})(?:-(?:{_ANY}))*)(?:-(?P<other>v?)(?P<number>\d{{1,6}}))?(?![a-zA-Z0-9-])"
PSEUDONYM = re.compile(_ONE)
# The beginning of a HAR written by `mhaudit redact`.
REDACTED = '{"log":{"version":"1.2","creator":{"name":"mhaudit",'


def in_pseudonym(category: str) -> str:
    """Return a kind of data as in pseudonyms: `mood.score` is `mood-score`; `personal` for unknown kinds."""
    words = re.split(r"[._-]", category)
    return "-".join(words) if _WORDS.issuperset(words) else "personal"
