import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.har.reader import HarReader
from mhaudit.ingest.reader import Capture, Share
from mhaudit.model.capture import Exchange, Gap, Item
from tests.ingest.captures import entry, exchanges, gaps, har, read


def good(number: int) -> dict[str, object]:
    return entry({"url": f"https://a.example/{number}", "postData": {"text": f'{{"n": {number}, "t": "}}, {{"}}'}})


def told(items: Iterable[Item]) -> list[str]:
    """Paths of exchanges, and codes of gaps, in order."""
    return [
        item.path if isinstance(item, Exchange) else item.code for item in items if isinstance(item, Exchange | Gap)
    ]


@pytest.mark.parametrize("head", [b"{", b" \n{", b"\xef\xbb\xbf{", b'onInputData({"log"', b"\xef\xbb\xbf x.y$ ( {"])
def test_json_is_taken_for_har(head: bytes) -> None:
    assert HarReader().sniff(head)


@pytest.mark.parametrize("head", [b"[", b"5:hello,", b"\x89PNG", b"", b"<har>", b"5:hello{", b"a b({"])
def test_other_files_are_not(head: bytes) -> None:
    assert not HarReader().sniff(head)


def test_entries_are_numbered_in_file_order(tmp_path: Path) -> None:
    found = read(tmp_path, har(good(1), good(2), good(3)))
    assert [(item.capture, item.number, item.path) for item in exchanges(found)] == [
        ("a.har", 1, "/1"),
        ("a.har", 2, "/2"),
        ("a.har", 3, "/3"),
    ]
    assert gaps(found) == []


def test_a_byte_order_mark_and_blank_space(tmp_path: Path) -> None:
    text = json.dumps(json.loads(har(good(1))), indent=4)
    assert told(read(tmp_path, b"\xef\xbb\xbf" + text.encode())) == ["/1"]


def test_a_file_that_gives_its_entries_to_a_function(tmp_path: Path) -> None:
    assert told(read(tmp_path, b"onInputData(" + har(good(1), good(2)) + b");")) == ["/1", "/2"]


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "noise",
        3,
        [],
        {},
        {"request": None},
        {"request": {"url": 3}},
        {"request": {"url": "https://[::1/"}},
        {"log": []},
    ],
)
def test_one_entry_of_a_wrong_type_costs_itself_alone(tmp_path: Path, broken: object) -> None:
    found = read(tmp_path, har(good(1), broken, good(3)))
    assert told(found) == ["/1", "damaged-entry", "/3"]
    assert [item.number for item in exchanges(found)] == [1, 3]
    assert gaps(found)[0].blocking and gaps(found)[0].detail.startswith("a.har: entry 2: ")


@pytest.mark.parametrize(
    "damage",
    [
        (b'"method": "POST", "url": "https://a.example/2"', b'"method": "POST" "url": "https://a.example/2"'),
        (b'"url": "https://a.example/2"', b'"url": "https://a.example/2'),
        (b'"url": "https://a.example/2"', b'"url": nothing'),
        (b'"url": "https://a.example/2"', b'"url": "\\q"'),
    ],
)
def test_an_invalid_entry_affects_no_other(tmp_path: Path, damage: tuple[bytes, bytes]) -> None:
    found = read(tmp_path, har(good(1), good(2), good(3)).replace(*damage))
    assert told(found) == ["/1", "damaged-entry", "/3"]


def test_invalid_utf8_affects_nothing_else(tmp_path: Path) -> None:
    found = read(tmp_path, har(good(1), good(2)).replace(b"https://a.example/2", b"https://a.example/\xff2"))
    assert told(found) == ["/1", "/\ufffd2"]


@pytest.mark.parametrize("left", [1, 60, 150])
def test_a_truncated_file_gives_the_entries_before_the_cut(tmp_path: Path, left: int) -> None:
    whole = har(*(good(n) for n in range(1, 101)))
    found = read(tmp_path, whole[: whole.rindex(b'{"startedDateTime"') + left])
    assert told(found) == [f"/{n}" for n in range(1, 100)] + ["damaged-entry"]
    assert gaps(found)[0].detail.startswith("a.har: entry 100: ")


def test_a_file_that_was_cut_between_entries_is_not_whole(tmp_path: Path) -> None:
    whole = har(good(1), good(2))
    assert told(read(tmp_path, whole[: whole.rindex(b', {"startedDateTime"')])) == ["/1", "damaged-entry"]


def test_without_entries_there_are_no_exchanges(tmp_path: Path) -> None:
    assert read(tmp_path, har()) == []
    assert read(tmp_path, b'{"log": {"entries": [ ]}}') == []
    assert read(tmp_path, b"") == []


@pytest.mark.parametrize("data", [b"{}", b'{"log": {}}', b'{"log": {"entries": {}}}', b'{"entries": 3}', b"{" * 10_000])
def test_other_json_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(
        CaptureUnreadable, match=r"a\.har: JSON, but not HAR: log\.entries is missing\. Export it as HAR 1\.2\."
    ):
        read(tmp_path, data)


def test_entries_named_before_the_list_are_not_the_list(tmp_path: Path) -> None:
    data = b'{"log": {"comment": "the \\"entries\\": [ follow", "entries": [' + json.dumps(good(1)).encode() + b"]}}"
    assert told(read(tmp_path, data)) == ["/1"]


def test_a_deep_entry_costs_itself_alone(tmp_path: Path) -> None:
    deep = har(good(1), good(2), good(3)).replace(b'"https://a.example/2"', b"[" * 100_000)
    assert told(read(tmp_path, deep)) == ["/1", "damaged-entry", "/3"]


def test_a_huge_number_costs_its_entry_at_most(tmp_path: Path) -> None:
    huge = har(good(1), entry({"url": "https://a.example/2"}, time=7), good(3)).replace(
        b'"time": 7', b'"time": ' + b"7" * 5000
    )
    assert [path for path in told(read(tmp_path, huge)) if path != "/2" and path != "damaged-entry"] == ["/1", "/3"]


def test_a_lone_surrogate_is_not_text(tmp_path: Path) -> None:
    half = entry({"url": "https://a.example/\ud83d", "headers": [{"name": "a\ud83d", "value": "\ude14"}]})
    (found,) = exchanges(read(tmp_path, har(half)))
    assert (found.path, found.headers) == ("/\ufffd", (("a\ufffd", "\ufffd"),))


def test_shares_divide_the_entries(tmp_path: Path) -> None:
    path = tmp_path / "a.har"
    path.write_bytes(har(*(good(n) for n in range(1, 8)), "noise"))
    shares = [list(HarReader().read(Capture(path, "a.har"), Share(first, 3))) for first in range(3)]
    assert [told(share) for share in shares] == [["/3", "/6"], ["/1", "/4", "/7"], ["/2", "/5", "damaged-entry"]]


def test_hosts_whose_apps_refused_the_recorder(tmp_path: Path) -> None:
    """HTTP Toolkit lists them behind the entries."""
    log = json.loads(har(good(1)))
    log["log"]["_tlsErrors"] = [
        {"hostname": "Pinned.example", "cause": "cert-rejected"},
        {"hostname": "closed.example"},
        {"hostname": None},
        "noise",
    ]
    found = read(tmp_path, json.dumps(log).encode())
    assert told(found) == ["/1", "tls-refused", "tls-refused"]
    assert [(gap.host, gap.detail, gap.blocking) for gap in gaps(found)] == [
        ("pinned.example", "a.har: cert-rejected", True),
        ("closed.example", "a.har", True),
    ]


def test_a_refusal_that_is_only_written_about_is_none(tmp_path: Path) -> None:
    text = '"_tlsErrors": [{"hostname": "a.example"}]'
    assert told(read(tmp_path, har(entry({"url": "https://a.example/1", "postData": {"text": text}})))) == ["/1"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_gives_the_same_as_utf_8(tmp_path: Path, encoding: str) -> None:
    """As PowerShell writes text that passes through it."""
    entry = {"request": {"url": "https://api.example/é", "postData": {"text": "déprimé"}}}
    text = json.dumps({"log": {"entries": [entry, {"request": 7}, entry]}}, ensure_ascii=False)
    found = []
    for name in ("utf-8", encoding):
        path = tmp_path / "a.har"
        path.write_bytes(text.encode(name))
        found.append(list(HarReader().read(Capture(path, "a.har"))) if HarReader().sniff(path.read_bytes()) else None)
    assert found[0] == found[1] and found[0] is not None and len(found[0]) == 3


@pytest.mark.parametrize("between", [b"", b"\n", b"\n\n"])
def test_a_second_document_in_a_file_is_read_on(tmp_path: Path, between: bytes) -> None:
    found = exchanges(read(tmp_path, har(good(1), good(2)) + between + har(good(3))))
    assert [(one.number, one.path) for one in found] == [(1, "/1"), (2, "/2"), (3, "/3")]


def test_a_second_list_beside_refusals(tmp_path: Path) -> None:
    first = har(good(1))[:-1] + b', "_tlsErrors": [{"hostname": "a.example", "cause": "cert-rejected"}]}'
    assert told(read(tmp_path, first + har(good(2)))) == ["/1", "tls-refused", "/2"]


def test_shares_of_two_documents_add_up(tmp_path: Path) -> None:
    path = tmp_path / "a.har"
    path.write_bytes(har(good(1), good(2)) + har(good(3)))
    shares = [list(HarReader().read(Capture(path, "a.har"), Share(first, 2))) for first in (0, 1)]
    assert sorted(path for share in shares for path in told(share)) == ["/1", "/2", "/3"]
