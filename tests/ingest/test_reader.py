import hashlib
from pathlib import Path

import pytest

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.reader import HEAD, WHOLE, Capture, Share


def test_a_file_by_its_head_digest_and_size(tmp_path: Path) -> None:
    data = b"mood" * 5000
    (tmp_path / "a.har").write_bytes(data)
    capture = Capture(tmp_path / "a.har", "a.har")
    assert capture.head() == data[:HEAD]
    assert capture.digest() == hashlib.sha256(data).hexdigest()
    assert capture.size == 20_000


def test_a_file_that_can_not_be_opened_says_why(tmp_path: Path) -> None:
    with pytest.raises(
        CaptureUnreadable, match=r"a\.har: No such file or directory\. Give the path of a capture file\."
    ):
        Capture(tmp_path / "a.har", "a.har").head()
    with pytest.raises(CaptureUnreadable, match="directory"):
        Capture(tmp_path, "a.har").head()


@pytest.mark.parametrize(
    ("share", "mine"), [(WHOLE, [1, 2, 3, 4]), (Share(0, 2), [2, 4]), (Share(1, 2), [1, 3]), (Share(3, 9), [3])]
)
def test_what_belongs_to_a_share(share: Share, mine: list[int]) -> None:
    assert [number for number in range(1, 5) if share.mine(number)] == mine
