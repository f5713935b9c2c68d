"""Trains, ticket gates, tills and buses: how often, how fast; read from ``services.yaml``."""

import functools
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Buses", "Loads", "Services", "TicketGates", "Till", "Trains", "services"]

_FILE = Path(__file__).with_name("services.yaml")
Positive = Annotated[float, Field(gt=0)]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    source: str
    off_by: Positive


class Trains(_Data):
    """Trains of one line; see the top of services.yaml."""

    share: Positive
    platforms: Annotated[int, Field(ge=1)]
    peak: Annotated[float, Field(ge=4)]
    other: Annotated[float, Field(ge=4)]
    spread_s: Positive
    station: str | None = None


class Loads(_Data):
    """How much trains differ."""

    load_sigma: Annotated[float, Field(ge=0)]


class TicketGates(_Data):
    """Ticket gates behind the doors of one kind; see services.yaml."""

    serve_s: Positive
    door_m: Positive


class Till(_Data):
    """Tills of one kind of venue; see services.yaml."""

    serve_s: Positive
    places: Annotated[int, Field(ge=1)]
    inside: Annotated[int, Field(ge=0)]


class Buses(_Data):
    """Buses at every stop."""

    routes: Annotated[int, Field(ge=1)]
    an_hour: Positive


class Services(BaseModel):
    """Everything of services.yaml.

    ``trains`` by gate kind and line, ``ticket_gates`` by gate kind, ``tills`` by kind of venue.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    trains: dict[str, dict[str, Trains]]
    loads: Loads
    ticket_gates: dict[str, TicketGates]
    tills: dict[str, Till]
    buses: Buses


@functools.cache
def services() -> Services:
    """Read the services."""
    return Services.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
