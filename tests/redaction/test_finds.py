import json

from mhaudit.model.place import place

from .sample import EMAIL, exchange, finder


def found(**fields: object) -> list[tuple[str, str, bool]]:
    return [(place(find.trail), find.pseudonym, find.in_name) for find in finder().finds(exchange(**fields))]


def test_planted_values_fields_and_what_lets_somebody_in() -> None:
    body = json.dumps({"to": EMAIL, "mood_score": 4, "screen": "home", "model": "Pixel 7"}).encode()
    headers = (("Authorization", "Bearer abc"), ("Content-Type", "application/json"))
    assert found(body=body, headers=headers) == [
        ("body > json:/to", "redacted-identity-email-1", False),
        ("body > json:/mood_score", "redacted-mood-score-v1", False),
        ("header:authorization", "redacted-secret-v1", False),
    ]


def test_names_that_tell_a_value_and_writings_that_prove_nothing() -> None:
    path = "/?inescalderonmh31quietpostexample=1"
    assert found(path=path) == [("query:inescalderonmh31quietpostexample", "redacted-value", True)]
    assert found(path="/x-ines-calderon-mh31-quietpost-example/y")[0] == ("path:1", "redacted-value", False)


def test_what_tells_nobody_stays() -> None:
    assert found(path="/v1/home?screen=home&lang=es", body=b'{"os":"Android 14","title":"Mood check-in"}') == []
    assert found(body=b'{"user_id":"redacted-identifier-user-v1"}') == []
