from pathlib import Path

from mhaudit.draft.domains import offers


def test_domains_of_nobody_known_come_first_and_the_most_asked_before_others(meadow: Path) -> None:
    found = offers([meadow / "meadow.mitm"])
    unknown = [(one.domain, one.exchanges) for one in found if not one.known]
    assert unknown[:2] == [("meadow-app.example", 36), ("meadow.example", 2)]
    assert [one.known for one in found][len(unknown) :] == [one.known for one in found if one.known]
    (mixpanel,) = [one for one in found if one.domain == "mixpanel.com"]
    assert (mixpanel.known, mixpanel.service, mixpanel.hosts) == (
        "Mixpanel, Inc.",
        "Mixpanel",
        ("api-js.mixpanel.com",),
    )
