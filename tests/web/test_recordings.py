from mhaudit.web.recordings import RunningRecording


def test_what_the_recorder_says_is_where_it_is() -> None:
    one = RunningRecording(id="a", case="own")
    one.take("Recording into cases/own")
    assert (one.state, one.live) == ("starting", "")
    one.take("Live page: http://127.0.0.1:4567/abcdefghijklmnopqrstuvwx/")
    one.take("Ctrl-C ends the recording.")
    assert (one.state, one.live) == ("recording", "http://127.0.0.1:4567/abcdefghijklmnopqrstuvwx/")
    one.take("Recorded: cases/own")
    assert one.state == "auditing"


def test_an_address_elsewhere_is_no_live_page() -> None:
    one = RunningRecording(id="a", case="own")
    for address in ("http://own.example/abcdefghijkl/", "javascript:alert(1)", 'http://127.0.0.1:1/"><b>/'):
        one.take(f"Live page: {address}")
    assert one.live == ""


def test_lines_are_bounded() -> None:
    one = RunningRecording(id="a", case="own")
    for number in range(1000):
        one.take(str(number))
    assert len(one.lines) == 400
