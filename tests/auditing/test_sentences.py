"""Every reason has its sentence in the document."""

from msgspec.structs import replace

from mhaudit.auditing.sentences import with_sentences
from mhaudit.model.reasons import english
from tests.report import sample

LABELS = {kind.id: kind.label for kind in sample.KINDS}


def test_each_sentence_is_that_of_its_reason() -> None:
    bare = replace(
        sample.full(),
        observations=tuple(replace(one, because="") for one in sample.full().observations),
        coverage=replace(
            sample.full().coverage, gaps=tuple(replace(gap, detail="") for gap in sample.full().coverage.gaps)
        ),
    )
    filled = with_sentences(bare, LABELS)
    for items in (filled.recipients, filled.observations, filled.linkage, filled.bridges, filled.claims, filled.crisis):
        assert items
        for one in items:
            assert one.because == english(one.reason, LABELS) != ""
    assert [gap.detail for gap in filled.coverage.gaps] == ["octet-stream", ""]
