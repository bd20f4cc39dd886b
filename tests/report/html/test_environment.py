from markupsafe import Markup

from mhaudit.report.html.environment import ended, name, page, roles, said, said_many, strong
from mhaudit.report.text.language import speaking


def test_what_fills_a_message_is_escaped_and_made_visible() -> None:
    hostile = "<script>\u202e\x1b"
    assert said("<b>{company}</b>", company=hostile) == r"<b>&lt;script&gt;\u202e\x1b</b>"
    assert said_many("{number} thing of {whose}", "{number} things of {whose}", 2000, whose="<i>") == (
        "2,000 things of &lt;i&gt;"
    )
    assert said("{host}", host=name("<a>")) == "<bdi>&lt;a&gt;</bdi>"


def test_braces_and_percent_signs_in_a_value_are_only_text() -> None:
    assert said("{x}", x="{0} %(y)s %s {x}") == "{0} %(y)s %s {x}"


def test_the_first_place_of_a_part_is_made_strong() -> None:
    assert strong("10 of 14 <x> 10 of 14", "10 of 14") == "<b>10 of 14</b> &lt;x&gt; 10 of 14"
    assert strong("sent to \u202eX", "\u202eX") == r"sent to <b>\u202eX</b>"
    assert strong("nothing", "here") == "nothing"
    assert strong("nothing", "") == "nothing"
    assert isinstance(strong("a", "a"), Markup)


def test_roles_are_told_in_plain_words() -> None:
    assert roles(("session-replay", "own-role")) == "session replay, own-role"
    with speaking("de"):
        assert roles(("session-replay",)) == "Sitzungsaufzeichnung"


def test_the_page_is_compiled_once() -> None:
    assert page() is page()


def test_a_sentence_that_ends_with_a_company_has_one_full_stop() -> None:
    assert said("It is part of {parent}.", parent=name("Twilio Inc.")) == "It is part of <bdi>Twilio Inc.</bdi>"
    assert said("It is part of {parent}.", parent=name("Twilio")) == "It is part of <bdi>Twilio</bdi>."
    assert ended(Markup(" part of <bdi>Twilio Inc.</bdi>\n")) == "part of <bdi>Twilio Inc.</bdi>"
    assert ended(Markup("part of <bdi>Twilio</bdi>")) == "part of <bdi>Twilio</bdi>."
