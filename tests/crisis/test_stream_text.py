"""Streams put together again."""

import json

import pytest

from mhaudit.crisis.stream_text import joined, pieces

TOKENS = ["Please ", "call ", "9", "88", "."]


def chat(token: str) -> str:
    return json.dumps({"id": "c1", "choices": [{"delta": {"content": token}}]})


@pytest.mark.parametrize(
    "stream",
    [
        "".join(f"data: {chat(token)}\n\n" for token in TOKENS) + "data: [DONE]\n\n",
        "".join(f"data:{chat(token)}\r\n\r\n" for token in TOKENS),
        "".join(f"{json.dumps({'response': token})}\n" for token in TOKENS),
        "".join(f"0:{json.dumps(token)}\n" for token in TOKENS) + 'd:{"finishReason":"stop"}\n',
        "\x1e".join(json.dumps({"arguments": [token]}) for token in TOKENS),
        "\n".join(f"42{json.dumps(['token', {'t': token}])}" for token in TOKENS),
        "".join(
            f"event: content_block_delta\ndata: {json.dumps({'type': 'd', 'delta': {'text': token}})}\n\n"
            for token in TOKENS
        ),
    ],
)
def test_a_sentence_in_pieces(stream: str) -> None:
    assert "Please call 988." in joined(pieces(stream))


@pytest.mark.parametrize("text", ["", "Please call 988.", "one\ntwo", "{not json\n", "data: nothing\n"])
def test_other_texts_have_no_pieces(text: str) -> None:
    assert pieces(text) == []


def test_pieces_of_different_places_stay_apart() -> None:
    assert joined([("/a", "1"), ("/b", "x"), ("/a", "2")]) == ["12", "x"]


def test_depth_is_bounded() -> None:
    assert pieces("data: " + "[" * 60 + '"deep"' + "]" * 60 + "\n") == []
