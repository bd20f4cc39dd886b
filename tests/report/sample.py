"""Audits to render: a small one that has everything, an empty one, a hostile one and a large one."""

from typing import Any

from msgspec.structs import replace

from mhaudit.derive.facts import facts, with_findings
from mhaudit.model.audit import (
    CERTAINTY,
    AccessCount,
    AppFacts,
    Audit,
    Bridge,
    ByteAccount,
    CaptureFacts,
    Citation,
    ClaimResult,
    Companion,
    Control,
    Coverage,
    CrisisReply,
    Detector,
    Finding,
    Flag,
    GapCount,
    GeneratedFrom,
    Kind,
    LayerFacts,
    Linkage,
    Named,
    Note,
    Notice,
    Observation,
    PersonaFacts,
    Phase,
    PolicyFacts,
    Recipient,
    Sighting,
    Subject,
    Tool,
    Verdict,
    Waiver,
)
from mhaudit.model.knowledge import Harm
from mhaudit.model.reasons import because

HARM = Harm(
    id="sample",
    title="Sample",
    kinds={"free_text": 70, "chat.message": 70, "questionnaire": 80, "mood": 60, "identity": 35, "identifier": 20},
    other_kinds=5,
    roles={"analytics": 70},
    other_roles=50,
    parties={"first": 10, "infrastructure": 20, "third": 100, "unknown": 60},
    not_linked=70,
    certainties={"proven": 100, "declared": 95, "likely": 80, "possible": 25},
)
DIGEST = "0123456789abcdef" * 4
BEGAN = "2026-11-20T09:30:00Z"
HOSTILE = "<script>alert(1)</script>\u202egnp.exe\x1b[31m[red]javascript:alert(1)"
LONG_HOST = "a" * 10_000 + ".example"
OCTETS: dict[str, Any] = {"detail": "octet-stream", "reason": because("noted", text="octet-stream")}
KINDS = (
    Kind(id="identity.email", label="E-mail address", why="It names the person.", special=False),
    Kind(id="identifier.user", label="User id", why="It links visits.", special=False),
    Kind(id="mood.score", label="Mood score", why="It says how somebody feels.", special=True),
    Kind(id="free_text.journal", label="Journal text", why="Nobody else was to read it.", special=True),
    Kind(id="questionnaire.total", label="PHQ-9 total", why="It is a clinical measure.", special=True),
)
ACME = {"organisation": "Acme Metrics, Inc.", "service": "Acme", "country": "US", "roles": ("analytics",)}


def with_facts(audit: Audit) -> Audit:
    """The audit with the facts that its observations make."""
    found = facts(audit.observations, audit.recipients, audit.linkage, HARM)
    named, judged = with_findings(found, audit.findings)
    return replace(audit, facts=named, findings=judged)


def stated(text: str) -> dict[str, Any]:
    """A sentence, and the reason that it is made from."""
    return {"because": text, "reason": because("written", text=text)}


def detailed(text: str) -> dict[str, Any]:
    """The same for a gap."""
    return {"detail": text, "reason": because("noted", text=text)}


def sent(read: int, opaque: int, unread: int) -> tuple[ByteAccount, ...]:
    """The bytes that went to one host."""
    return (
        ByteAccount(
            direction="sent",
            host="in.acme.example",
            declared=read + opaque + unread,
            captured=read + opaque,
            decoded=read,
            searched=read,
            opaque=opaque,
            unread=unread,
        ),
    )


def recipient(host: str, **changes: Any) -> Recipient:
    """A host of another company, unless changed."""
    fields: dict[str, Any] = {
        "host": host,
        "domain": ".".join(host.split(".")[-2:]),
        "service": None,
        "organisation": None,
        "parent": None,
        "country": None,
        "roles": (),
        "party": "third",
        "declared": False,
        **stated("No service is known for this host."),
        "exchanges": 2,
        "bytes_sent": 1500,
        "first_seen": BEGAN,
        "phases": (),
        "ips": (),
    }
    return Recipient(**{**fields, **changes})


def observation(number: int, category: str, host: str, detector: Detector = "planted", **changes: Any) -> Observation:
    """A fact that was sent in the body of exchange `number`, unless changed."""
    fields: dict[str, Any] = {
        "id": f"o{number:05}",
        "category": category,
        "detector": detector,
        "certainty": CERTAINTY[detector],
        "direction": "sent",
        "recipient": host,
        "party": "third",
        "phase": None,
        "scheme": "https",
        "form": "plain",
        "preview": "in***le",
        **stated(f"Found by {detector}."),
        "count": 1,
        "at": (evidence(number),),
    }
    return Observation(**{**fields, **changes})


def evidence(number: int, place: str = "body > json:/user/value") -> Sighting:
    return Sighting(
        capture="meadow.mitm", exchange=number, at=f"2026-11-20T09:{number % 60:02}:05Z", part="body", place=place
    )


def finding(number: int, host: str, **changes: Any) -> Finding:
    """A critical finding about the mood score, unless changed."""
    fields: dict[str, Any] = {
        "id": f"f{number:015x}",
        "rule": "HLT-001",
        "severity": "critical",
        "title": "Mood data was sent to a third party",
        "because": "How somebody feels is data on health.",
        "recipient": host,
        "organisation": None,
        "categories": ("mood.score",),
        "phases": (),
        "count": 1,
        "observations": (),
        "regulations": (
            Citation(id="EU-9", title="GDPR", citation="Art. 9", jurisdiction="EU", confidence="verified"),
            Citation(id="XX-1", title="Other Act", citation="s. 1", jurisdiction="XX", confidence="from-memory"),
        ),
        "remedy": "Keep the mood score on the device.",
        "status": "open",
        "waiver": None,
    }
    return Finding(**{**fields, **changes})


def empty() -> Audit:
    """An audit of an app without a profile, in which nothing was found."""
    return Audit(
        schema="mhaudit/audit/2",
        tool=Tool(name="mhaudit", version="0.1.0"),
        generated_from=GeneratedFrom(
            captures=(),
            policies=PolicyFacts(digest=DIGEST, pack="auditor", layers=()),
            persona=None,
            app=None,
        ),
        subject=Subject(id="", name="", vendor="", platform="", first_party=()),
        phases=(),
        recipients=(),
        observations=(),
        findings=(),
        linkage=(),
        claims=(),
        kinds=(),
        coverage=Coverage(exchanges=0, bytes=(), gaps=()),
        control=Control(values=9, hits=0),
        verdict=Verdict(outcome="pass", fail_on="high", worst=None, by_severity=counts()),
    )


def counts(**found: int) -> dict[str, int]:
    return {"info": 0, "low": 0, "medium": 0, "high": 0, "critical": 0, **found}


def full() -> Audit:
    """An audit in which every list holds something."""
    return with_facts(
        replace(
            empty(),
            generated_from=_made(),
            subject=Subject(
                id="app.meadow", name="Meadow", vendor="Meadow Health", platform="web", first_party=("meadow.example",)
            ),
            phases=(Phase(id="before-consent", from_=BEGAN, to=None),),
            recipients=_recipients(),
            observations=_observations(),
            findings=_findings(),
            linkage=(
                Linkage(
                    organisation="Acme Metrics, Inc.",
                    identifiers=("identity.email",),
                    categories=("mood.score",),
                    exchanges=("meadow.mitm#1",),
                    parent="Acme Holding",
                    scope="session",
                    observations=("o00001", "o00002"),
                    **stated("They were joined by one identifier."),
                ),
            ),
            bridges=(_bridge(),),
            notice=_notice(),
            crisis=(_reply(),),
            companions=(_companion(),),
            notes=(Note(at=BEGAN, text="The consent sheet covers the whole screen.", phase="before-consent"),),
            claims=(
                ClaimResult(
                    id="private",
                    says="Your journal stays with us.",
                    verdict="contradicted",
                    because="journal text was sent to a host of Acme Metrics, Inc.: matched our entry for journal text",
                    reason=because(
                        "sent-to-company",
                        kind="free_text.journal",
                        company="Acme Metrics, Inc.",
                        first=because("planted", kind="free_text.journal"),
                    ),
                    observations=("o00003",),
                ),
                ClaimResult(
                    id="no-ads",
                    says="No ads.",
                    verdict="not-tested",
                    **stated("No rule fits."),
                    observations=(),
                    kind="notice",
                    source="notice.html",
                ),
            ),
            kinds=KINDS,
            coverage=Coverage(
                exchanges=40,
                bytes=sent(read=900, opaque=90, unread=10),
                gaps=(
                    GapCount(
                        code="body-opaque",
                        host="px.metrics.example",
                        count=2,
                        blocking=False,
                        **OCTETS,
                    ),
                    GapCount(code="tls-refused", host="pinned.example", count=1, blocking=True, detail=""),
                ),
            ),
            verdict=Verdict(
                outcome="fail", fail_on="high", worst="critical", by_severity=counts(critical=2, high=1, low=1)
            ),
        )
    )


def _bridge() -> Bridge:
    return Bridge(
        category="identifier.user",
        organisations=("Acme Metrics, Inc.", "px.metrics.example"),
        recipients=("in.acme.example", "px.metrics.example"),
        phases=("before-consent",),
        exchanges=("meadow.mitm#2", "meadow.mitm#4"),
        **stated("The same user id was sent to both."),
    )


def _notice() -> Notice:
    return Notice(
        name="notice.html",
        sha256=DIGEST,
        retrieved="2026-11-19",
        organisations=(Named(organisation="Cloud Co", sentence="Our servers are run by Cloud Co."),),
        unnamed=("Acme Metrics, Inc.",),
    )


def _reply() -> CrisisReply:
    return CrisisReply(
        recipient="api.meadow.example",
        exchange="meadow.mitm#9",
        at=BEGAN,
        phase=None,
        country="US",
        reply="retired-resource",
        resources=("an older hotline",),
        seconds=1.5,
        told=("in.acme.example",),
        **stated("The reply names a number that is retired."),
        observations=("o00006",),
    )


def _companion() -> Companion:
    return Companion(
        organisation="Acme Metrics, Inc.",
        recipient="in.acme.example",
        declared=False,
        identifiers=("identity.email",),
        categories=("chat.message",),
        flags=(Flag(name="json:/store", set_to="true", means="The answer is kept.", source="https://acme.example"),),
        observations=("o00003",),
    )


def _made() -> GeneratedFrom:
    return GeneratedFrom(
        captures=(
            CaptureFacts(
                name="meadow.mitm", sha256=DIGEST, bytes=5000, format="mitm", exchanges=40, first=BEGAN, last=BEGAN
            ),
        ),
        policies=PolicyFacts(
            digest=DIGEST, pack="auditor", layers=(LayerFacts(name="mhaudit", files=3, digest=DIGEST),)
        ),
        persona=PersonaFacts(
            id="ines", values=4, categories=("free_text.journal", "identity.email", "medication.name", "mood.score")
        ),
        app=AppFacts(id="app.meadow", sha256=DIGEST),
    )


def _recipients() -> tuple[Recipient, ...]:
    return (
        recipient("api.meadow.example", party="first", **stated("The app profile names meadow.example.")),
        recipient("cdn.example", party="infrastructure", organisation="Cloud Co", roles=("cdn",)),
        recipient("in.acme.example", **ACME),
        recipient("px.acme.example", **ACME),
        recipient("px.metrics.example"),
    )


def _observations() -> tuple[Observation, ...]:
    return (
        observation(1, "mood.score", "in.acme.example", "sdk", **stated("Acme's documentation names the field.")),
        observation(2, "identity.email", "in.acme.example", form="sha256", phase="before-consent"),
        observation(3, "free_text.journal", "px.acme.example"),
        observation(4, "identifier.user", "px.metrics.example", "field", scheme="http"),
        observation(5, "questionnaire.total", "px.metrics.example", "shape"),
        observation(6, "free_text.journal", "api.meadow.example", party="first"),
        observation(7, "free_text.journal", "in.acme.example", direction="received"),
    )


def _findings() -> tuple[Finding, ...]:
    acme = "Acme Metrics, Inc."
    return (
        finding(1, "in.acme.example", organisation=acme, observations=("o00001",), phases=("before-consent",)),
        finding(
            2,
            "px.acme.example",
            rule="HLT-005",
            title="Journal text was sent to a third party",
            organisation=acme,
            categories=("free_text.journal",),
            observations=("o00003",),
        ),
        finding(
            3,
            "px.metrics.example",
            rule="SEC-001",
            severity="high",
            title="Data was sent without encryption",
            categories=("identifier.user",),
            observations=("o00004",),
        ),
        finding(
            4,
            "in.acme.example",
            rule="TRK-001",
            severity="low",
            title="A tracker was contacted",
            organisation=acme,
            categories=(),
        ),
        finding(
            5,
            "in.acme.example",
            rule="IDN-002",
            severity="high",
            title="A hashed e-mail address was sent to a third party",
            organisation=acme,
            categories=("identity.email",),
            observations=("o00002",),
            status="waived",
            waiver=Waiver(reason="Being removed.", owner="privacy@meadow.example", expires="2027-01-31"),
        ),
    )


def hostile() -> Audit:
    """The full audit with text that traffic could bring, in every field that traffic reaches."""
    audit = full()
    bad = recipient(
        LONG_HOST,
        domain=HOSTILE,
        organisation=HOSTILE,
        **stated(HOSTILE),
        service=HOSTILE,
        roles=(HOSTILE,),
        ips=(HOSTILE,),
    )
    seen = observation(
        8,
        "mood.score",
        LONG_HOST,
        preview=HOSTILE,
        **stated(HOSTILE),
        phase=HOSTILE,
        form=HOSTILE,
        at=(replace(evidence(8, place=HOSTILE), capture=HOSTILE),),
    )
    return with_facts(
        replace(
            audit,
            accesses=(AccessCount(resource=HOSTILE, app=HOSTILE, count=1, first=None, last=None, capture=HOSTILE),),
            subject=replace(audit.subject, name=HOSTILE, vendor=HOSTILE),
            recipients=(*audit.recipients, bad),
            observations=(*audit.observations, seen),
            findings=(
                finding(
                    9,
                    LONG_HOST,
                    organisation=HOSTILE,
                    title=HOSTILE,
                    observations=(seen.id,),
                    categories=("mood.score",),
                ),
            ),
            claims=(ClaimResult(id="x", says=HOSTILE, verdict="consistent", **stated(HOSTILE), observations=()),),
            coverage=replace(
                audit.coverage,
                gaps=(GapCount(code=HOSTILE, host=HOSTILE, count=1, blocking=True, **detailed(HOSTILE)),),
            ),
        )
    )


def large(observations: int = 10_000) -> Audit:
    """The full audit with many observations, spread over fifty hosts and a few hundred places."""
    hosts = [f"h{number}.vendor{number % 20}.example" for number in range(50)]
    categories = [kind.id for kind in KINDS]
    return with_facts(
        replace(
            full(),
            recipients=tuple(recipient(host, organisation=f"Vendor {host.split('.')[1][6:]}") for host in hosts),
            observations=tuple(
                observation(
                    number,
                    categories[number % 5],
                    hosts[number % 50],
                    at=tuple(evidence(number + more, f"body > json:/{number % 700}/props/{more}") for more in range(3)),
                )
                for number in range(1, observations + 1)
            ),
            findings=tuple(
                finding(number, host, observations=(f"o{number:05}",)) for number, host in enumerate(hosts, 1)
            ),
            linkage=(),
            claims=(),
        )
    )
