"""The parts that pages are made of."""

from mhaudit.explain.page import Line, Section, confidence, cut, example_lines, sections, sources


def test_empty_sections_are_left_out() -> None:
    assert sections(what_it_is=iter([Line("x")]), law=iter([])) == (Section("What it is", (Line("x"),)),)


def test_examples_say_which_way_they_go() -> None:
    request = {
        "method": "PUT",
        "url": "https://x.example/",
        "headers": {"a": "b"},
        "form": {"m": "3"},
        "phase": "launch",
    }
    data = {"examples": {"match": [request], "pass": [{"text": "x"}]}}
    assert list(example_lines(data)) == [
        Line("Matches:", 'PUT https://x.example/ a: b {"m": "3"} (phase launch)'),
        Line("Lets pass:", '"x"'),
    ]
    assert list(example_lines({})) == []


def test_sources_say_how_well_they_were_checked() -> None:
    source = {"what": "a page", "url": "https://x.example/", "checked_on": "2026-11-23", "confidence": "verified"}
    assert list(sources({"sources": [source]})) == [
        Line("a page (checked at the source, 2026-11-23)", "https://x.example/")
    ]
    assert confidence("from-memory", "2026-11-23") == "not checked, 2026-11-23"
    assert confidence("secondary", "2026-11-23") == "read in a summary, not checked at the source, 2026-11-23"


def test_long_texts_are_cut() -> None:
    assert cut("x" * 200) == "x" * 200
    assert cut("x" * 201) == "x" * 200 + "…"
