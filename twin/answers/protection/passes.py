"""What pictures of each pass show, and what of it stays."""

from typing import NamedTuple, Self

import numpy as np
import pyarrow as pa

from twin.answers.counts import human_density
from twin.arrays import Bools, Floats, Ints
from twin.cameras import Protection
from twin.cameras.protection import DAY
from twin.exposure import Recognisers, searched
from twin.exposure.encounters import column_of
from twin.exposure.evidence import runs
from twin.exposure.housing import once
from twin.tables import TICKS_PER_SECOND

__all__ = ["Passes", "Staying"]


class Passes(NamedTuple):
    """Passes before one housing, as columns (N,).

    Attributes
    ----------
    person : array of int
        Who passes.
    first, last : array
        First and last second with a picture. [s since midnight]
    seconds : array
        Time in pictures. [s]
    found : array of bool
        Whether a face is found that is good enough to be searched.
    shown : array of bool
        Whether a picture shows the face at level identify, within 90 degrees.
    shown_elsewhere : array of bool
        Whether one does in which no face is found, so that nothing is blurred.
    """

    person: Ints
    first: Floats
    last: Floats
    seconds: Floats
    found: Bools
    shown: Bools
    shown_elsewhere: Bools

    @classmethod
    def of(cls, looks: pa.Table, recognisers: Recognisers, *, several: bool) -> Self:
        """Read them from the looks of a housing, all those at some people.

        Parameters
        ----------
        looks : pyarrow.Table
            Of which the housing has an image, as :func:`twin.run.looks.of_housing` joins them.
        recognisers : Recognisers
            Say which face is good enough.
        several : bool
            Whether the housing has several cameras: then each second is told once.
        """
        person, number, tick = (
            column_of(looks, name).astype(np.int64) for name in ("person", "pass", "tick")
        )
        samples = column_of(looks, "samples").astype(np.int32)
        if several:
            samples = once(samples, person, tick)
        found = searched(looks, recognisers)
        with np.errstate(invalid="ignore"):
            shown = column_of(looks, "face_density_px_per_m") >= human_density()
        order = np.argsort((person << 32) + number, kind="stable")
        start = runs(person[order], number[order])
        if not len(start):
            return cls.none()
        second = tick[order] // TICKS_PER_SECOND
        return cls(
            person=person[order][start].astype(np.intp),
            first=np.minimum.reduceat(second, start).astype(np.float64),
            last=np.maximum.reduceat(second, start).astype(np.float64),
            seconds=np.add.reduceat(samples[order], start) / TICKS_PER_SECOND,
            found=np.logical_or.reduceat(found[order], start),
            shown=np.logical_or.reduceat(shown[order], start),
            shown_elsewhere=np.logical_or.reduceat((shown & ~found)[order], start),
        )

    @classmethod
    def none(cls) -> Self:
        """Return those of nobody."""
        empty, no = np.zeros(0), np.zeros(0, dtype=np.bool_)
        return cls(np.zeros(0, dtype=np.intp), empty, empty, empty, no, no, no)


class Staying(NamedTuple):
    """What stays of the pictures of each pass, as columns (N,).

    Attributes
    ----------
    person : array of int
        Who passes.
    searched : array of bool
        Whether the face is searched.
    seconds : array
        Time in pictures. [s]
    kept : array
        Chance that the pictures are kept for a day or longer. [1]
    watchable : array
        Chance that one of these shows the face at level identify, unblurred. [1]
    first, until : array
        From when to when its pictures are held if nobody is matched. [s since midnight]
    """

    person: Ints
    searched: Bools
    seconds: Floats
    kept: Floats
    watchable: Floats
    first: Floats
    until: Floats

    @classmethod
    def of(
        cls, passes: Passes, protection: Protection, *, fpir: float, retention: float = np.inf
    ) -> Self:
        """Apply what is done with pictures once they are taken.

        Parameters
        ----------
        passes : Passes
            Of one housing.
        protection : Protection
            Its protection.
        fpir : float
            Chance that a search of somebody who is not on the list ends in an alert. [1]
        retention : float
            For how long anything is kept, of matches too. [s]
        """
        found = passes.found & protection.recogniser
        matched = np.where(found, fpir, 0.0)
        shown = np.where(passes.shown, 1.0, 0.0)
        kept = np.ones(len(matched))
        watchable = shown
        after = np.inf if protection.delete_after is None else protection.delete_after
        if protection.blur_non_matches:
            watchable = np.where(passes.shown_elsewhere, 1.0, shown * matched)
        if after < DAY:
            kept, watchable = matched, shown * matched
        if retention < DAY:
            kept, watchable = np.zeros((2, len(matched)))
        return cls(
            person=passes.person,
            searched=found,
            seconds=passes.seconds,
            kept=kept,
            watchable=watchable,
            first=passes.first,
            until=passes.last + 1.0 + min(after, retention),
        )
