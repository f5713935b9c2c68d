"""Models that Python builds: what is wrong is told as it is of a file."""

import inspect
from typing import Annotated

import pytest
from pydantic import Field

from twin.errors import ScenarioError
from twin.model import Model
from twin.yamlfile import read_model


class Door(Model):
    metres: float


class Room(Model):
    name: Annotated[str, Field(min_length=2)] = "room"
    doors: tuple[Door, ...] = ()


def test_a_model_keeps_its_signature_and_its_values():
    assert list(inspect.signature(Room).parameters) == ["name", "doors"]
    room = Room(doors=(Door(metres=1), {"metres": 2}))
    assert [door.metres for door in room.doors] == [1, 2]
    with pytest.raises(ValueError, match="frozen"):
        room.name = "hall"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (
            {"doors": [{"metres": "wide"}]},
            ["Room: doors.0.metres is 'wide', but must be a number."],
        ),
        ({"doors": ({"metres": True},)}, ["Room: doors.0.metres is true, but must be a number."]),
        ({"name": "a"}, ["Room: name is 'a', but must be text of at least 2 characters."]),
        (
            {"naem": "hall", "doors": ({"metre": 1},)},
            [
                "Room: doors.0.metres is missing, but must be given.",
                "Room: unknown key 'doors.0.metre'; did you mean 'metres'?",
                "Room: unknown key 'naem'; did you mean 'name'?",
            ],
        ),
    ],
)
def test_every_problem_is_told_with_its_place_in_the_whole(wrong, told):
    with pytest.raises(ScenarioError) as caught:
        Room(**wrong)
    assert list(caught.value.problems) == told


def test_a_part_of_a_file_still_has_its_line(tmp_path):
    path = tmp_path / "room.yaml"
    path.write_text("name: hall\ndoors:\n  - metres: 1\n  - metres: wide\n")
    with pytest.raises(ScenarioError) as caught:
        read_model(path, Room)
    (problem,) = caught.value.problems
    assert problem == f"{path}:4: doors.1.metres is 'wide', but must be a number."
