import asyncio
import json
from pathlib import Path

from mitmproxy.test.tflow import tflow

from mhaudit.record.live.state import State
from tests.record.journal_of import recording_in


def test_it_tells_what_was_recorded_and_what_was_judged(tmp_path: Path) -> None:
    recording = recording_in(tmp_path)
    state = State(recording)
    assert json.loads(state.as_json())["judged"] is None
    recording.save(tflow())
    recording.begin("launch")
    state.snapshot = '{"judged":1}'
    told = json.loads(state.as_json())
    assert told["judged"] == {"judged": 1}
    assert (told["recorded"]["exchanges"], told["recorded"]["phase"], told["recorded"]["errors"]) == (1, "launch", 0)
    assert told["recorded"]["now"] >= told["recorded"]["since"]
    assert told["recorded"]["rate"] > 0


def test_everybody_hears_of_a_change_and_nobody_waits_for_ever(tmp_path: Path) -> None:
    async def heard() -> tuple[float, float]:
        state, loop = State(recording_in(tmp_path)), asyncio.get_running_loop()
        begun = loop.time()
        loop.call_later(0.05, state.tell)
        await asyncio.gather(state.change(5), state.change(5))
        told = loop.time()
        await state.change(0.05)
        return told - begun, loop.time() - told

    told, silent = asyncio.run(heard())
    assert 0.04 < told < 2 and 0.04 < silent < 2
