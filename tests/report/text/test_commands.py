"""The command that repeats an audit, and the one that shows a value."""

from msgspec.structs import replace

from mhaudit.report.text.commands import command, show_command
from tests.report import sample


def named(*names: str, pack: str = "auditor") -> str:
    audit = sample.full()
    made = audit.generated_from
    captures = tuple(replace(made.captures[0], name=name) for name in names)
    policies = replace(made.policies, pack=pack)
    return command(replace(audit, generated_from=replace(made, captures=captures, policies=policies)))


def test_captures_are_named_with_the_files_that_the_auditor_has() -> None:
    assert named("a.har", "b 'c'.mitm") == (
        """mhaudit audit a.har 'b '"'"'c'"'"'.mitm' --app APP.yaml --persona PERSONA.yaml"""
    )
    assert named("a.har", pack="eu").endswith(" --pack eu")


def test_a_case_is_named_as_a_folder() -> None:
    assert named("case/capture.mitm", "case/journal.jsonl") == "mhaudit audit case"
    assert named("one/capture.mitm", "one/journal.jsonl", "two/capture.mitm") == "mhaudit audit one two"
    assert named("case/capture.mitm", "other/x.har").startswith("mhaudit audit case/capture.mitm other/x.har --app")


def test_a_value_is_shown_at_its_place() -> None:
    at = replace(sample.evidence(4), place="body > json:/a'b")
    assert show_command(sample.full(), at) == """mhaudit show 'meadow.mitm#4' 'body > json:/a'"'"'b'"""
