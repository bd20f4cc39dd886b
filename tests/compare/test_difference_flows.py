"""What reached whom, without places and times."""

from msgspec.structs import replace

from mhaudit.compare.difference import flows
from mhaudit.model.audit import Audit
from tests.report.sample import full, observation


def audit(*observations: object) -> Audit:
    return replace(full(), observations=tuple(observations))


def test_sightings_of_one_kind_are_one_flow_at_its_surest() -> None:
    host = full().recipients[0].host
    found = flows(
        audit(
            observation(1, "mood.score", host, "field", certainty="likely", form="plain"),
            observation(2, "mood.score", host, "planted", certainty="proven", form="sha256"),
            observation(3, "mood.score", host, "field", certainty="likely", form="plain", direction="received"),
        )
    )
    organisation = full().recipients[0].organisation
    assert found == {
        (host, "mood.score", "sent"): (organisation, "sent", "proven", ("plain", "sha256")),
        (host, "mood.score", "received"): (organisation, "received", "likely", ("plain",)),
    }


def test_an_audit_without_observations_has_no_flow() -> None:
    assert flows(audit()) == {}
