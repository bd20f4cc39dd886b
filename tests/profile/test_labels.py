"""Store labels as the auditor noted them down."""

from pathlib import Path

import pytest

from mhaudit.model.knowledge import Policies
from mhaudit.model.subject import AppleLabel, PlayLabel
from mhaudit.profile.labels import _KNOWN
from tests.policy.profile.written import faults, loaded


def test_types_in_full_alone_or_by_category(tmp_path: Path, policies: Policies) -> None:
    text = (
        "labels:\n  play: {collected: [Health info, 'Personal info: User IDs', Messages, Voting record], shared: [],\n"
    )
    text += "    encrypted_in_transit: true, source: 'https://x.example', retrieved: 2026-11-20}\n"
    text += "  apple: {tracking: [device id], linked: ['Health & Fitness']}\n"
    profile = loaded(tmp_path, policies, text)
    assert profile.play == PlayLabel(
        collected=("Health and fitness: Health info", "Personal info: User IDs", "Messages", "Voting record"),
        shared=(),
        encrypted_in_transit=True,
        source="https://x.example, read on 2026-11-20",
    )
    assert profile.apple == AppleLabel(tracking=("Identifiers: Device ID",), linked=("Health & Fitness",))
    assert loaded(tmp_path, policies, "").play is None


@pytest.mark.parametrize(
    ("label", "fault"),
    [
        (
            "play: {collected: [Helth info]}",
            "labels.play.collected[0]: unknown type of data 'Helth info' on this label",
        ),
        (
            "apple: {linked: [Health Info]}",
            "labels.apple.linked[0]: unknown type of data 'Health Info' on this label",
        ),
    ],
)
def test_what_looks_misspelt_is_a_fault(tmp_path: Path, policies: Policies, label: str, fault: str) -> None:
    (found,) = faults(tmp_path, policies, f"labels:\n  {label}\n")
    assert found.startswith(f"…:5: {fault}; did you mean")


def test_every_label_of_a_kind_of_data_is_one_of_the_stores(policies: Policies) -> None:
    for store in ("play", "apple"):
        written = {kind.labels[store] for kind in policies.kinds.values() if store in kind.labels}
        assert {name for name in written if _KNOWN[store].get(name.lower()) != name} == set()
