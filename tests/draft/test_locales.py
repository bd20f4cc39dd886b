import pytest

from mhaudit.draft.locales import choose_locale, locales
from mhaudit.errors import UnknownName


def test_every_range_says_who_reserved_it_and_how_that_was_checked() -> None:
    ranges = [locale.phone for locale in locales().values() if locale.phone]
    assert len(ranges) == 5
    assert all(one.by and one.says and one.level in ("secondary", "from memory") for one in ranges)
    assert all(one.source.startswith("https://") == (one.level == "secondary") for one in ranges)


def test_an_unknown_locale_is_named_beside_those_there_are() -> None:
    assert choose_locale("de-DE").country == "DE"
    with pytest.raises(UnknownName, match="unknown locale 'de'; choose from en-US, en-GB"):
        choose_locale("de")
