from mhaudit.model.capture import Message
from mhaudit.redaction.clean_body import GONE
from mhaudit.redaction.clean_exchange import ExchangeCleaner, emptied

from .cleaning import cleaner
from .sample import EMAIL, JOURNAL, exchange

HEADERS = (
    ("Accept-Language", "de-DE,de;q=0.9"),
    ("TE", EMAIL),
    (f"x-{EMAIL.split('@')[0]}", "1"),
    (":path", f"/{EMAIL}"),
    ("Cookie", "a=1; theme=dark"),
    ("Authorization", "Bearer abc"),
    ("X-Version", "3.1"),
    ("Content-Length", "99"),
    ("Content-Type", f"application/json; u={EMAIL}"),
)


def test_every_field_is_accounted_for() -> None:
    dirty = exchange(method=f"POST{EMAIL}", ip=EMAIL, headers=HEADERS, body=b'{"a":1}', path=f"/x?u={EMAIL}#k=v")
    clean = ExchangeCleaner(cleaner()).clean(dirty)
    assert (clean.method, clean.ip, clean.body) == ("REDACTED", None, b'{"a":1}')
    assert clean.path == "/x?u=redacted-unread-v1#k=v"
    assert clean.headers == (
        ("Accept-Language", "de-DE,de;q=0.9"),
        ("TE", "redacted-unread-v3"),
        ("x-redacted", "1"),
        ("Cookie", "a=redacted-secret-v1; theme=redacted-secret-v2"),
        ("Authorization", "redacted-secret-v3"),
        ("X-Version", "3.1"),
        ("content-type", "application/json"),
        ("content-length", "7"),
    )


def test_what_is_usual_stays() -> None:
    plain = exchange(method="GET", ip="192.0.2.1", path="/v1/a", response_headers=(("Server", "nginx"),))
    assert ExchangeCleaner(cleaner()).clean(plain) == plain


def test_messages_that_add_up_to_a_value_give_way() -> None:
    said = tuple(Message(sent=True, content=f"{word} ".encode(), at=1.0) for word in JOURNAL.split())
    clean = ExchangeCleaner(cleaner()).clean(exchange(kind="websocket", messages=said))
    assert {message.content for message in clean.messages} == {GONE} and len(clean.messages) == len(said)


def test_an_emptied_exchange_has_its_host_alone() -> None:
    full = exchange(host=f"{EMAIL[:4]}.t.example", path=f"/{EMAIL}", headers=HEADERS, body=b"x", response_body=b"y")
    clean = emptied(full)
    assert (clean.host, clean.path, clean.headers, clean.body, clean.response_body) == (
        "t.example",
        "/redacted-exchange",
        (),
        None,
        None,
    )
    assert emptied(full, known_host=False).host == "redacted-host.invalid"
