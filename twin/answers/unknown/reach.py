"""Whom each camera reaches, by itself and with others."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from twin.arrays import Floats, Ints, as_shape
from twin.errors import ShapeError

__all__ = ["Reach"]


@dataclass(frozen=True, eq=False)
class Reach:
    """Pairs of a camera and a person whom it may reach, by camera.

    To reach somebody is to see, to show, to search or to recognise them. For people of one kind,
    cameras miss somebody independently of each other, so that a set of cameras is expected to reach
    f = sum over persons of 1 - sum over kinds of weight x prod(missed). A camera more never lowers
    f, and adds the less the more others there are: f is monotone and submodular.

    Attributes
    ----------
    camera, person : (R,) array
        Numbers from 0; cameras rise, and each pair stands once.
    missed : (J, R) array
        Chance that the camera misses the person, for each kind of people. [1]
    weights : (J,) array
        Share of people of each kind; sums to 1. [1]
    cameras, people : int
        How many there are.
    """

    camera: Ints
    person: Ints
    missed: Floats
    weights: Floats
    cameras: int
    people: int

    @classmethod
    def of(
        cls,
        camera: Ints,
        person: Ints,
        *,
        cameras: int,
        people: int,
        missed: ArrayLike | None = None,
        weights: ArrayLike = (1.0,),
    ) -> Self:
        """Sort pairs by camera, then person.

        Parameters
        ----------
        camera, person : (R,) array of int
            In any order.
        cameras, people : int
            How many there are.
        missed : (J, R) array, optional
            Chance to miss; when missing, whoever is reached is reached for certain. [1]
        weights : (J,) array
            Share of people of each kind. [1]

        Raises
        ------
        ShapeError
            If numbers, chances or shapes are impossible.
        """
        shares = as_shape("weights", weights, (len(np.atleast_1d(weights)),))
        shape = (len(shares), len(camera))
        chance = np.zeros(shape) if missed is None else as_shape("missed", missed, shape)
        for name, numbers, most in (("camera", camera, cameras), ("person", person, people)):
            if len(numbers) and not 0 <= numbers.min() <= numbers.max() < most:
                message = (
                    f"{name} lies between {numbers.min()} and {numbers.max()}, but must lie "
                    f"between 0 and {most - 1}."
                )
                raise ShapeError(message)
        if chance.size and not 0.0 <= chance.min() <= chance.max() <= 1.0:
            message = (
                f"missed lies between {chance.min():g} and {chance.max():g}, but must lie between "
                "0 and 1."
            )
            raise ShapeError(message)
        order = np.lexsort((person, camera))
        return cls(camera[order], person[order], chance[:, order], shares, cameras, people)

    @cached_property
    def starts(self) -> Ints:
        """First pair of each camera, and the end (C + 1,)."""
        return np.searchsorted(self.camera, np.arange(self.cameras + 1))

    def nobody(self) -> Floats:
        """Return that nobody was reached yet, (J, P): the chance that all missed them. [1]"""
        return np.ones((len(self.weights), self.people))

    def adds(self, left: Floats, pairs: Ints | slice = slice(None)) -> Floats:
        """Return what each pair adds to those reached already. [1]

        Parameters
        ----------
        left : (J, P) array
            Chance that the cameras so far missed each person, by kind. [1]
        pairs : (N,) array of int or slice
            Which pairs; all when missing.

        Returns
        -------
        (N,) array
        """
        added = left[:, self.person[pairs]] * (1.0 - self.missed[:, pairs])
        return np.asarray((self.weights[:, None] * added).sum(axis=0), dtype=np.float64)

    def add(self, left: Floats, camera: int) -> float:
        """Add a camera to those so far, in place, and return how many people it adds. [1]"""
        own = slice(*self.starts[camera : camera + 2])
        who = self.person[own]
        before = left[:, who]
        after = before * self.missed[:, own]
        left[:, who] = after
        return float((self.weights * (before - after).sum(axis=1)).sum())

    def by_camera(self, pairs: Floats) -> Floats:
        """Add up what pairs (R,) add, for each camera (C,)."""
        sums = np.bincount(self.camera, weights=pairs, minlength=self.cameras)
        return np.asarray(sums, dtype=np.float64)
