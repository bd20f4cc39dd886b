from mhaudit.collect.ai_settings import AiSettings
from mhaudit.model.audit import Flag

STORED = Flag(name="body > json:/store", set_to="true", means="kept", source="https://ai.example/docs")


def test_settings_are_noted_once_for_a_host() -> None:
    one, two = AiSettings(), AiSettings()
    one.add("ai.example", [STORED, STORED])
    two.add("ai.example", [STORED])
    one.merge(two.state())
    assert one.flags == {"ai.example": {STORED}}
