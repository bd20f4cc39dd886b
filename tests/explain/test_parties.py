"""Pages about services, organisations and SDKs: what is not confirmed is never said."""

from pathlib import Path

from mhaudit.explain import catalogue, parties
from tests.policy.explaining.files import text, with_files
from tests.policy.write import ORGANISATION, SDK, SERVICE

LEAD = "lead: {country: US, status: unverified, parent: Big Holding, parent_status: unverified}\n"
GATED = SERVICE.replace("verified: vendor}", "verified: vendor, consent_gated: true}").replace(
    "checked_on", "shared: true\nnote: Left out is nothing.\nchecked_on", 1
)
FILES = {
    "organisations/acme.yaml": ORGANISATION + LEAD + "privacy_contact: p@acme.example\n",
    "services/acme-metrics.yaml": GATED,
    "sdks/acme.yaml": SDK.replace("service: mixpanel", "service: acme-metrics").replace("so, ", "so, form: sha256, "),
}


def test_a_service_with_its_company(tmp_path: Path) -> None:
    known = with_files(tmp_path, FILES)
    why = "in the vendor's own code; on iOS a tracking domain, reached only with permission to track"
    assert text(parties.service(known.files["service"]["acme-metrics"], known)) == {
        "What": [
            "Roles: analytics",
            "Shared infrastructure: contacting it does not show who reads the data.",
        ],
        "Organisation": [
            "Acme Metrics Ltd. (acme)",
            "Country: not confirmed",
            "Asked about personal data at p@acme.example",
        ],
        "Hosts": [
            f"This host and all below it ({why}): acme-metrics.example",
            "Checked on 2026-11-23.",
        ],
        "Note": ["Left out is nothing."],
        "What its SDK sends": ["See acme: Acme SDK"],
        "Examples": ["Matches: https://in.acme-metrics.example/", "Lets pass: https://acme-neighbour.example/"],
    }


def test_an_unconfirmed_owner_is_not_shown(tmp_path: Path) -> None:
    known = with_files(tmp_path, FILES)
    page = text(parties.organisation(known.files["organisation"]["acme"], known))
    assert page["Services"] == ["acme-metrics: Acme Metrics"]
    assert "Big Holding" not in str(page) and "US" not in str(page)


def test_a_confirmed_owner_is_shown() -> None:
    known = catalogue()
    page = text(parties.organisation(known.files["organisation"]["google"], known))
    assert page["What"][1].startswith("Country: US (")
    assert page["What"][2].startswith("Owned by Alphabet Inc. (")


def test_an_sdk(tmp_path: Path) -> None:
    known = with_files(tmp_path, FILES)
    page = text(parties.sdk(known.files["sdk"]["acme"], known))
    assert page["What"] == ["It sends to Acme Metrics (acme-metrics), run by Acme Metrics Ltd."]
    assert page["Fields"] == [
        "Requests, to acme-metrics.example",
        "  identity.email, as sha256 (so):",
        "    body > ** > json:/email",
    ]


def test_a_service_of_a_bulk_list() -> None:
    known = catalogue()
    service = known.policies.services["web-google-doubleclick-ads"]
    page = text(parties.bulk_list_sections(service, known))
    assert page["What"] == ["Roles: advertising"]
    assert page["Hosts"][0] == "This host and all below it (in a public list only): googletagservices.com"
