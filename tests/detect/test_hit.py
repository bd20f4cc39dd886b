from typing import get_args

from mhaudit.detect.hit import Hit
from mhaudit.model.audit import CERTAINTY, Detector
from mhaudit.model.reasons import because


def test_a_hit_is_not_a_decoy_by_default() -> None:
    hit = Hit("mood.score", "field", "likely", "plain", because("noted", text="why"), (None, "body", None), 3)
    assert not hit.decoy
    assert hit._replace(decoy=True) != hit


def test_every_detector_has_its_certainty() -> None:
    assert set(CERTAINTY) == set(get_args(Detector))
