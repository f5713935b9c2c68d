"""Drawings are written over drawings, and over nothing else."""

import pytest
from matplotlib.figure import Figure

from twin.errors import ScenarioError
from twin.report.saving import save


@pytest.mark.parametrize("name", ["crowd.png", "crowd.svg"])
def test_a_drawing_is_drawn_again(tmp_path, name):
    out = tmp_path / name
    save(Figure(), out, title="crowd")
    before = out.read_bytes()
    save(Figure(facecolor="red"), out, title="crowd")
    assert out.read_bytes() != before
    with pytest.raises(ScenarioError, match="or one that twin view has drawn"):
        save(Figure(), out, title="view")


@pytest.mark.parametrize("name", ["crowd.png", "crowd.svg"])
def test_what_somebody_else_made_is_left_as_it_is(tmp_path, name):
    out = tmp_path / name
    Figure().savefig(out)
    before = out.read_bytes()
    with pytest.raises(ScenarioError) as caught:
        save(Figure(), out, title="crowd")
    sentence = "is there already, but must be a new file or one that twin crowd has drawn."
    assert str(caught.value) == f"{out}: {sentence}"
    assert out.read_bytes() == before
