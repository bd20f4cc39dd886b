"""The files as they are written, whichever layer they come from."""

from pathlib import Path

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.explain import catalogue
from mhaudit.policy.folder import KINDS
from tests.policy.explaining.files import with_files
from tests.policy.write import ORGANISATION, SERVICE

FILES = {
    "organisations/acme.yaml": ORGANISATION,
    "services/mixpanel.yaml": SERVICE.replace("acme-metrics\n", "mixpanel\n", 1),
}


def test_the_later_layer_counts(tmp_path: Path) -> None:
    known = with_files(tmp_path, FILES)
    assert (known.layers["service", "mixpanel"], known.layers["service", "amplitude"]) == ("team", "mhaudit")
    assert known.files["service"]["mixpanel"]["name"] == "Acme Metrics"
    assert catalogue().files["service"]["mixpanel"]["name"] == "Mixpanel"


def test_every_kind_has_files() -> None:
    assert {kind for kind, files in catalogue().files.items() if files} == {*KINDS.values()}


def test_names() -> None:
    known = catalogue()
    assert known.name("data", "mood.score") == "Mood score"
    assert known.name("rule", "HLT-001") == "Mood data was sent to an outside recipient"
    assert known.name("service", "not-there") == "not-there"


def test_faults_are_raised(tmp_path: Path) -> None:
    with pytest.raises(InvalidFiles, match="'nam' is not a field|nam: unknown field"):
        with_files(tmp_path, {"organisations/acme.yaml": ORGANISATION.replace("name", "nam")})
