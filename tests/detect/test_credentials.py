import pytest

from mhaudit.detect.credentials import credential_spans, is_enumerated, key_spans, names_credential


@pytest.mark.parametrize(
    "name",
    "accessToken x-auth-token api_key apikey $token sig X-Amz-Signature X-Amz-Credential session_id sid pin jwt "
    "client_secret Ocp-Apim-Subscription-Key stripe-signature AWSAccessKeyId refresh_token Authorization csrf".split(),
)
def test_a_name_says_that_it_lets_in(name: str) -> None:
    assert names_credential(name)


@pytest.mark.parametrize(
    "name",
    "max_tokens token_count token_type tokens author authority keyboard key pinned signature_method auth_provider "
    "passenger isAuthenticated".split(),
)
def test_other_names_do_not(name: str) -> None:
    assert not names_credential(name)


SECRETS = [
    "AKIAIOSFODNN7EXAMPLE",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "glpat-zZ9yX8wV7uT6",
    "AIzaSyTest",
    "sk_live_4eC39HqLyjWDarjtT1",
    "tok_live_a8Hh2",
    "sk-proj-abc123",
    "xoxb-2444333222-abc",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
    "SG.abcdefgh.ijklmnop",
    "npm_abc123def",
]


@pytest.mark.parametrize("secret", SECRETS)
def test_keys_are_known_by_their_shape(secret: str) -> None:
    text = f"see {secret}, here"
    assert [text[start:end] for start, end in credential_spans(text)] == [secret]


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("https://kim:pw@host.example/x", "kim:pw"),
        ("Bearer abcdef", "abcdef"),
        ("Basic a2ltOnB3", "a2ltOnB3"),
        ("a;token=abc1 b", "abc1"),
        ('{"password": "correct horse', "correct"),
    ],
)
def test_a_scheme_or_name_before_a_value_marks_a_credential(text: str, secret: str) -> None:
    assert [text[start:end] for start, end in credential_spans(text)] == [secret]


@pytest.mark.parametrize(
    "text", ["see basic income here", "the secret-garden book", "session_start", "token_refresh", "auth_screen_viewed"]
)
def test_words_are_none(text: str) -> None:
    assert list(credential_spans(text)) == []


def test_types_and_switches_are_not_credentials() -> None:
    assert all(map(is_enumerated, ("Bearer", "", None, True, "none"))) and not is_enumerated("abc")


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("body > json:/tok_live_a8Hh2kQ/x", ["tok_live_a8Hh2kQ"]),
        ("json:/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"]),
        ("json:/dGhpc0lzQVRva2VuV2l0aExvdHNPZkxldHRlcnM5/n", ["dGhpc0lzQVRva2VuV2l0aExvdHNPZkxldHRlcnM5"]),
        ("json:/session_2024/key_step10/auth_v2_enabled", []),
        ("header:x-very-long-header-name-of-some-vendor-v2", []),
    ],
)
def test_keys_that_are_used_as_names(name: str, keys: list[str]) -> None:
    assert [name[start:end] for start, end in key_spans(name)] == keys
