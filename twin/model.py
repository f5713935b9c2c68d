"""A model that Python may build, too: what is wrong is told in sentences, as of a file."""

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from twin.errors import ScenarioError
from twin.problems import sentences
from twin.truth import taken_for_numbers

__all__ = ["Model"]


class Model(BaseModel):
    """Checked values that stay as they are; unknown keys are refused.

    Raises
    ------
    ScenarioError
        When built of wrong values: with every problem at once, each
        ``Model: key: what was found and what is allowed``.

    Examples
    --------
    >>> class Door(Model):
    ...     metres: float
    >>> Door(metres=1.2).metres
    1.2
    >>> Door(meters=1.2)
    Traceback (most recent call last):
    twin.errors.ScenarioError: Door: metres is missing, but must be given.
    Door: unknown key 'meters'; did you mean 'metres'?
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    def __init__(self, /, **data: Any) -> None:
        kind = type(self)
        try:
            super().__init__(**data)
        except ValidationError as error:
            told = sentences(error.errors(), data, kind, lambda _: kind.__name__)
            raise ScenarioError(told) from error
        taken = sentences(taken_for_numbers(data, self), data, kind, lambda _: kind.__name__)
        if taken:
            raise ScenarioError(taken)

    # parts of a whole are made without it, so that the whole says where a problem of a part is
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]
