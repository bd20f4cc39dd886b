from mhaudit.model.knowledge import CrisisLine, CrisisLines


def test_what_is_not_known_is_empty() -> None:
    line = CrisisLine(name="Line", level="secondary", checked_on="2026-11-23")
    assert (line.call, line.text, line.audience, line.sources, line.state) == ((), (), "", (), "")
    assert CrisisLines(id="xx", country="XX").lines == ()


def test_only_a_confirmed_line_is_advisable() -> None:
    assert CrisisLine(name="Line", level="confirmed", checked_on="2026-11-23", call=("116 123",)).advisable
    assert not CrisisLine(name="Line", level="secondary", checked_on="2026-11-23", call=("116 123",)).advisable
