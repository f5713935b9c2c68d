"""Walking over any ground, without a site, agendas and cameras: for those who study walking.

The default model is the kernel of the day, so what is found out here holds there; two published
models stand beside it.
"""

from collections.abc import Sequence
from dataclasses import replace

from numpy.typing import ArrayLike
from shapely import Polygon

from twin.people.laws.kernels import RADIUS
from twin.people.walking import MARGIN
from twin.people.walks.asked import check
from twin.people.walks.daily import walk_as_in_the_day
from twin.people.walks.lay import lay, off_walls
from twin.people.walks.published import RULES, walk_as_published
from twin.people.walks.result import Walk

__all__ = ["Walk", "walk"]

_FIRST_STEP = 0.1  # m: so far the first step leads away from a wall; assumption (0.05-0.15)


def walk(
    ground: Polygon,
    start: ArrayLike,
    exits: Sequence[Polygon],
    exit_of: ArrayLike | None,
    speed: ArrayLike,
    *,
    seconds: float,
    dt: float = 0.05,
    begin: ArrayLike | None = None,
    stairs: Sequence[Polygon] = (),
    model: str = "collision-free-speed",
    seed: int = 0,
    threads: int = 1,
) -> Walk:
    """Walk people over a piece of ground to exits.

    A person is a disc of radius 0.2 m who walks to their exit, round whatever stands between, and
    leaves on entering it: in the model of the day to its nearest point, in the published ones to
    its middle.

    Parameters
    ----------
    ground : Polygon
        Where people can walk; its edge and its holes are walls. It lies within 1e8 m of (0, 0), and
        the grid over it is no larger than 3003 m square. [m]
    start : (N, 2) array
        Where people stand at first: on the ground, no two on one spot. Nearer to walls than a
        body can be they do not begin: who stands within 0.15 m of one begins 0.25 m from it, in the
        published models within 0.2 m of one at 0.2 m. [m]
    exits : sequence of Polygon
        What people leave through, at least partly on the ground. Walls keep people's centres about
        a body's radius off, so an exit must reach farther than 0.25 m from them; and it must be
        as deep as the fastest step is long.
    exit_of : (N,) array of int or None
        Number of each person's exit; None lets everybody choose the one they are through first,
        with those who wait at it before them.
    speed : (N,) array
        Speed of each when nobody is near; above 0, up to 3. [m/s]
    seconds : float
        How long; a whole number of ``dt``, and of 0.25 s in the default model. Everybody's places
        every 0.25 s must fit into 4 GB: 900 people may walk for 12 hours. [s]
    dt : float
        Time step, at least 0.001. ``"collision-free-speed"``: up to 0.05, and 0.25 s is a whole
        number of steps; ``"collision-free-speed-plain"``: up to 0.05; ``"social-force"``: up to
        0.02, so that it must be given, such as 0.01. [s] assumption (0.01-0.05). Where people jam
        at doors the published models want JuPedSim's 0.01: in longer steps they stumble over the
        push of walls, whose reach is 2 cm.
    begin : (N,) array, optional
        When each begins to walk, and until when they stand; 0 when it is not given. [s]
    stairs : sequence of Polygon
        Flights of steps, as they lie on the plan; people of the day walk there at 0.49 of their
        speed, up and down [weidmann1993]_; the published models know none. [m]
    model : str
        ``"collision-free-speed"`` is how people walk in a simulated day: the model of
        [tordeux2016]_ with a side-step, a slow deviation from the shortest way, shoulders that turn
        in a jam, notice taken of others every 0.25 s, or all the time when they are close, and a
        way chosen every 0.5 s.
        ``"collision-free-speed-plain"`` is that model as published, with JuPedSim's constants.
        ``"social-force"`` is that of [helbing2000]_, with JuPedSim's constants but for the radius;
        the forces of its walls hold people up before openings of less than 0.7 m.
    seed : int
        Seed of the deviations; the other models draw nothing.
    threads : int
        Threads to use; they change no result. The published models use one for fewer than 4,096
        people.

    Returns
    -------
    Walk
        Places over time, and who left when and by which exit.

    Raises
    ------
    ShapeError
        If an argument is not as above, or somebody has no way to their exit.

    Notes
    -----
    Walls and ways are looked up on a grid of 0.1 m, or up to 0.5 m where ground times exits is
    large; walls thinner than 1.44 cells are thickened to that.

    Ways do not lead round jams: everybody takes the one that is quickest for who walks alone, and
    only exits of None are chosen by how long the wait there is.

    The published models depart from JuPedSim near walls: only the nearest point of a wall pushes;
    rubbing along a wall slows down, as in equation (3) of helbing2000; who is behind a wall is not
    felt; ways round corners keep clear of them; and a step never ends within 0.1 m of a wall.

    Nothing bounds speed in the social force, neither as published nor in JuPedSim: whoever begins
    with their body at a wall is thrown off it at up to sqrt(2 A B / m) = 2 m/s for a moment. Who is
    thrown goes no farther in a step than 0.15 m beyond what is known to be free, so that nobody is
    thrown through a wall.

    References
    ----------
    .. [tordeux2016] key in twin/sources.bib.
    .. [helbing2000] key in twin/sources.bib.
    .. [weidmann1993] key in twin/sources.bib.

    Examples
    --------
    One person walks 8 m at 1 m/s to an exit that begins there.

    >>> import shapely
    >>> from twin.people import walk
    >>> room, door = shapely.box(0, 0, 10, 4), shapely.box(9, 1, 10, 3)
    >>> walked = walk(room, [(1, 2)], [door], [0], [1.0], seconds=10)
    >>> bool(8.0 <= walked.left[0] < 8.5)
    True
    """
    asked = check(
        ground, start, exits, exit_of, speed, begin, stairs,
        seconds=seconds, dt=dt, model=model, seed=seed, threads=threads,
    )  # fmt: skip
    if model in RULES:
        # a wall throws back who overlaps with it, at several metres a second
        asked = replace(asked, start=off_walls(asked, RADIUS, RADIUS))
        return walk_as_published(asked, lay(asked, RADIUS, to_middle=True))
    asked = replace(asked, start=off_walls(asked, MARGIN, MARGIN - _FIRST_STEP))
    return walk_as_in_the_day(asked, lay(asked, MARGIN, to_middle=False))
