import pytest
from msgspec.structs import replace

from mhaudit.model.audit import Certainty, Corroboration, Verdict, WaiverUse
from mhaudit.report.text import sentences
from mhaudit.report.text.language import speaking

JUDGED = Verdict(outcome="fail", fail_on="high", worst="critical", by_severity={})


def test_a_failed_verdict_says_by_how_much_and_what_is_not_known() -> None:
    said = "9 open findings at or above high; 2 things could not be seen or tested."
    assert sentences.verdict(JUDGED, 9, 2, 0) == said
    assert sentences.verdict(JUDGED, 1, 0, 0) == "1 open finding at or above high."


def test_an_expired_waiver_is_named_with_its_owner_and_its_day() -> None:
    waiver = WaiverUse(id="until-spring", reason="R", owner="Ada", expires="2026-03-01", state="expired", findings=())
    named = "this waiver has expired: until-spring of Ada, on 2026-03-01."
    alone = f"No open finding at or above high in what could be read, but {named}"
    assert sentences.verdict(JUDGED, 0, 0, 0, [waiver]) == alone
    assert sentences.verdict(JUDGED, 1, 0, 0, [waiver]) == f"1 open finding at or above high; {named}"
    both = sentences.verdict(JUDGED, 0, 0, 0, [waiver, replace(waiver, id="b")])
    assert both.endswith("these waivers have expired: until-spring of Ada, on 2026-03-01 and b of Ada, on 2026-03-01.")


def test_a_passed_verdict_keeps_its_limit() -> None:
    passed = Verdict(outcome="pass", fail_on="medium", worst=None, by_severity={})
    assert sentences.verdict(passed, 0, 0, 0) == "No open finding at or above medium in what could be read."


def test_an_incomplete_verdict_is_not_a_pass() -> None:
    incomplete = Verdict(outcome="incomplete", fail_on="high", worst=None, by_severity={})
    assert sentences.verdict(incomplete, 0, 3, 1) == (
        "No open finding at or above high in what could be read, but 1 gap could hide what this audit asks about; "
        "3 things could not be seen or tested."
    )


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ({"proven": ["diagnosis"]}, "The persona’s diagnosis was sent to X."),
        ({"proven": ["diagnosis", "name"]}, "The persona’s diagnosis and name were sent to X."),
        ({"declared": ["mood"]}, "The persona’s mood was sent, by the SDK’s own definition, to X."),
        ({"likely": ["mood"]}, "The persona’s mood was likely sent to X."),
        ({"possible": ["mood"]}, "The persona’s mood was possibly sent to X."),
        (
            {"proven": ["name"], "declared": ["mood"], "likely": ["a", "b"], "possible": ["c"]},
            (
                "The persona’s name was sent to X; by the SDK’s own definition also the mood; likely also the a and b; "
                "possibly also the c."
            ),
        ),
    ],
)
def test_a_fact_never_says_more_than_is_known(labels: dict[Certainty, list[str]], said: str) -> None:
    assert sentences.fact("The persona’s", labels, "X") == said


def test_a_company_s_full_stop_ends_the_sentence() -> None:
    said = sentences.fact("A user’s", {"proven": ["name"]}, "a host of X Ltd.")
    assert said == "A user’s name was sent to a host of X Ltd."


def test_whom_something_was_sent_to() -> None:
    assert sentences.place_of("X", country="US", hosts=1, known=True) == "a host of X (US)"
    assert sentences.place_of("X", country=None, hosts=2, known=True) == "2 hosts of X"
    assert (
        sentences.place_of("x.example", country=None, hosts=1, known=False)
        == "x.example, where it is not known who answers"
    )


def test_a_list_and_a_recording() -> None:
    seen = Corroboration(
        recorded=2, listed=5, both=1, missed=("a.example", "b.example"), at_other_times=(), not_listed=()
    )
    assert sentences.corroborated(seen) == (
        "A list names 5 hosts that the app contacted; 1 of them were recorded. "
        "Contacted during the recording, and not in it: a.example and b.example."
    )
    many = tuple(f"{number}.example" for number in range(25))
    rest = Corroboration(recorded=2, listed=1, both=0, missed=(), at_other_times=("c.example",), not_listed=many)
    assert sentences.corroborated(rest).endswith("Recorded, and in no list: " + ", ".join(many[:20]) + " and 5 more.")
    assert "Contacted at other times, and not recorded: c.example." in sentences.corroborated(rest)


@pytest.mark.parametrize(
    ("phases", "said"),
    [
        ((), ""),
        ((None,), ""),
        (("chat",), ""),
        (("launch", "before-consent"), ", before anything was agreed to"),
        (("before-consent", "chat"), ", some of it before anything was agreed to"),
        (("before-consent", "after-refusal"), ", some of it after consent was refused"),
        (("after-opt-out",), ", after consent was refused"),
    ],
)
def test_before_consent_is_said_of_no_more_than_was_sent_before_it(phases: tuple[str | None, ...], said: str) -> None:
    assert sentences.consent(phases) == said
    fact = sentences.fact("The persona’s", {"proven": ["name"]}, "X", phases)
    assert fact == f"The persona’s name was sent to X{said}."


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (sentences.SentBytes(read=0, opaque=0, unread=0), "The capture holds no bytes of requests."),
        (
            sentences.SentBytes(read=999, opaque=0, unread=0),
            "All 999 bytes that the app sent in recorded requests could be read.",
        ),
        (
            sentences.SentBytes(read=750, opaque=200, unread=50),
            "25 % of the 1.0 kB that the app sent in recorded requests could not be read: not tested.",
        ),
    ],
)
def test_what_could_be_read_has_its_whole(sent: sentences.SentBytes, said: str) -> None:
    assert sentences.readable(sent) == said


def test_what_the_decoy_measured() -> None:
    assert sentences.control(11, 0) == (
        "none of 11 values of a decoy, never entered, was found: no false alarm was measured"
    )
    assert sentences.control(11, 2) == (
        "values of a decoy, never entered, were found 2 times: planted ones may be false alarms too"
    )


def test_a_fact_in_german() -> None:
    with speaking("de"):
        target = sentences.place_of("Acme Ltd.", country="US", hosts=1, known=True)
        labels: dict[Certainty, list[str]] = {"proven": ["Diagnose"], "likely": ["Stimmungswert"]}
        assert sentences.fact("der Persona", labels, target, ["launch"]) == (
            "Diagnose der Persona ging an einen Host von Acme Ltd. (US), bevor in irgendetwas eingewilligt war; "
            "wahrscheinlich auch: Stimmungswert."
        )
