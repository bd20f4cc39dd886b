import pytest
from msgspec.structs import replace

from mhaudit.report.html.companies import Group, grouped
from mhaudit.report.html.company_cards import however
from tests.report import sample

GROUPS = {group.name: group for group in grouped(sample.full())}
ACME = GROUPS["Acme Metrics, Inc."]
LIKELY = sample.observation(1, "mood.score", "a", "field")
HASHED = tuple(replace(seen, form="sha256") for seen in ACME.sent)


@pytest.mark.parametrize(
    ("group", "said"),
    [
        (GROUPS["Meadow Health"], "However, the app has to send to its own servers; "),
        (GROUPS["metrics.example"], "However, it is not known who answers there. "),
        (GROUPS["Cloud Co"], "However, a contact alone shows no more "),
        (
            replace(ACME, observations=(sample.observation(1, "mood.score", "a", "field"),)),
            "However, this is read from",
        ),
        (replace(ACME, party="infrastructure"), "However, such a company mostly carries data"),
        (replace(ACME, observations=HASHED), "However, what is proven was sent as a hash."),
        (replace(ACME, hosts=(replace(ACME.hosts[0], declared=True),)), "However, the vendor names this recipient."),
        (ACME, "However, the vendor may have a contract"),
    ],
)
def test_the_doubt_that_weighs_most_is_said(group: Group, said: str) -> None:
    assert however(group).startswith(said)
