"""The sentences that both letters share: what a finding says with its evidence, what was examined, and the limits."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from mhaudit.model.audit import Audit, Finding, Kind, Observation, Sighting
from mhaudit.report.html import headline
from mhaudit.report.html.companies import Group, grouped, kinds
from mhaudit.report.html.company_cards import however
from mhaudit.report.html.not_found import blindness
from mhaudit.report.letters.letter import Letter, Line, Piece, Section, blank, known, line, resting_on, text
from mhaudit.report.text import sentences, terms, words
from mhaudit.report.text.escape import visible
from mhaudit.report.text.language import current, message, say, say_many
from mhaudit.report.text.language import marked as _

_MOST_PLACES = 3
_LONGEST_TITLE = 200  # characters: Word takes 255
VERSION = _("version of the app")


class Told(Struct, frozen=True):
    """The audit with what is looked up in it."""

    audit: Audit
    groups: Mapping[str, Group]
    kinds: dict[str, Kind]
    observations: Mapping[str, Observation]
    findings: tuple[Finding, ...]

    def fact(self, finding: Finding) -> Line:
        """What one finding says, where that was seen, and its id."""
        seen = [self.observations[wanted] for wanted in finding.observations if wanted in self.observations]
        group = self.groups.get(finding.recipient)
        pieces: list[Piece | str] = []
        if group:
            said = headline.sentence(self.audit, finding, seen, group, self.kinds)
            title = message(finding.title)
            pieces.append(said if said.startswith(title) else f"{title}. {said}")
            if not group.known:
                pieces += [" ", say("Who answers there:"), " ", blank(_("who runs this host")), "."]
        else:
            pieces.append(f"{message(finding.title)}.")
        return line(*pieces, *self._evidence(seen), " ", resting_on(finding.id))

    def _evidence(self, seen: Sequence[Observation]) -> Iterator[Piece | str]:
        places = [at for one in seen for at in one.at[:1]][:_MOST_PLACES]
        if places:
            yield " " + say("Seen in {places}.", places="; ".join(dict.fromkeys(map(_place, places))))
        if any(at.at is None for at in places):
            yield from (" ", blank(_("when this was recorded")))

    def doubt(self, finding: Finding) -> Line:
        """What is not shown about the recipient of a finding."""
        group = self.groups.get(finding.recipient)
        return line(however(group), " ", resting_on(finding.id)) if group else ()


def tell(audit: Audit) -> Told:
    """The audit made ready to be told: its open findings, worst first."""
    by_host = {host.host: group for group in grouped(audit) for host in group.hosts}
    seen = {one.id: one for one in audit.observations}
    return Told(audit, by_host, kinds(audit), seen, headline.open_findings(audit))


def _place(at: Sighting) -> str:
    return say("{capture}, exchange {number}, {time}, at {place}", capture=at.capture, number=str(at.exchange),
               time=words.when(at.at), place=at.place)  # fmt: skip


def letter(audit: Audit, title: str, head: Sequence[Line], sections: Sequence[Section | None]) -> Letter:
    """The letter, without the sections that there is nothing for."""
    warning = message(terms.UNREDACTED) if audit.unredacted else ""
    told = tuple(section for section in sections if section)
    title = visible(title, _LONGEST_TITLE)
    return Letter(title=title, language=current(), head=tuple(head), sections=told, warning=warning)


def app_name(audit: Audit) -> Piece:
    """The app by its name."""
    return known(audit.subject.name or audit.subject.id, _("name of the app"))


def examined(audit: Audit) -> Section:
    """What was recorded: app, version, device, times, and the digests that anybody can check."""
    subject = audit.subject
    about = line(
        say("App:"), " ", app_name(audit), "; ", say("version:"), " ", known(subject.version, VERSION), "; ",
        say("platform:"), " ", known(_platform(subject.platform), _("platform")), "; ", say("device and system:"), " ",
        known(subject.device, _("device and version of its system")), "; ", say("region:"), " ",
        blank(_("region in which the app was used")), "; ", say("phases of the recording:"), " ",
        known(", ".join(dict.fromkeys(phase.id for phase in audit.phases)), _("what was agreed to, and when")), ".",
    )  # fmt: skip
    captures = tuple(
        line(
            say("Recording {capture}, from {first} to {last}, {number} exchanges.", capture=one.name,
                first=words.when(one.first), last=words.when(one.last), number=one.exchanges),
            " ", resting_on(f"SHA-256 {one.sha256}"),
        )
        for one in audit.generated_from.captures
    )  # fmt: skip
    made = audit.generated_from
    tool = say("Made by mhaudit {version} with policies {digest}. The same recording, policies, persona and app "
               "profile give the same findings.", version=audit.tool.version,
               digest=made.policies.digest[:16])  # fmt: skip
    paragraphs = (about, line(tool), line(_persona(audit)))
    return Section(title=say("What was examined"), paragraphs=paragraphs, items=(*captures, *_notice(audit)))


def _platform(code: str) -> str:
    return message(terms.PLATFORMS.get(code, code))


def _notice(audit: Audit) -> Iterator[Line]:
    if notice := audit.notice:
        said = say("Privacy notice {name}, retrieved on", name=notice.name)
        yield line(said, " ", known(notice.retrieved, _("day")), ". ", resting_on(f"SHA-256 {notice.sha256}"))


def _persona(audit: Audit) -> str:
    persona = audit.generated_from.persona
    if not persona:
        return say("No details of a made-up person were typed in, so nothing below is proven by one.")
    planted = say_many("{number} value", "{number} values", persona.values)
    return say(
        "A made-up person with {values} was played. What is said below without “likely”, “possibly” or “by the "
        "SDK’s own definition” matched one of them.",
        values=planted,
    )


def limits(told: Told) -> Section:
    """What this does not show, each gap by name."""
    audit = told.audit
    blind = [
        line(f"{words.gap_title(one.code)}{_at(one.hosts)}: {words.gap(one.code)}")
        for one in blindness(audit.coverage.gaps)
    ]
    doubts = dict.fromkeys(doubt for finding in told.findings if (doubt := told.doubt(finding)))
    by_text: dict[str, list[str]] = {}
    for doubt in doubts:
        by_text.setdefault(doubt[0].text, []).append(doubt[-1].text.strip("[]"))
    limiting = [line(said, " ", resting_on(*ids)) for said, ids in by_text.items()]
    general = line(
        f"{sentences.readable(sentences.sent_bytes(audit.coverage))} "
        f"{message(terms.UNSEEABLE)} {message(terms.ABSENCE)} "
        + say("Whether a law was broken is for a court or an authority to say.")
    )
    return Section(title=say("What this does not show"), paragraphs=(general,), items=(*limiting, *blind))


def _at(hosts: Sequence[str]) -> str:
    return say(" at {hosts}", hosts=words.listed(words.few(hosts, 5))) if hosts else ""


def named(said: str) -> Line:
    """A line of text alone."""
    return line(text(said))
