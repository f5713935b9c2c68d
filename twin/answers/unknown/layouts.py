"""Layouts drawn from candidates, each camera after the other, and how many people they reach."""

import numpy as np

from twin.answers.unknown.reach import Reach
from twin.arrays import Floats, Ints
from twin.rng import Stream, uniform

__all__ = ["LAYOUTS", "counted", "orders"]

LAYOUTS = 200
"""Layouts that are drawn. [1] assumption (range 100-2000): what is told of one in twenty holds for
one in fifty to one in twelve then."""


def orders(
    mount: Ints,
    setting: Ints,
    seed: int,
    *,
    most: int,
    weights: Floats | None = None,
    layouts: int = LAYOUTS,
) -> Ints:
    """Draw in which order cameras are hung, for each of several layouts.

    The first n of an order are a layout of n cameras; the layout of one camera more holds them too.
    Without weights each set of n is as likely as another. With them the next camera is any of the
    others in proportion to its weight, by exponential waiting times [efraimidis2006]_.

    Parameters
    ----------
    mount, setting : (C,) array of int
        What each candidate is; its draws hang on nothing else, nor on the other candidates.
    seed : int
        Of the scenario.
    most : int
        Cameras of the largest layout.
    weights : (C,) array, optional
        How likely each candidate is to be next, up to a factor; those of 0 come last, in any
        order. [1]
    layouts : int
        How many layouts.

    Returns
    -------
    (layouts, min(most, C)) array of int
        Numbers of candidates.

    References
    ----------
    .. [efraimidis2006] key in twin/sources.bib; algorithm A.
    """
    number = np.arange(layouts)[:, None]
    drawn = uniform(seed, Stream.LAYOUT, 0, number, mount[None, :], setting[None, :])
    with np.errstate(divide="ignore", invalid="ignore"):
        waiting = -np.log1p(-drawn) / (1.0 if weights is None else weights)
    return np.lexsort((drawn, waiting), axis=1)[:, :most]


def counted(reach: Reach, order: Ints) -> Floats:
    """Count whom layouts reach that grow camera by camera.

    Parameters
    ----------
    reach : Reach
        Whom each camera reaches.
    order : (L, N) array of int
        Which camera comes when in each layout.

    Returns
    -------
    (L, N) array
        Expected number of people that the first one, two and so on reach together. [1]

    Examples
    --------
    Camera 0 reaches person 0 for certain, camera 1 persons 0 and 1 half of the time.

    >>> reach = Reach.of(np.array([0, 1, 1]), np.array([0, 0, 1]), cameras=2, people=2,
    ...                  missed=[[0.0, 0.5, 0.5]])
    >>> counted(reach, np.array([[0, 1], [1, 0]])).tolist()
    [[1.0, 1.5], [1.0, 1.5]]
    """
    added = np.zeros(order.shape)
    for row, cameras in zip(added, order.tolist(), strict=True):
        left = reach.nobody()
        row[:] = [reach.add(left, camera) for camera in cameras]
    return np.cumsum(added, axis=1)
