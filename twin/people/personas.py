"""Personas: why people come and what they do, read from ``personas.yaml``."""

import functools
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = ["AGE_BANDS", "GATES", "VENUES", "Persona", "Step", "begins", "personas"]

AGE_BANDS = ("child", "16-29", "30-44", "45-64", "65+")
"""Age bands of the people table."""

GATES = ("underground", "rail", "street", "bridge", "towpath", "bus")
"""Kinds of gate a map may hold."""

VENUES = (
    *("office", "college", "school", "shop", "supermarket", "cafe", "restaurant", "pub", "hotel"),
    *("home", "student_home", "library", "leisure", "health", "worship", "nursery", "museum"),
    *("venue", "park_seat", "square_seat", "market", "station_lounge"),
)
"""Kinds of venue somebody goes to; a map may hold others, which nobody visits."""

Counts = Literal["out", "in", "both"]
Share = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0)]
Clock = Annotated[str, Field(pattern=r"^[0-2]\d:[0-5]\d$")]
_FILE = Path(__file__).with_name("personas.yaml")


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(_Data):
    """One thing to do, or several; see the top of personas.yaml."""

    go: dict[str, Weight] | None = None
    at: str | None = None
    away: bool = False
    steps: tuple["Step", ...] = ()
    either: tuple["Branch", ...] = ()
    chance: Share = 1.0
    stay: tuple[float, float] | None = None
    until: tuple[Clock, float] | None = None
    between: tuple[Clock, Clock] | None = None
    times: Annotated[int, Field(ge=1, le=10)] = 1
    who: Literal["all", "adult", "child"] = "all"

    @model_validator(mode="after")
    def _is_one_thing(self) -> "Step":
        things = (self.go is not None, self.at is not None, self.away)
        if sum((*things, bool(self.steps), bool(self.either))) != 1:
            message = "a step must hold exactly one of go, at, away, steps and either"
            raise ValueError(message)
        if self.go is not None and not set(self.go) <= set(VENUES):
            message = f"{sorted(set(self.go) - set(VENUES))} are not kinds of venue"
            raise ValueError(message)
        return self


class Branch(_Data):
    """One of several courses of a day."""

    share: Share
    steps: tuple[Step, ...]


class Comes(_Data):
    """How often those who belong here come; see the top of personas.yaml."""

    days: Annotated[float, Field(gt=0, lt=5)]
    spread: Annotated[float, Field(gt=0)]


class Persona(_Data):
    """One reason to come; see the top of personas.yaml."""

    counts: Counts
    window: dict[float, Weight]
    comes: Comes | None = None
    days: tuple[Weight, Weight, Weight]
    school: tuple[Weight, Weight] | None = None
    usual: Share
    ages: dict[str, Share]
    female: Share
    company: Share
    child: Share
    brings: dict[Literal["pushchair", "luggage"], Share]
    gates: dict[str, Weight]
    same_gate: Share
    changes: bool = False
    start: dict[str, Share]
    places: dict[str, dict[str, Weight]]
    steps: tuple[Step, ...]

    @model_validator(mode="after")
    def _fits(self) -> "Persona":
        for name, shares in (("ages", self.ages), ("start", self.start)):
            if abs(sum(shares.values()) - 1) > 1e-9:
                message = f"{name} add up to {sum(shares.values()):g}, but must add up to 1"
                raise ValueError(message)
        if set(self.brings) != {"pushchair", "luggage"} or sum(self.brings.values()) > 1:
            message = "brings must say how often pushchair and luggage, at most 1 in all"
            raise ValueError(message)
        if set(self.ages) != set(AGE_BANDS[1:]) or set(self.gates) != set(GATES):
            message = f"ages must be {AGE_BANDS[1:]} and gates {GATES}"
            raise ValueError(message)
        unknown = (set(self.start) | set(_places(self.steps))) - {"gate"} - set(self.places)
        if unknown:
            message = f"{sorted(unknown)} are not among the places"
            raise ValueError(message)
        return self


def begins(persona: Persona, u: float) -> str:
    """Draw where a persona's days begin: a gate, or the name of one of the places.

    Parameters
    ----------
    persona : Persona
        Whose.
    u : float
        In [0, 1), drawn for life.
    """
    for name, share in persona.start.items():
        if u < share:
            return name
        u -= share
    return "gate"


def _places(steps: tuple[Step, ...]) -> list[str]:
    """List the places steps name."""
    names: list[str] = []
    for step in steps:
        names += [step.at] if step.at is not None else []
        names += _places(step.steps)
        for branch in step.either:
            names += _places(branch.steps)
    return names


@functools.cache
def personas() -> dict[str, Persona]:
    """Read every persona, by name, in the order of the file."""
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {name: Persona.model_validate(one) for name, one in data.items()}
