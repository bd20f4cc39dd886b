"""Conversations sent to AI providers: data sent with them, and settings on storage."""

from collections.abc import Iterable, Mapping, Sequence

from mhaudit.model.audit import Companion, Flag, Linkage, Observation, Recipient

ROLES = frozenset(
    ("ai-inference", "ai-gateway", "ai-character", "ai-memory", "ai-moderation", "vector-db", "ai-observability")
) | {"emotion-recognition", "speech"}
CONVERSATION = ("chat.", "free_text.", "crisis.text")


def companions(
    recipients: Iterable[Recipient],
    observations: Sequence[Observation],
    linkage: Iterable[Linkage],
    flags: Mapping[str, set[Flag]],
) -> list[Companion]:
    """Return one entry for each host of an AI provider that received a conversation, sorted by host."""
    links = list(linkage)
    found = (_companion(one, observations, links, flags.get(one.host, set())) for one in recipients)
    return [one for one in found if one]


def _companion(
    recipient: Recipient, observations: Iterable[Observation], links: Iterable[Linkage], flags: set[Flag]
) -> Companion | None:
    if recipient.party == "first" or not ROLES & set(recipient.roles):
        return None
    own = [seen for seen in observations if seen.recipient == recipient.host and _is_conversation(seen)]
    if not own:
        return None
    name = recipient.organisation or recipient.host
    beside = {
        kind
        for link in links
        if link.organisation == name and link.scope == "exchange" and any(map(_of_conversation, link.categories))
        for kind in link.identifiers
    }
    return Companion(
        organisation=name,
        recipient=recipient.host,
        declared=recipient.declared or bool(recipient.named_in_notice),
        identifiers=tuple(sorted(beside)),
        categories=tuple(sorted({seen.category for seen in own})),
        flags=tuple(sorted(flags, key=lambda flag: (flag.name, flag.set_to))),
        observations=tuple(sorted(seen.id for seen in own)),
    )


def _of_conversation(category: str) -> bool:
    return category.startswith(CONVERSATION)


def _is_conversation(seen: Observation) -> bool:
    sure = seen.certainty != "possible" and seen.form != "wording"
    return seen.direction == "sent" and sure and _of_conversation(seen.category)
