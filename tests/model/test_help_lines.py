from mhaudit.model.help_lines import CrisisLine, CrisisLines


def test_what_is_not_known_is_empty() -> None:
    line = CrisisLine(name="Line", level="secondary", checked_on="2026-11-23")
    assert (line.call, line.text, line.audience, line.sources) == ((), (), "", ())
    assert CrisisLines(id="xx", country="XX").emergency == ()
