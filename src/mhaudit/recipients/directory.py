"""Who answers on a host: the longest listed name wins, and every answer says why.

What a capture itself says comes beside the policies: names that a name stands for in DNS (CNAME) and the certificate of
the server. A name of the app's own that another company answers is told as both; a certificate is only evidence.
"""

import re
from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from mhaudit.model.audit import HostEvidence, Party
from mhaudit.model.capture import Certificate
from mhaudit.model.knowledge import Organisation, Policies, Service, ServiceHost
from mhaudit.model.memory import Memory
from mhaudit.model.reasons import Reason, because
from mhaudit.model.subject import AppProfile
from mhaudit.recipients.domains import below, claimed_region, is_address, registrable_domain

# Roles that carry other companies' traffic, or the device's own: being seen there says nothing of who reads it.
CARRIERS = frozenset({"cdn", "hosting", "platform", "backend"})
_MOST_LABELS = 127  # of a name (RFC 1035, 2.3.4)
VERIFIED = {
    "vendor": "the vendor's own code names this host",
    "client-lib": "an open client library names this host",
    "org-db": "public data sets list this host",
    "listed": "a public list names this host",
}
_MOST_NAMES = 3
_MOST_ANSWERS = 20_000
Found = tuple[Service, ServiceHost]


class NetworkEvidence(Struct, frozen=True):
    """What a capture says of a host: names that it stands for, and the certificate of its server."""

    aliases: tuple[str, ...] = ()
    certificate: Certificate | None = None


class Answer(Struct, frozen=True, kw_only=True):
    """Who a host belongs to, as far as is known."""

    host: str
    domain: str
    service: Service | None = None
    organisation: Organisation | None = None
    party: Party
    declared: bool = False
    reason: Reason
    evidence: tuple[HostEvidence, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the service and its organisation, as an app profile may name them."""
        return frozenset((self.service.id, self.service.organisation)) if self.service else frozenset()

    @property
    def placed(self) -> bool:
        """Whether a service is known to answer there, and not just somebody's own machine in a data centre."""
        return self.service is not None and self.party != "infrastructure"

    @property
    def named(self) -> bool:
        """Whether the service may be printed as the one that answers: a list of hosts says nothing of that."""
        return bool(self.service and self.service.organisation)


class Directory:
    """Hosts of all services, and the domains that the app calls its own."""

    def __init__(self, policies: Policies, app: AppProfile | None) -> None:
        self.policies = policies
        self.app = app
        self.exact: dict[str, Found] = {}
        self.suffix: dict[str, Found] = {}
        for service in policies.services.values():
            for entry in service.hosts:
                (self.exact if entry.match == "exact" else self.suffix)[entry.host] = (service, entry)
        self.declared = frozenset(entry.organisation for entry in app.declared) if app else frozenset()
        self.seen: dict[str, NetworkEvidence] = {}
        self.answers: Memory[str, Answer] = Memory(_MOST_ANSWERS)

    def learn(self, host: str, seen: NetworkEvidence) -> None:
        """Take in what a capture says of a host; answers from then on know it."""
        self.seen[host] = seen
        self.answers.pop(host, None)

    def forget(self) -> None:
        """Drop what captures said, before another audit."""
        for host in self.seen:
            self.answers.pop(host, None)
        self.seen.clear()

    def answer(self, host: str) -> Answer:
        """Return who answers on `host` (lower case, without port)."""
        known = self.answers.get(host)
        return self.answers.keep(host, self._answer(host)) if known is None else known

    def rank(self, host: str) -> tuple[bool, str]:
        """Return whether nothing is known of a host, and the domain whose hosts all have the same answer.

        That is one of the app's own, one that a policy names, or the registrable one.
        """
        host = host.removeprefix("*.")
        if own := self._own(host):
            return False, own
        found = None if is_address(host) else self._find(host)
        return found is None, found[1].host if found else registrable_domain(host)

    def roles_of_use(self, host: str, path: str) -> tuple[str, ...]:
        """Return the roles of one request, where the service does several things on its hosts; () where it does one."""
        service = self.answer(host).service
        if service is None or not service.uses:
            return ()
        for use in service.uses:
            if (not use.hosts or any(below(host, known) for known in use.hosts)) and _compiled(use.path).search(path):
                return use.roles
        return service.roles

    def name(self, organisation: str) -> str:
        """Return the name of an organisation by its id; a parent that has no file of its own is named as it stands."""
        known = self.policies.organisations.get(organisation)
        return known.name if known else organisation

    def _answer(self, host: str) -> Answer:
        domain, seen = registrable_domain(host), self.seen.get(host, NetworkEvidence())
        own, alias = self._own(host), self._behind(seen.aliases)
        if own and alias is None:
            why = because("own-domain", domain=own)
            return Answer(host=host, domain=domain, party="first", reason=why, evidence=tuple(_of_certificate(seen)))
        found = None if is_address(host) or own else self._find(host)
        if found is None and alias:
            return self._aliased(host, domain, own, alias, seen)
        if found is None:
            return self._unknown(host, domain, seen)
        return self._known(host, domain, found, seen)

    def _aliased(self, host: str, domain: str, own: str, alias: tuple[str, Found], seen: NetworkEvidence) -> Answer:
        """Return the answer for a name that stands for a host of a known service."""
        target, found = alias
        known = self._known(host, domain, found, seen)
        code = "own-domain-cname" if own else "cname"
        why = because(code, domain=own or domain, alias=target, first=known.reason)
        found_by = HostEvidence(what="cname", says=target, source="the capture")
        return Answer(
            host=host,
            domain=domain,
            service=known.service,
            organisation=known.organisation,
            party="first" if own and known.party == "infrastructure" else known.party,
            declared=known.declared,
            reason=why,
            evidence=(found_by, *known.evidence),
        )

    def _unknown(self, host: str, domain: str, seen: NetworkEvidence) -> Answer:
        """Return the answer for a host that no policy names; a certificate may name somebody, and proves nothing."""
        party: Party = "third" if self.app else "unknown"
        why = because("no-policy-outside" if self.app else "no-policy")
        evidence = tuple(_of_certificate(seen))
        if evidence:
            why = because("several", all=(why, because("certificate-names", text=evidence[0].says)))
        return Answer(host=host, domain=domain, party=party, reason=why, evidence=evidence)

    def _known(self, host: str, domain: str, found: Found, seen: NetworkEvidence) -> Answer:
        service, entry = found
        listed = not service.organisation
        carrier = service.shared or CARRIERS.issuperset(service.roles)
        if listed:
            why = because("on-list", host=entry.host, list=service.name)
        else:
            code = "host-of-gated" if entry.consent_gated else "host-of"
            verified = VERIFIED.get(entry.verified, entry.verified)
            why = because(code, host=entry.host, service=service.name, why=verified)
        source = f"{service.layer}, checked on {service.checked_on}" if service.checked_on else service.layer
        if region := claimed_region(host):
            why = because("several", all=(why, because("claims-region", region=region)))
        policy = HostEvidence(what="list" if listed else "policy", says=service.name, source=source)
        return Answer(
            host=host,
            domain=domain,
            service=service,
            organisation=self.policies.organisations.get(service.organisation),
            party="infrastructure" if carrier else "third",
            declared=bool({service.id, service.organisation} & self.declared),
            reason=why,
            evidence=(policy, *_of_certificate(seen)),
        )

    def _own(self, host: str) -> str:
        """Return the app's own domain that a host is under, or ""."""
        return next((domain for domain in (self.app.first_party if self.app else ()) if below(host, domain)), "")

    def _behind(self, aliases: Iterable[str]) -> tuple[str, Found] | None:
        """Return the first alias that a service answers, with it: none where the alias is the app's own too."""
        for alias in aliases:
            found = None if self._own(alias) else self._find(alias)
            if found:
                return alias, found
        return None

    def _find(self, host: str) -> Found | None:
        if found := self.exact.get(host):
            return found
        labels = host.rsplit(".", _MOST_LABELS)
        for start in range(len(labels) - 1):
            if found := self.suffix.get(".".join(labels[start:])):
                return found
        return None


def _of_certificate(seen: NetworkEvidence) -> Iterable[HostEvidence]:
    """Yield what a certificate says beside the name itself: its organisation, and other domains that it is for."""
    certificate = seen.certificate
    if certificate is None or not (certificate.organisation or certificate.names):
        return
    domains = list(dict.fromkeys(registrable_domain(name) for name in certificate.names))
    says = certificate.organisation or ", ".join(domains[:_MOST_NAMES])
    yield HostEvidence(what="certificate", says=says, source="the capture")


@cache
def _compiled(path: str) -> re.Pattern[str]:
    return re.compile(path)
