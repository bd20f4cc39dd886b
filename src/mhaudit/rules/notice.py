"""The observed organisations that a privacy notice names, by its own words only.

A name counts if it is used as a name: with its capital letter, not inside a longer word, not as an ordinary word. The
sentence is stored, because "we never share anything with X" names X as well: that is for readers to judge.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from mhaudit.model.audit import Named, Notice, Recipient
from mhaudit.model.knowledge import Organisation, Policies, Service
from mhaudit.model.subject import PrivacyNotice

# A sentence may begin with these as ordinary words: "Adjust your settings".
ORDINARY = frozenset(
    "Adjust Agora Airship Alphabet Amplitude Apple Batch Blackstone Branch Braze Canny Chutes Clerk Cohere Cordial "
    "Crisp Decibel Drift Embrace Featherless Fingerprint Flurry Heap Honeycomb Hyperbolic Impact Insider Intercom "
    "Iterable Lambda Liftoff Meta Nimbus Oracle Perplexity Plausible Pusher Radar Replicate Rime Segment Sentry Sift "
    "Singular Snap Square Stripe Transcend Tune Unity Zoom".split()
)
# These never count alone.
NEVER_ALONE = frozenset({"Ada", "Block", "Daily", "HERE", "Here", "Poe", "Split", "Stream", "Text", "X"})
# `Facebook Login` and `Firebase Crashlytics` are products of Facebook and Firebase.
FAMILIES = frozenset(
    "Adobe Alibaba Amazon Apple AppLovin Azure Cloudflare Datadog Facebook Firebase Google Huawei Instagram Meta "
    "Microsoft Oracle PayPal Piano Snapchat Tencent TikTok Twitter Unity WhatsApp Yandex YouTube".split()
)


_LEGAL = re.compile(
    r",? (?:Inc|LLC|GmbH|Ltd|Limited|Corp|Corporation|S\.A|S\.A\.S|SAS|B\.V|AB|AG|PBC|OpCo|Co|Pte|Oy|plc|Holdings?|"
    r"Group|Technologies|Platforms|Labs|SE|S\.r\.l|s\.r\.o|SDK|API)\.?$"
)
_APART = re.compile(r" / |[()]")
_FOLLOWED = re.compile(
    r"\s*(?:[,:;(–—|]|$|(?:Inc|LLC|GmbH|Ltd|Limited|Corp|S\.A|B\.V|AB|AG|SDK|API|Analytics|Pixel)\b)"
)


def read(
    notice: PrivacyNotice, recipients: Sequence[Recipient], policies: Policies, redact: Callable[[str], str]
) -> Notice:
    """Return the notice for the audit. Hosts with an unknown operator can't be looked for."""
    seen = sorted({one.organisation for one in recipients if one.organisation and one.party == "third"})
    lookup = _Lookup(policies, recipients)
    sentences = {name: _sentence(lookup.names(name), notice.sentences) for name in seen}
    return Notice(
        name=notice.name,
        sha256=notice.sha256,
        retrieved=notice.retrieved or None,
        organisations=tuple(
            Named(organisation=name, sentence=redact(said)) for name, said in sentences.items() if said
        ),
        unnamed=tuple(name for name, said in sentences.items() if not said),
    )


def named_in(notice: Notice | None, recipient: Recipient) -> bool | None:
    """Return whether the notice names the operator of a host; None without a notice, or if it is unknown."""
    if notice is None or recipient.organisation is None or recipient.party != "third":
        return None
    return recipient.organisation not in notice.unnamed


class _Lookup:
    """The names under which an organisation may be mentioned."""

    def __init__(self, policies: Policies, recipients: Sequence[Recipient]) -> None:
        self.by_name = {one.name: one for one in policies.organisations.values()}
        self.services = _grouped(policies.services.values())
        self.hosts: dict[str, set[str]] = {}
        for one in recipients:
            self.hosts.setdefault(one.organisation or "", set()).update((one.host, one.domain))

    def names(self, organisation: str) -> set[str]:
        """Return its own name, those of its services, and the domains that were seen."""
        known: Organisation | None = self.by_name.get(organisation)
        services = self.services.get(known.id, []) if known else []
        written = [organisation, *(service.name for service in services)]
        return {name for text in written for name in _names(text)} | self.hosts.get(organisation, set())


def _grouped(services: Iterable[Service]) -> dict[str, list[Service]]:
    found: dict[str, list[Service]] = {}
    for service in services:
        found.setdefault(service.organisation, []).append(service)
    return found


def _names(text: str) -> Iterator[str]:
    """Yield the names in a title: `Facebook SDK (App Events / Graph API)` may be called Facebook SDK or Facebook."""
    name = _APART.split(text)[0].strip()
    while (shorter := _LEGAL.sub("", name)) != name:
        yield name
        name = shorter.rstrip(",")
    yield name
    first = name.partition(" ")[0]
    if first in FAMILIES:
        yield first


def _sentence(names: Iterable[str], sentences: Sequence[str]) -> str:
    """Return the first sentence with one of these names; "" if there is none."""
    patterns = [_pattern(name) for name in sorted(names) if len(name) > 1]
    return next((one for one in sentences if any(_is_named(pattern, one) for pattern in patterns)), "")


def _pattern(name: str) -> re.Pattern[str]:
    """Return the pattern of a name: domains and several words in any case, a single word case-sensitively."""
    loose = " " in name or "." in name
    return re.compile(rf"(?<![\w@-]){re.escape(name)}(?![\w-])", re.IGNORECASE if loose else 0)


def _is_named(pattern: re.Pattern[str], sentence: str) -> bool:
    return any(_as_name(found, sentence) for found in pattern.finditer(sentence))


def _as_name(found: re.Match[str], sentence: str) -> bool:
    """Return whether a word that is also an ordinary one is meant as a name."""
    word, alone = found[0], _FOLLOWED.match(sentence, found.end()) is not None
    if word in NEVER_ALONE:
        return bool(_LEGAL.match(sentence, found.end())) or sentence == word
    begins = not sentence[: found.start()].strip(" \"'“‘(•*-–0123456789.")
    return word not in ORDINARY or not begins or alone
