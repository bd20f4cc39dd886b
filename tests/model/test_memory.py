from mhaudit.model.memory import Memory


def test_what_is_kept_is_returned_and_looked_up() -> None:
    memory: Memory[str, int] = Memory(2)
    assert memory.keep("a", 1) == 1
    assert memory.get("a") == 1
    assert memory.get("b") is None


def test_everything_is_forgotten_when_one_more_would_be_too_many() -> None:
    memory: Memory[str, int] = Memory(2)
    memory.keep("a", 1)
    memory.keep("b", 2)
    assert len(memory) == 2
    memory.keep("c", 3)
    assert dict(memory) == {"c": 3}


def test_everything_is_forgotten_when_one_more_would_be_too_heavy() -> None:
    memory: Memory[str, int] = Memory(100, heaviest=10)
    memory.keep("a", 1, 4)
    memory.keep("b", 2, 6)
    assert (len(memory), memory.weight) == (2, 10)
    memory.keep("c", 3, 1)
    assert (dict(memory), memory.weight) == ({"c": 3}, 1)
