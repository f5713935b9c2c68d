"""Progress: lines where nobody watches, JSON for programs."""

import json

from twin.progress import bars, json_lines


def test_where_there_is_no_terminal_each_tenth_is_a_line(capsys):
    with bars() as on_progress:
        for share in (0.0, 0.04, 0.31, 0.35, 1.0, 1.0):
            on_progress("people", share)
        on_progress("sight", 0.5)
    assert capsys.readouterr().err.splitlines() == [
        "people 0 %", "people 30 %", "people 100 %", "sight 50 %",
    ]  # fmt: skip


def test_json_lines_tell_the_ends_and_not_everything_between(capsys):
    with json_lines(interval=60) as on_progress:
        for share in (0.0, 0.1, 0.2, 1.0):
            on_progress("people", share)
    told = [json.loads(line)["share"] for line in capsys.readouterr().err.splitlines()]
    assert told == [0.0, 1.0]
