from mhaudit.model.audit import GapCount
from mhaudit.report.html.not_found import Blindness, blindness


def gap(code: str, host: str, count: int = 1, *, blocking: bool = False) -> GapCount:
    return GapCount(code=code, host=host, count=count, blocking=blocking, detail="")


def test_gaps_of_one_code_are_one() -> None:
    gaps = (gap("body-opaque", "b.example", 2), gap("body-opaque", "a.example"), gap("body-opaque", ""))
    assert blindness(gaps) == (
        Blindness(code="body-opaque", blocking=False, count=4, hosts=("a.example", "b.example"), gaps=gaps),
    )


def test_blocking_gaps_stand_apart_and_first() -> None:
    gaps = [gap("body-opaque", "a.example"), gap("decode-limit", "a.example", blocking=True)]
    gaps += [gap("decode-limit", "b.example")]
    assert [(blind.code, blind.blocking, blind.hosts) for blind in blindness(gaps)] == [
        ("decode-limit", True, ("a.example",)),
        ("body-opaque", False, ("a.example",)),
        ("decode-limit", False, ("b.example",)),
    ]


def test_no_gap_is_no_blindness() -> None:
    assert blindness([]) == ()
