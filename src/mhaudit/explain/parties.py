"""Pages about services, organisations and SDKs."""

from collections.abc import Iterator

from mhaudit.explain.catalogue import Catalogue, Data
from mhaudit.explain.page import Line, Section, example_lines, sections, sources
from mhaudit.model.knowledge import Service

_VERIFIED = {
    "vendor": "in the vendor's own code",
    "client-lib": "in an open client library",
    "org-db": "in public data sets",
    "listed": "in a public list only",
}


def service(data: Data, known: Catalogue) -> tuple[Section, ...]:
    """Return the sections of a service."""
    return sections(
        what=_what(data),
        organisation=_company(data["organisation"], known),
        hosts=_hosts(data),
        self_hosted=_self_hosted(data),
        note=iter([Line(data["note"])] if "note" in data else []),
        what_its_SDK_sends=_sdks(data["id"], known),
        examples=example_lines(data),
    )


def _what(data: Data) -> Iterator[Line]:
    yield Line(f"Roles: {', '.join(data['roles'])}")
    if data.get("shared"):
        yield Line("Shared infrastructure: contacting it does not show who reads the data.")


def _hosts(data: Data) -> Iterator[Line]:
    for host in data["hosts"]:
        gated = "; on iOS a tracking domain, reached only with permission to track" if host.get("consent_gated") else ""
        yield Line(f"{_reach(host['match'])} ({_VERIFIED[host['verified']]}{gated}):", host["host"])
    yield Line(f"Checked on {data['checked_on']}.")


def _self_hosted(data: Data) -> Iterator[Line]:
    for signature in data.get("self_hosted", ()):
        yield Line(f"Likely, on an unknown host: {signature['because']}", signature.get("source", ""))


def _reach(match: str) -> str:
    return "This host and all below it" if match == "suffix" else "Just this host"


def _company(id_: str, known: Catalogue) -> Iterator[Line]:
    """Yield a company by its id, also if only a bulk list names it. Unconfirmed facts are marked."""
    company = known.policies.organisations[id_]
    yield Line(f"{company.name} ({company.id})")
    yield Line(f"Country: {company.country} ({company.basis})" if company.country else "Country: not confirmed")
    if company.parent:
        yield Line(f"Owned by {known.name('organisation', company.parent)} ({company.basis})")
    data = known.files["organisation"].get(id_, {})
    if "privacy_contact" in data:
        yield Line(f"Asked about personal data at {data['privacy_contact']}")


def _sdks(service_id: str, known: Catalogue) -> Iterator[Line]:
    for id_, data in sorted(known.files["sdk"].items()):
        if data["service"] == service_id:
            yield Line(f"See {id_}: {data['name']}")


def organisation(data: Data, known: Catalogue) -> tuple[Section, ...]:
    """Return the sections of an organisation."""
    runs = sorted(item.id for item in known.policies.services.values() if item.organisation == data["id"])
    owns = sorted(item.id for item in known.policies.organisations.values() if item.parent == data["id"])
    services = (Line(f"{id_}: {known.policies.services[id_].name}") for id_ in runs)
    companies = (Line(f"{id_}: {known.name('organisation', id_)}") for id_ in owns)
    return sections(what=_company(data["id"], known), services=services, owns=companies, sources=sources(data))


def sdk(data: Data, known: Catalogue) -> tuple[Section, ...]:
    """Return the sections of an SDK."""
    return sections(what=_sends(data, known), fields=_fields(data), sources=sources(data), examples=example_lines(data))


def _sends(data: Data, known: Catalogue) -> Iterator[Line]:
    company = known.policies.organisations.get(known.policies.services[data["service"]].organisation)
    run = f", run by {company.name}" if company else ""
    yield Line(f"It sends to {known.name('service', data['service'])} ({data['service']}){run}")


def _fields(data: Data) -> Iterator[Line]:
    for request in data["requests"]:
        where = ", ".join(endpoint["host"] for endpoint in request["endpoints"])
        yield Line(f"{request.get('name', 'Requests')}, to", where)
        for field in request["fields"]:
            form = f", as {field['form']}" if "form" in field else ""
            yield Line(f"{field['category']}{form} ({field['because']}):", depth=1)
            yield from (Line("", place, 2) for place in field["at"])


def bulk_list_sections(service_: Service, known: Catalogue) -> tuple[Section, ...]:
    """Return the sections of a service that is only in a bulk list."""
    hosts = (Line(f"{_reach(host.match)} ({_VERIFIED[host.verified]}):", host.host) for host in service_.hosts)
    roles = iter([Line(f"Roles: {', '.join(service_.roles)}")])
    return sections(what=roles, organisation=_company(service_.organisation, known), hosts=hosts)
