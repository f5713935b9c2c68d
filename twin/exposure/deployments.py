"""Published deployments of live face recognition, to hold the recogniser's numbers against."""

import functools
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from twin.yamlfile import read_model

__all__ = ["Deployment", "deployments"]

_FILE = Path(__file__).with_name("deployments.yaml")
_FIXED = ConfigDict(extra="forbid", frozen=True)
_Count = Annotated[int, Field(gt=0)]


class Deployment(BaseModel):
    """What was published of one deployment, or of several together.

    Attributes
    ----------
    name : str
        Where and when.
    faces : int
        Faces detected; somebody who is seen again counts again. [1]
    gallery : int, optional
        People on the list. [1]
    alerts : int
        Alerts, right and wrong. [1]
    false_alerts : int, optional
        Wrong ones. [1]
    source : str
        Key in twin/sources.bib.
    """

    model_config = _FIXED

    name: str
    faces: _Count
    gallery: _Count | None = None
    alerts: _Count
    false_alerts: _Count | None = None
    source: str

    @property
    def faces_per_alert(self) -> float:
        """Faces for each alert. [1]."""
        return self.faces / self.alerts

    @property
    def faces_per_false_alert(self) -> float | None:
        """Faces for each wrong alert; None where those were not published. [1]."""
        return self.faces / self.false_alerts if self.false_alerts else None


class _Deployments(BaseModel):
    """The whole file."""

    model_config = _FIXED

    deployments: tuple[Deployment, ...]


@functools.cache
def deployments() -> tuple[Deployment, ...]:
    """Return the deployments that ship with the package.

    Examples
    --------
    >>> round(deployments()[0].faces_per_false_alert)
    314744
    """
    return read_model(_FILE, _Deployments).deployments
