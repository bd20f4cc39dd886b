"""Conversations at providers of AI models."""

from typing import Any

from msgspec.structs import replace

from mhaudit.derive.ai_conversations import companions
from mhaudit.model.audit import Companion, Flag
from tests.rules.knowledge import link, observation, recipient

AI = recipient("ai.example", roles=("ai-inference",), organisation="AI, Inc.")
STORED = Flag(name="body > json:/store", set_to="true", means="It is kept.", source="https://ai.example")


def found(*seen: Any, hosts: tuple[Any, ...] = (AI,), **more: Any) -> list[Companion]:
    return companions(hosts, seen, more.get("links", ()), more.get("flags", {}))


def chat(**changes: Any) -> Any:
    return observation("chat.message", host="ai.example", **changes)


def test_a_conversation_with_what_stood_beside_it_and_what_is_kept() -> None:
    links = [replace(link(name), categories=("chat.message",)) for name in ("AI, Inc.", "Tracker, Inc.")]
    (one,) = found(chat(), links=links[:1], flags={"ai.example": {STORED}})
    assert (one.organisation, one.recipient, one.declared) == ("AI, Inc.", "ai.example", False)
    assert (one.identifiers, one.categories, one.flags) == (("identity.email",), ("chat.message",), (STORED,))
    assert one.observations == (chat().id,)
    assert found(chat(), links=links[1:])[0].identifiers == ()


def test_other_data_and_other_recipients_are_left_out() -> None:
    for seen in (
        chat(direction="received"),
        chat(certainty="possible"),
        chat(form="wording"),
        observation("mood.score", host="ai.example"),
        observation("chat.message"),
    ):
        assert found(seen) == []
    own = recipient("ai.example", party="first", roles=("ai-inference",))
    assert found(chat(), hosts=(own,)) == []
    assert found(chat(), hosts=(recipient("ai.example"),)) == []


def test_named_in_the_notice_is_declared() -> None:
    told = recipient("ai.example", roles=("ai-inference",), named_in_notice=True)
    assert found(chat(), hosts=(told,))[0].declared is True
