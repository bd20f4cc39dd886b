import re
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mhaudit.model.audit import AccessCount, Audit, Corroboration, Gate, WaiverUse
from mhaudit.report.html.render import again, command, render
from tests.report import sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


class Outline(HTMLParser):
    """The texts, ids, links, headings and tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        # cells and terms stand apart on the page without a space between them
        self.text += " " if tag in {"td", "th", "dt", "dd"} else ""
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        assert not any(name.startswith("on") or name == "style" for name in given)

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] not in (["style"], ["script"]):
            self.text += data


def said(page: str) -> str:
    return " ".join(Outline(page).text.split())


def test_the_first_screen_says_the_verdict_and_the_worst() -> None:
    text = said(render(sample.full()))
    assert "Verdict: Fail 3 open findings at or above high; 2 things could not be seen or tested." in text
    assert "critical The persona’s journal text was sent to 2 hosts of Acme Metrics, Inc. (US); by the SDK’s" in text
    assert "1 of 3 organisations outside the app’s own servers were sent data on health" in text
    assert "Recording refused by the app: pinned.example (blocking)" in text


def test_a_finding_has_its_evidence_law_remedy_and_status() -> None:
    text = said(render(sample.full()))
    assert "Mood data was sent to a third party How somebody feels is data on health. Rule HLT-001." in text
    assert "What would put it right: Keep the mood score on the device." in text
    assert "GDPR, Art. 9 (EU), checked against the primary source" in text
    assert "Other Act, s. 1 (XX), not checked against the primary source" in text
    assert "body > json:/user/value exchange #1 (2026-11-20 09:01:05 UTC)" in text
    assert "Waived by privacy@meadow.example until 2027-01-31: Being removed." in text
    assert "Open. Phases: before-consent. Fingerprint f000000000000001" in text


def test_a_recipient_has_its_facts() -> None:
    text = said(render(sample.full()))
    assert "◐ User id, seen 1 time, masked in***le, not encrypted on the way." in text
    assert "● E-mail address, as its SHA-256 hash, seen 1 time, masked in***le, phase before-consent." in text
    assert "● Journal text, received, seen 1 time, masked in***le." in text
    assert "Declared (meaning stated by the SDK): Acme's documentation names the field." in text
    assert "Who answers here is not known to mhaudit. Another company." in text
    assert "Not named among the recipients that the vendor declares, as the app profile gives them." in text
    assert "Phases: before-consent. 4 exchanges" not in text
    assert "4 exchanges, 3.0 kB sent." in text


def test_claims_linkage_coverage_and_method_are_there() -> None:
    text = said(render(sample.full()))
    assert "Your journal stays with us. Contradicted. Journal text was sent to a host of Acme Metrics, Inc." in text
    assert "Acme Metrics, Inc. was sent mood score, and in exchanges that one identifier joins with it e-mail" in text
    assert "present, and not decodable: not tested 90 bytes 9 %" in text
    assert "mhaudit audit meadow.mitm --app APP.yaml --persona PERSONA.yaml --pack auditor" in text
    assert (
        "ines, 4 planted values (journal text, e-mail address, medication.name and mood score). The values are" in text
    )
    assert text.count(sample.DIGEST) == 6


def test_empty_sections_say_so() -> None:
    text = said(render(sample.empty()))
    for sentence in (
        "An app without a profile",
        "No open finding at or above high in what could be read.",
        "No rule found fault with what could be read.",
        "No kind of personal data was seen in what could be read.",
        "No host was contacted in what could be read.",
        "No claim of the vendor’s was given to this audit",
        "No recipient was seen to be sent data on health and something that identifies the person",
        "The capture holds no bytes of requests.",
        "No gap was met",
        "Nothing can be said here: too little was recorded.",
        "A recording on the device cannot show what servers pass on to each other.",
    ):
        assert sentence in text


def test_several_captures_are_told_apart() -> None:
    audit = sample.full()
    made = audit.generated_from
    more = replace(made.captures[0], name="second 'run'.mitm")
    text = said(render(replace(audit, generated_from=replace(made, captures=(*made.captures, more)))))
    assert "exchange meadow.mitm #1 (2026-11-20 09:01:05 UTC)" in text
    assert """mhaudit audit meadow.mitm 'second '"'"'run'"'"'.mitm' --app""" in text


@pytest.mark.parametrize("audit", [sample.full(), sample.empty(), sample.hostile()], ids=["full", "empty", "hostile"])
def test_the_page_is_sound(audit: Audit) -> None:
    outline = Outline(render(audit))
    levels = [int(tag[1]) for tag in outline.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(set(outline.ids)) == len(outline.ids)
    assert {link for link in outline.links if link != "data:,"} <= {f"#{name}" for name in outline.ids}
    assert outline.tags.count("script") == outline.tags.count("style") == 1
    assert not {"img", "iframe", "object", "embed", "base", "audio", "video"} & set(outline.tags)


def test_the_policy_of_the_page_binds_its_style_and_script() -> None:
    page = render(sample.full())
    digests = [
        b64encode(sha256(found.encode()).digest()).decode()
        for found in re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", page, re.S)
    ]
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy.replace("&#39;", "'") == (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def test_hostile_text_is_inert() -> None:
    page = render(sample.hostile())
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "\x1b" not in page
    assert r"&lt;script&gt;alert(1)&lt;/script&gt;\u202egnp.exe\x1b[31m[red]javascript:alert(1)" in page
    assert "a" * 120 + " … [10,008 characters]" in page
    assert "a" * 121 not in page


def with_text(text: str) -> Audit:
    audit = sample.full()
    seen = sample.observation(
        8, "mood.score", "px.metrics.example", preview=text, because=text, at=(sample.evidence(8, place=text),)
    )
    return replace(audit, observations=(*audit.observations, seen), subject=replace(audit.subject, vendor=text))


PLAIN = Outline(render(with_text("plain"))).tags


@given(st.text(min_size=1, max_size=80))
def test_no_text_changes_the_structure_of_the_page(text: str) -> None:
    assert Outline(render(with_text(text))).tags == PLAIN


def test_ten_thousand_observations_stay_small_and_are_all_counted() -> None:
    scattered_page = render(scattered())
    assert len(scattered_page.encode()) < 5_000_000
    assert "more in audit.json</li>" in scattered_page
    page = render(sample.large())
    assert "more in audit.json</li>" not in page
    assert sum(map(int, re.findall(r"</b>\s*, seen (\d+) times?, masked", page))) >= 10_000


GOLDEN = Path(__file__).parents[1] / "golden"


def scattered() -> Audit:
    """Ten thousand observations, each at places of its own, which fold into nothing."""
    audit = sample.large()
    spread = tuple(
        replace(
            seen,
            at=tuple(
                sample.evidence(3 * number + more, f"body > gzip > json:/{number}/props/{more}/mood")
                for more in range(3)
            ),
        )
        for number, seen in enumerate(audit.observations)
    )
    return replace(audit, observations=spread)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_page_is_as_it_was_read(golden: Callable[[Path, str], None], language: str) -> None:
    """Style and script are left out: a look at the page judges them, and its policy binds them."""
    page = re.sub(r"(<(style|script)>).*?(</\2>)", r"\1\3", render(sample.full(), language), flags=re.DOTALL)
    golden(GOLDEN / f"report.{language}.html", re.sub("'sha256-[^']*'|&#39;sha256-.*?&#39;", "", page))


def test_both_languages_say_the_same_of_everything() -> None:
    english, german = Outline(render(sample.full())), Outline(render(sample.full(), "de"))
    assert english.tags == german.tags
    assert english.ids == german.ids
    assert '<html lang="de">' in render(sample.full(), "de")
    assert "Nicht bestanden 3 offene Befunde ab Schweregrad „hoch“; 2 Dinge konnten nicht" in said(
        render(sample.full(), "de")
    )


def test_a_text_without_german_words_is_marked_as_english() -> None:
    page = render(sample.full(), "de")
    assert """<bdi lang="en">Acme&#39;s documentation names the field.</bdi>""" in page
    assert 'lang="en">' not in render(sample.full()).replace('<html lang="en">', "")


def test_a_card_says_who_what_when_how_sure_and_what_it_does_not_show() -> None:
    text = said(render(sample.full()))
    for sentence in (
        "Acme Metrics, Inc. US Who Another company. What it does Analytics Country US",
        "Was sent How sure In what form Why we say so Journal text ● proven as it is Found by planted.",
        "E-mail address ● proven as its SHA-256 hash Found by planted. Phases: before-consent.",
        "However, the vendor may have a contract that allows this company no use of its own.",
        "What would put it right, and the law in question (4 rules, 2 laws)",
        "The evidence for Acme Metrics, Inc.",
    ):
        assert sentence in text


def test_the_parts_of_a_judged_audit_are_told() -> None:
    text = said(render(sample.full()))
    for sentence in (
        "It is part of Acme Holding.",
        "One identifier at several companies",
        "User id 2: Acme Metrics, Inc.; px.metrics.example",
        "A number was named that no longer answers. Sent to api.meadow.example, 2026-11-20 09:30:00 UTC",
        "Named: an older hotline. After 1.5 s.",
        "The same words also went to: in.acme.example",
        "Acme Metrics, Inc. (in.acme.example) was sent chat.message, with e-mail address.",
        "The vendor does not declare this recipient.",
        "json:/store = true The answer is kept.",
        "Seen in the traffic, and not named: Acme Metrics, Inc. Cloud Co Our servers are run by Cloud Co.",
        "retrieved 2026-11-19",
        "2026-11-20 09:30:00 UTC, before-consent The consent sheet covers the whole screen.",
    ):
        assert sentence in text


def test_what_was_let_through_is_told_with_its_owner_and_end() -> None:
    waiver = WaiverUse(
        id="w1",
        reason="Being removed.",
        owner="privacy@meadow.example",
        expires="2027-01-31",
        state="expired",
        findings=(),
    )
    digest = sample.DIGEST
    gate = Gate(on="2026-11-25", waivers=(waiver,), waivers_sha256=digest, baseline_sha256=digest, known=2)
    text = said(render(replace(sample.full(), gate=gate)))
    assert f"As of 2026-11-25. 1 waiver (SHA-256 {sample.DIGEST}). 2 findings stood in an earlier audit" in text
    assert "w1, privacy@meadow.example, 2027-01-31: has expired, and let nothing through." in text
    assert "1 finding is waived by somebody who answers for it" in text
    assert "Let through" not in said(render(replace(sample.full(), gate=None)))


def test_evidence_has_place_time_digest_and_the_command_that_repeats_it() -> None:
    page = render(sample.full())
    text = said(page)
    assert f"meadow.mitm: SHA-256 {sample.DIGEST}" in text
    assert "Observation o00002; capture meadow.mitm (SHA-256 0123456789ab…). To find it again:" in text
    assert command(sample.full()) in text
    assert again(sample.full(), "o00002") in text
    assert again(sample.full(), "o'; rm x") == (
        command(sample.full()) + """ --format json --out again; grep -A 40 '"id": "o'"'"'; rm x"' again/audit.json"""
    )


def test_studies_stand_beside_with_both_denominators() -> None:
    text = said(render(sample.full()))
    assert "sent data to any third party 33 of 36 apps (91.7 %)the figure was taken from reports" in text


def test_pictures_have_a_text_for_those_who_do_not_see_them_and_a_table() -> None:
    page = render(sample.full())
    drawn = re.findall(r'<svg class="(?:ribbons|timeline)"[^>]*>', page)
    assert len(drawn) == 3
    for picture in drawn:
        (caption,) = re.findall(r'role="img" aria-labelledby="([^"]*)"', picture)
        assert f'<figcaption id="{caption}"' in page
    assert page.count("The same as a table") == 3
    others = [svg for svg in re.findall("<svg[^>]*>", page) if svg not in drawn]
    assert all('aria-hidden="true"' in svg for svg in others)


@pytest.fixture
def shown(chromium: "Browser", tmp_path: Path) -> Iterator["Shown"]:
    view = Shown(chromium, tmp_path / "report.html")
    yield view
    view.close()
    assert view.requests == [view.url]
    assert view.errors == []


class Shown:
    """A report open in a browser; it keeps what was requested and what went wrong."""

    def __init__(self, browser: "Browser", path: Path) -> None:
        self.browser, self.path, self.url = browser, path, path.as_uri()
        self.requests: list[str] = []
        self.errors: list[str] = []

    def open(
        self, audit: Audit, *, width: int = 1280, scripts: bool = True, language: str = "en", dark: bool = False
    ) -> "Page":
        self.path.write_text(render(audit, language), encoding="utf-8")
        self.context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            offline=True,
            color_scheme="dark" if dark else "light",
        )
        page = self.context.new_page()
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text))
        page.on("dialog", lambda dialog: self.errors.append(dialog.message))
        page.goto(self.url)
        return page

    def close(self) -> None:
        self.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("audit", [sample.full(), sample.hostile()], ids=["full", "hostile"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_leaves_the_page_nothing_fails_and_nothing_overflows(shown: Shown, audit: Audit, width: int) -> None:
    page = shown.open(audit, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.browser
def test_without_scripts_everything_is_there_and_no_tool_that_does_nothing(shown: Shown) -> None:
    page = shown.open(sample.full(), scripts=False)
    assert page.locator(".finding").count() == 5
    assert [page.locator(".finding").nth(number).is_visible() for number in range(5)] == [True] * 5
    assert page.locator("form").count() == 3
    assert [form.is_visible() for form in page.locator("form").all()] == [False] * 3
    page.get_by_text("Law in question").first.click()
    assert page.get_by_text("not checked against the primary source").first.is_visible()


@pytest.mark.browser
def test_findings_can_be_searched_and_filtered(shown: Shown) -> None:
    page = shown.open(sample.full())
    page.get_by_label("At least").select_option("high")
    assert page.locator("#findings output").inner_text() == "4 of 5 shown"
    assert not page.get_by_role("heading", name="Low 1 finding").is_visible()
    page.get_by_label("Search findings").fill("ENCRYPTION")
    assert page.locator("#findings output").inner_text() == "1 of 5 shown"
    assert page.locator(".finding:visible h5 a").inner_text() == "px.metrics.example"
    page.get_by_label("Search findings").fill("")
    page.get_by_label("At least").select_option("info")
    assert page.locator(".finding:visible").count() == 5


@pytest.mark.browser
def test_a_link_arrives_at_a_recipient_that_the_search_had_hidden(shown: Shown) -> None:
    page = shown.open(sample.full())
    page.get_by_label("Search companies").fill("nowhere")
    assert page.locator(".company:visible").count() == 0
    page.locator(".finding h5 a", has_text="px.metrics.example").click()
    assert page.locator(".company:visible h3").all_inner_texts() == ["metrics.example"]


@pytest.mark.browser
def test_details_unfold_and_the_table_sorts(shown: Shown) -> None:
    audit = sample.full()
    silent = tuple(sample.recipient(f"{name}.example", exchanges=number) for name, number in (("b", 3), ("a", 20)))
    page = shown.open(replace(audit, recipients=(*audit.recipients, *silent)))
    page.locator("#findings [data-unfold]").click()
    assert page.locator("#findings details:not([open])").count() == 0
    page.get_by_role("button", name="Exchanges").click()
    assert page.locator(".sortable.wide tbody th").all_inner_texts() == ["cdn.example", "b.example", "a.example"]
    page.get_by_role("button", name="Exchanges").click()
    assert page.locator(".sortable.wide tbody th").all_inner_texts() == ["a.example", "b.example", "cdn.example"]


def test_what_the_app_used_on_the_phone_has_a_section_of_its_own() -> None:
    use = AccessCount(
        resource="microphone", app="app.meadow", count=2, first=sample.BEGAN, last=None, capture="report.ndjson"
    )
    text = said(render(replace(sample.full(), accesses=(use,))))
    assert "What the app used on the phone" in text
    assert "microphone, 2 times, by app.meadow: 2026-11-20 09:30:00 UTC to time not recorded (report.ndjson)" in text
    assert "What the app used on the phone" not in said(render(sample.full()))


def test_a_host_of_a_list_says_so() -> None:
    listed = sample.recipient("only.listed.example", exchanges=0, listed=12)
    text = said(render(replace(sample.full(), recipients=(*sample.full().recipients, listed))))
    assert "12 contacts without content" in text


def test_a_list_beside_a_recording_is_told() -> None:
    audit = sample.full()
    seen = Corroboration(recorded=2, listed=3, both=2, missed=(sample.HOSTILE,), at_other_times=(), not_listed=())
    page = render(replace(audit, coverage=replace(audit.coverage, corroboration=seen)))
    assert "A list names 3 hosts that the app contacted; 2 of them were recorded." in said(page)
    assert "<script>alert(1)" not in page
    assert "A list names" not in said(render(audit))


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "dark", "language", "name"),
    [(1280, True, "en", "full"), (390, False, "de", "hostile")],
)
def test_axe_finds_nothing(shown: Shown, width: int, dark: bool, language: str, name: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = shown.open(
        {"full": sample.full, "hostile": sample.hostile}[name](),
        width=width,
        language=language,
        dark=dark,
    )
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []


@pytest.mark.browser
def test_without_scripts_every_fact_can_be_seen(shown: Shown) -> None:
    page = shown.open(sample.full(), scripts=False)
    for part in page.locator("details").all():
        part.locator("summary").first.click()
    texts = page.locator("main h2, main td, main dd, main li > p").all()
    assert len(texts) > 100
    texts = texts[::4]  # each look takes a while
    assert [text.inner_text() for text in texts if not text.is_visible() and text.inner_text().strip()] == []


@pytest.mark.browser
def test_evidence_can_be_searched_and_a_link_unfolds_what_it_leads_to(shown: Shown) -> None:
    page = shown.open(sample.full())
    page.get_by_label("Search the evidence").fill("phq-9")
    assert page.locator("#evidence output").inner_text() == "1 of 7 shown"
    assert page.locator(".entry:visible > p b").all_text_contents() == ["PHQ-9 total"]
    assert page.locator(".proofs:visible").count() == 1
    page.locator(".received a", has_text="Journal text").first.click()
    entry = page.locator(".entry:target")
    assert entry.is_visible() and entry.locator("details").get_attribute("open") is not None


@pytest.mark.browser
def test_the_keyboard_reaches_the_report_and_folds(shown: Shown) -> None:
    page = shown.open(sample.full())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    fold = page.locator("#flow summary")
    fold.focus()
    page.keyboard.press("Enter")
    assert page.locator("#flow table").is_visible()


@pytest.mark.browser
def test_ten_thousand_observations_open_in_under_two_seconds(shown: Shown) -> None:
    audit = scattered()
    shown.open(sample.empty())  # a browser's first page takes as long as the browser does to start
    shown.context.close()
    shown.requests.clear()
    shown.path.write_text(render(audit), encoding="utf-8")
    taken: list[float] = []
    while len(taken) < 3 and min(taken, default=9) >= 2:  # a busy machine may be slow once
        shown.context = shown.browser.new_context(offline=True)
        page = shown.context.new_page()
        begun = time.perf_counter()
        page.goto(shown.url)
        page.locator("#recipients").evaluate("one => one.getBoundingClientRect().height")
        taken.append(time.perf_counter() - begun)
        page.close()
    shown.requests.append(shown.url)
    assert min(taken) < 2


@pytest.mark.browser
def test_on_paper_everything_is_unfolded_and_nothing_is_cut_off(shown: Shown) -> None:
    page = shown.open(sample.full())
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 900})
    assert page.locator("nav").is_hidden()
    assert page.locator(".entry details li").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
