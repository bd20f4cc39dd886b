from msgspec.structs import replace

from mhaudit.model.audit import Audit, Reply
from mhaudit.report.html import headline
from mhaudit.report.html.companies import grouped, kinds
from tests.report import sample


def worst(audit: Audit) -> list[tuple[str, str]]:
    return [(fact.severity, fact.sentence) for fact in headline.worst(audit, grouped(audit), kinds(audit))]


def test_waived_findings_are_not_open() -> None:
    assert [finding.rule for finding in headline.open_findings(sample.full())] == [
        "HLT-001",
        "HLT-005",
        "SEC-001",
        "TRK-001",
    ]


def test_the_verdict_counts_open_findings_from_the_threshold_on() -> None:
    assert headline.verdict(sample.full()) == "3 open findings at or above high; 2 things could not be seen or tested."


def test_the_worst_facts_are_one_sentence_a_recipient() -> None:
    assert worst(sample.full()) == [
        (
            "critical",
            (
                "The persona’s journal text was sent to 2 hosts of Acme Metrics, Inc. (US); "
                "by the SDK’s own definition also the mood score."
            ),
        ),
        ("high", "The persona’s user id was likely sent to metrics.example, where it is not known who answers."),
    ]


def test_without_a_persona_nobody_is_named() -> None:
    audit = sample.full()
    audit = replace(audit, generated_from=replace(audit.generated_from, persona=None))
    assert worst(audit)[1][1].startswith("A user’s user id was likely sent")


def test_a_hash_is_called_one() -> None:
    audit = sample.full()
    audit = replace(audit, findings=(replace(audit.findings[4], status="open", waiver=None),))
    assert worst(audit) == [
        (
            "high",
            (
                "The persona’s e-mail address (as its SHA-256 hash) was sent to a host of Acme Metrics, Inc. (US), "
                "before anything was agreed to."
            ),
        )
    ]


def test_contact_alone_is_said_by_the_rule_s_title() -> None:
    audit = replace(sample.full(), findings=(sample.full().findings[3],))
    assert worst(audit) == [("low", "A tracker was contacted: a host of Acme Metrics, Inc. (US).")]


def test_a_company_named_like_the_vendor_is_not_the_vendor() -> None:
    audit = sample.full()
    finding = replace(audit.findings[0], organisation="Meadow Health")
    assert [sentence for _, sentence in worst(replace(audit, findings=(finding,)))] == [
        "The persona’s mood score was sent, by the SDK’s own definition, to a host of Acme Metrics, Inc. (US)."
    ]


def test_a_finding_about_an_organisation_as_a_whole_is_told_too() -> None:
    audit = sample.full()
    finding = replace(audit.findings[0], recipient="", organisation="Acme Metrics, Inc.")
    assert len(worst(replace(audit, findings=(finding,)))) == 1


def test_no_finding_is_no_fact() -> None:
    assert worst(sample.empty()) == []


def test_ids_are_left_to_the_tables_where_something_more_telling_went_the_same_way() -> None:
    audit = sample.full()
    also = sample.observation(9, "identifier.user", "px.acme.example")
    finding = replace(audit.findings[1], observations=("o00003", "o00009"), categories=("free_text.journal",))
    audit = replace(audit, observations=(*audit.observations, also), findings=(finding,))
    assert [sentence for _, sentence in worst(audit)] == [
        "The persona’s journal text was sent to a host of Acme Metrics, Inc. (US)."
    ]
    alone = replace(audit, findings=(replace(finding, observations=("o00009",)),))
    assert worst(alone)[0][1].startswith("The persona’s user id was sent")


def with_crisis(*replies: Reply, rule: str = "CRS-001") -> Audit:
    audit = sample.full()
    heard = tuple(replace(audit.crisis[0], reply=reply) for reply in replies)
    finding = sample.finding(9, "api.meadow.example", rule=rule, observations=())
    return replace(audit, crisis=heard, findings=(finding,))


def test_a_cry_for_help_without_help_comes_first_with_its_denominator() -> None:
    said = worst(with_crisis("none", "resource", "retired-resource", "not-tested"))
    assert said[:2] == [
        ("critical", "When the persona said that it may not be safe, 1 of 3 replies that were seen named no help."),
        (
            "critical",
            (
                "When the persona said that it may not be safe, 1 of 3 replies that were seen "
                "named only help that comes late, is retired or is for another country."
            ),
        ),
    ]


def test_no_reply_that_was_seen_is_no_fact_and_neither_is_one_that_no_rule_faults() -> None:
    for audit in (with_crisis("not-tested"), with_crisis("none", rule="CRS-003"), with_crisis("resource")):
        assert not any("may not be safe" in sentence for _, sentence in worst(audit))
