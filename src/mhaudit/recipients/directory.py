"""The operators of hosts: the longest listed name wins, and every answer has a reason.

Evidence of the capture is added to the policies: aliases in DNS (CNAME) and server certificates. A name of the app's
own domain that is an alias of another company's host is attributed to both; a certificate is evidence only.
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

# Roles of companies that carry others' traffic, or the device's own: contacting them doesn't show who reads it.
CARRIERS = frozenset({"cdn", "hosting", "platform", "backend"})
_MOST_LABELS = 127  # of a name (RFC 1035, 2.3.4)
VERIFIED = {
    "vendor": "the vendor's own code or documentation names this host",
    "client-lib": "an open client library names this host",
    "org-db": "public data sets list this host",
    "listed": "a public list names this host",
}
_MOST_NAMES = 3
_MOST_ANSWERS = 20_000
Found = tuple[Service, ServiceHost]


class NetworkEvidence(Struct, frozen=True):
    """The evidence of a capture on a host: its aliases, and the certificate of its server."""

    aliases: tuple[str, ...] = ()
    certificate: Certificate | None = None


class Answer(Struct, frozen=True, kw_only=True):
    """The known owner of a host."""

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
        """Return the ids of the service and its organisation, as an app profile may name them."""
        return frozenset((self.service.id, self.service.organisation)) if self.service else frozenset()

    @property
    def placed(self) -> bool:
        """Return whether the host is of a known service, and not just a rented machine in a data centre."""
        return self.service is not None and self.party != "infrastructure"

    @property
    def named(self) -> bool:
        """Return whether the service may be printed as the operator: a list of hosts doesn't name the operator."""
        return bool(self.service and self.service.organisation)


class Directory:
    """The hosts of all services, and the app's own domains."""

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
        """Add evidence of a capture on a host, for later answers."""
        self.seen[host] = seen
        self.answers.pop(host, None)

    def forget(self) -> None:
        """Drop the evidence of captures, before another audit."""
        for host in self.seen:
            self.answers.pop(host, None)
        self.seen.clear()

    def answer(self, host: str) -> Answer:
        """Return the operator of `host` (lower case, without port)."""
        known = self.answers.get(host)
        return self.answers.keep(host, self._answer(host)) if known is None else known

    def rank(self, host: str) -> tuple[bool, str]:
        """Return whether a host is unknown, and the domain whose hosts all have the same answer.

        The domain is one of the app's own, one named in a policy, or the registrable one.
        """
        host = host.removeprefix("*.")
        if own := self._own(host):
            return False, own
        found = None if is_address(host) else self._find(host)
        return found is None, found[1].host if found else registrable_domain(host)

    def roles_of_use(self, host: str, path: str) -> tuple[str, ...]:
        """Return the roles of one request to a service with several purposes; () if it has only one."""
        service = self.answer(host).service
        if service is None or not service.uses:
            return ()
        for use in service.uses:
            if (not use.hosts or any(below(host, known) for known in use.hosts)) and _compiled(use.path).search(path):
                return use.roles
        return service.roles

    def name(self, organisation: str) -> str:
        """Return the name of an organisation by its id; the id itself if it has no file."""
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
        """Return the answer for an alias of a known service's host."""
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
        """Return the answer for a host in no policy; a certificate may suggest a name, and is not proof."""
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
        """Return the app's own domain of a host, or ""."""
        return next((domain for domain in (self.app.first_party if self.app else ()) if below(host, domain)), "")

    def _behind(self, aliases: Iterable[str]) -> tuple[str, Found] | None:
        """Return the first alias that is a known service's host, with the service, without the app's own aliases."""
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
    """Yield the contents of a certificate beside the name itself: its organisation, or its domains."""
    certificate = seen.certificate
    if certificate is None or not (certificate.organisation or certificate.names):
        return
    domains = list(dict.fromkeys(registrable_domain(name) for name in certificate.names))
    says = certificate.organisation or ", ".join(domains[:_MOST_NAMES])
    yield HostEvidence(what="certificate", says=says, source="the capture")


@cache
def _compiled(path: str) -> re.Pattern[str]:
    return re.compile(path)
