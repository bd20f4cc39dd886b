"""Who answers on a host: the longest listed name wins, and every answer says why."""

from typing import NamedTuple

from mhaudit.model.audit import Party
from mhaudit.model.knowledge import Organisation, Policies, Service, ServiceHost
from mhaudit.model.reasons import Reason, because
from mhaudit.model.subject import AppProfile
from mhaudit.recipients.domains import below, is_address, registrable_domain

# Roles that carry other companies' traffic: being seen there says nothing of who reads it.
_CARRIERS = frozenset({"cdn", "hosting", "platform", "backend"})
_MOST_LABELS = 127  # of a name (RFC 1035, 2.3.4)
VERIFIED = {
    "vendor": "the vendor's own code names this host",
    "client-lib": "an open client library names this host",
    "org-db": "public data sets list this host",
    "listed": "a public list names this host",
}


class Answer(NamedTuple):
    """Who a host belongs to, as far as is known."""

    host: str
    domain: str
    service: Service | None
    organisation: Organisation | None
    party: Party
    declared: bool
    reason: Reason

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the service and its organisation, as an app profile may name them."""
        return frozenset((self.service.id, self.service.organisation)) if self.service else frozenset()

    @property
    def placed(self) -> bool:
        """Whether a service is known to answer there, and not just somebody's own machine in a data centre."""
        return self.service is not None and self.party != "infrastructure"


class Directory:
    """Hosts of all services, and the domains that the app calls its own."""

    def __init__(self, policies: Policies, app: AppProfile | None) -> None:
        self.policies = policies
        self.app = app
        self.exact: dict[str, tuple[Service, ServiceHost]] = {}
        self.suffix: dict[str, tuple[Service, ServiceHost]] = {}
        for service in policies.services.values():
            for entry in service.hosts:
                (self.exact if entry.match == "exact" else self.suffix)[entry.host] = (service, entry)
        self.declared = frozenset(entry.organisation for entry in app.declared) if app else frozenset()
        self.answers: dict[str, Answer] = {}

    def answer(self, host: str) -> Answer:
        """Who answers on `host` (lower case, without port)."""
        if host not in self.answers:
            self.answers[host] = self._answer(host)
        return self.answers[host]

    def name(self, organisation: str) -> str:
        """The name of an organisation by its id; a parent that has no file of its own is named as it stands."""
        known = self.policies.organisations.get(organisation)
        return known.name if known else organisation

    def _answer(self, host: str) -> Answer:
        domain = registrable_domain(host)
        if own := self._own(host):
            why = because("own-domain", domain=own)
            return Answer(host, domain, None, None, "first", False, why)
        found = None if is_address(host) else self._find(host)
        if found is None:
            party: Party = "third" if self.app else "unknown"
            why = because("no-policy-outside" if self.app else "no-policy")
            return Answer(host, domain, None, None, party, False, why)
        service, entry = found
        carrier = service.shared or _CARRIERS.issuperset(service.roles)
        why = because(
            "host-of-gated" if entry.consent_gated else "host-of",
            host=entry.host,
            service=service.name,
            why=VERIFIED.get(entry.verified, entry.verified),
        )
        return Answer(
            host,
            domain,
            service,
            self.policies.organisations.get(service.organisation),
            "infrastructure" if carrier else "third",
            bool({service.id, service.organisation} & self.declared),
            why,
        )

    def _own(self, host: str) -> str:
        """The app's own domain that a host is under, or ""."""
        return next((domain for domain in (self.app.first_party if self.app else ()) if below(host, domain)), "")

    def _find(self, host: str) -> tuple[Service, ServiceHost] | None:
        if found := self.exact.get(host):
            return found
        labels = host.rsplit(".", _MOST_LABELS)
        for start in range(len(labels) - 1):
            if found := self.suffix.get(".".join(labels[start:])):
                return found
        return None
