"""How a redacted recording writes what stood there: `redacted-identity-email-1` for a planted value, else `-v1`.

A pseudonym is made of these words alone, so that nothing that somebody planted can pass for one.
"""

import re

_KINDS = (
    "account action address advertising any api appointment biometrics birth calendar card cardiac chat "
    "coarse code contact content cookie credential crisis cycle date device diagnosis email emotion "
    "energy ethnicity event exercise facevoice family financial flag free gender government health iban "
    "id identifier identity installation insurance intake ip item journal label location measure "
    "medication member message model mood name national number os pain password payment phone plan "
    "platform precise presence push questionnaire relationship religion replay score session settings "
    "sexuality sleep substance tax text therapy token total trend usage use user vendor voice weight "
)
_OTHERS = "unread secret personal score host value body boundary exchange path repeated again"
_WORDS = frozenset(f"{_KINDS}{_OTHERS}".split())
_ANY = "|".join(sorted(_WORDS, key=lambda word: (-len(word), word)))
_ONE = rf"redacted-(?P<category>(?:{_ANY})(?:-(?:{_ANY}))*)(?:-(?P<other>v?)(?P<number>\d{{1,6}}))?(?![a-zA-Z0-9-])"
PSEUDONYM = re.compile(_ONE)
# What a HAR begins with that `mhaudit redact` wrote.
REDACTED = '{"log":{"version":"1.2","creator":{"name":"mhaudit",'


def in_pseudonym(category: str) -> str:
    """Return a kind of data as its pseudonyms name it: `mood.score` is `mood-score`; `personal` for others' kinds."""
    words = re.split(r"[._-]", category)
    return "-".join(words) if _WORDS.issuperset(words) else "personal"
