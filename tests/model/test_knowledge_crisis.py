from mhaudit.model.knowledge import CrisisLine, CrisisLines


def test_what_is_not_known_is_empty() -> None:
    line = CrisisLine(name="Line", confidence="secondary", checked_on="2026-11-23")
    assert (line.call, line.text, line.audience, line.source) == ((), (), "", "")
    assert CrisisLines(id="xx", country="XX").retired == ()
