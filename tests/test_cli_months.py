"""The command line's further days and periods: what it refuses, and what it makes."""

import json

import pytest

from tests.run.small_run import write_small_scenario
from twin.run import run_scenario
from twin.scenario import load_scenario


@pytest.mark.parametrize("option", [("--days", "5"), ("--period", "2016-05-01/2018-03-31")])
def test_options_of_months_are_refused_of_another_question(cli, option):
    code, _, err = cli("answer", "people", "runs/a", *option)
    assert (code, len(err)) == (2, 1)
    assert err[0] == f"{' '.join(option)}: is of the question months alone, and not of people."


def test_days_are_made_beside_a_run_and_a_period_is_told(cli, tmp_path):
    write_small_scenario(tmp_path, total=300)
    run_scenario(load_scenario("scenario.yaml"), out=tmp_path / "runs" / "a")
    for wrong in ("2018", "2016-05-01/soon", "2016-05-01"):
        code, _, err = cli("answer", "months", "runs/a", "--period", wrong)
        assert (code, len(err)) == (2, 1)
        assert err[0] == (f"--period {wrong}: must be two dates, such as 2016-05-01/2018-03-31.")
    code, _, err = cli("answer", "months", "runs/a", "--period", "2016-05-02/2016-05-01")
    assert (code, len(err)) == (2, 1)
    assert err[0].startswith("the period has 0 days, but must begin before it ends")
    code, _, err = cli("answer", "months", "runs/a", "--days", "0")
    assert code == 2
    assert err[-1].startswith("days is 0, but must")
    asked = ("answer", "months", "runs/a", "--days", "2", "--period", "2017-01-01/2017-01-07")
    code, out, err = cli(*asked, "--json")
    assert code == 0
    assert json.loads(err[-1])["stage"] == "2017-06-15 exposure"
    figures = json.loads(out)["figures"]
    assert figures["dates"] == ["2017-06-14", "2017-06-15"]
    assert figures["times"][-1]["days"] == 7
    assert (tmp_path / "runs" / "a-2017-06-15" / "manifest.json").is_file()
