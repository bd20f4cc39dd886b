import pytest

from mhaudit.doctor.bypasses import of_detours
from mhaudit.doctor.evidence import Evidence
from mhaudit.doctor.lists import Past

OWN = ("own.example",)


def states(seen: Evidence, listed: Past | None = None, own: tuple[str, ...] = OWN) -> list[tuple[str, str]]:
    return [(answer.state, answer.says) for answer in of_detours(seen, listed, own)]


def test_without_a_list_nothing_is_said_to_be_fine() -> None:
    assert [state for state, _ in states(Evidence())] == ["unknown", "unknown"]
    assert [state for state, _ in states(Evidence(modes={"wireguard": []}, heard={"api.own.example"}))] == [
        "unknown",
        "unknown",
    ]


def test_an_app_that_ignores_the_proxy_while_the_system_does_not() -> None:
    (state, says), _ = states(Evidence(heard={"time.system.example", "notown.example"}))
    assert (state, says) == ("trouble", "Others were contacted, and none of the app's own hosts (own.example).")


@pytest.mark.parametrize("host", ["own.example", "api.own.example"])
def test_an_app_that_does_not(host: str) -> None:
    assert states(Evidence(heard={"time.system.example", host}))[0][0] == "unknown"


def test_names_that_were_looked_up_and_never_contacted() -> None:
    (state, says), _ = states(Evidence(looked_up={"a.example", "b.example"}, heard={"a.example"}))
    assert (state, says) == ("trouble", "Looked up here and never contacted here: b.example.")


def test_a_list_shows_both() -> None:
    listed = Past(listed={"a.example", "b.example", "::1"}, missed={"b.example", "::1"}, six={"::1"})
    assert states(Evidence(heard={"a.example"}), listed) == [
        ("trouble", "Bypassed the proxy: 1 host of 3 in the list never came here: b.example."),
        ("trouble", "Contacted by IPv6, outside of the recording: ::1."),
    ]


def test_a_list_that_agrees_is_fine() -> None:
    assert states(Evidence(heard={"own.example"}), Past(listed={"own.example"})) == [
        ("fine", "All 1 host of the list came here."),
        ("fine", "No IPv6 address in the list bypassed the recording."),
    ]
