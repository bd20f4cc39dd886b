from mhaudit.ingest.phases import Phases, Stage, in_phases, phases_from
from mhaudit.model.capture import Exchange, Gap, Message
from mhaudit.model.subject import AppProfile, Period

PHASES = Phases([Stage("chat", 20.0, None), Stage("launch", 10.0, 20.0)])


def exchange(started: float | None, *messages: Message) -> Exchange:
    return Exchange(capture="x", number=7, host="a.example", path="/s", started=started, messages=messages)


def message(text: bytes, at: float | None, sent: bool = True) -> Message:
    return Message(sent=sent, content=text, at=at)


def test_a_phase_lasts_from_its_beginning_to_the_next() -> None:
    assert [PHASES.at(time) for time in (9.9, 10.0, 19.9, 20.0, 1e9, None)] == [
        *(None, "launch", "launch", "chat", "chat", None),
    ]
    assert Phases(()).at(5.0) is None


def test_a_request_has_the_phase_in_which_it_began() -> None:
    assert [[told.phase for told in PHASES.told(exchange(time))] for time in (1.0, 15.0, 25.0)] == [
        *([None], ["launch"], ["chat"]),
    ]


def test_a_connection_is_repeated_for_each_phase_with_its_messages() -> None:
    early, late, answer = message(b"early", 12.0), message(b"late", 21.0), message(b"answer", 22.0, sent=False)
    first, second = PHASES.told(exchange(11.0, early, late, answer))
    assert (first.phase, [each.content for each in first.messages]) == ("launch", [b"early", b"", b""])
    assert (second.phase, [each.content for each in second.messages]) == ("chat", [b"", b"late", b"answer"])
    assert (first.number, second.number, second.path, second.messages[2].sent) == (7, 7, "/s", False)


def test_a_connection_within_one_phase_is_not_repeated() -> None:
    (told,) = PHASES.told(exchange(21.0, message(b"a", 22.0), message(b"b", None)))
    assert (told.phase, [each.content for each in told.messages]) == ("chat", [b"a", b"b"])


def test_the_beginning_of_a_connection_belongs_to_its_own_phase_even_without_messages() -> None:
    first, second = PHASES.told(exchange(11.0, message(b"late", 21.0)))
    assert (first.phase, first.messages[0].content, second.phase, second.messages[0].content) == (
        *("launch", b"", "chat", b"late"),
    )


APP = AppProfile(
    id="a",
    name="A",
    periods=(Period(id="launch", begun=10.0, ended=15.0), Period(id="chat", begun=20.0), Period(id="end", begun=30.0)),
)


def test_phases_timed_by_hand_end_where_they_say_or_where_the_next_begins() -> None:
    phases = phases_from(APP)
    assert [phases.at(time) for time in (9.0, 14.9, 15.0, 20.0, 29.9, 30.0, 1e9)] == [
        *(None, "launch", None, "chat", "chat", "end", "end"),
    ]
    assert phases_from(None).stages == phases_from(AppProfile(id="a", name="A")).stages == ()


def test_an_exchange_without_a_time_is_in_no_phase_and_a_gap() -> None:
    gap = Gap(code="body-opaque")
    told = list(in_phases([exchange(12.0), gap, exchange(None)], phases_from(APP), "x.har"))
    assert [item.code if isinstance(item, Gap) else getattr(item, "phase", "") for item in told] == [
        *("launch", "body-opaque", "phase-not-known", None),
    ]
