"""The file of a check: rooms, people, exits, and what their walk must show."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = ["ANY", "Check", "Crew", "Expectation", "Scene"]

ANY = "any"
"""Exit of those who choose one."""

_Number = Annotated[float, Field(allow_inf_nan=False)]
Box = Annotated[list[_Number], Field(min_length=4, max_length=4)]
"""West, south, east and north edge of a rectangle. [m]"""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Crew(_Strict):
    """People who start in one place and want to leave by one exit."""

    count: Annotated[int, Field(ge=1, le=100_000, description="how many")]
    within: Annotated[Box, Field(description="where they stand at first, spread evenly [m]")]
    to: Annotated[str, Field(description="the exit they walk to; any for all, to choose one")]
    speed: Annotated[
        float | Literal["weidmann", "16-29", "30-44", "45-64", "65+"],
        Field(description="free speed [m/s], or drawn: as of a crowd, or of an age band"),
    ] = "weidmann"
    begin: Annotated[
        list[_Number],
        Field(min_length=2, max_length=2, description="when they begin, drawn evenly between [s]"),
    ] = [0.0, 0.0]


class Scene(_Strict):
    """Ground, exits and people."""

    stairs: Annotated[list[Box], Field(description="where there are steps [m]")] = []
    ground: Annotated[
        list[Box], Field(min_length=1, description="rectangles that together are the ground [m]")
    ]
    exits: Annotated[dict[str, Box], Field(min_length=1, description="where people leave [m]")]
    people: Annotated[list[Crew], Field(min_length=1)]
    seconds: Annotated[float, Field(gt=0, le=7200, description="how long they walk [s]")]

    @model_validator(mode="after")
    def _exits_are_there(self) -> "Scene":
        anywhere = {crew.to == ANY for crew in self.people}
        if len(anywhere) > 1:
            message = "some people choose their exit and others do not, but all must or none"
            raise ValueError(message)
        for crew in self.people:
            if crew.to not in {ANY, *self.exits}:
                message = f"people walk to {crew.to!r}, but must to one of {', '.join(self.exits)}"
                raise ValueError(message)
        return self


class Expectation(_Strict):
    """A figure that is measured, and what it must be; without limits it is only reported."""

    measure: Annotated[str, Field(description="what is measured, in twin/suites/measures.py")]
    about: Annotated[str, Field(description="the criterion in words")]
    unit: str = ""
    options: Annotated[dict[str, Any], Field(description="what the measure asks for")] = {}
    of_runs: Annotated[
        Literal["mean", "largest"], Field(description="which figure counts when there are runs")
    ] = "mean"
    at_least: _Number | None = None
    at_most: _Number | None = None


class Check(_Strict):
    """A check of walking: one or more scenes, and what must come of them."""

    name: str
    about: str
    source: Annotated[str, Field(description="key in sources.bib")]
    runs: Annotated[
        int, Field(ge=1, le=20, description="crowds, of as many seeds, that are walked one by one")
    ] = 1
    scenes: Annotated[dict[str, Scene], Field(min_length=1)]
    expect: Annotated[list[Expectation], Field(min_length=1)]
