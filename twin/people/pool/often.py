"""How often people come: for life a chance of their own, times the factor of the day of the week.

Whoever belongs here (``comes`` in personas.yaml) has a chance drawn from a Beta distribution.
Others follow the law of visits: the density of those who come f times a day falls as f**-2
[schlapfer2021], from the rarest visitor to the most frequent one of the scenario. A party's chance
is that of the day of the week on which most of its persona come; on other days it is less in
proportion, so that no chance exceeds 1 and every mean is exact.
"""

from scipy.special import betaincinv

from twin.arrays import Floats
from twin.people.crowd import Crowd
from twin.people.personas import Persona
from twin.people.pool.means import ends, mean_chance, mean_of_week

__all__ = ["chances"]


def chances(persona: Persona, crowd: Crowd, u: Floats) -> Floats:
    """Turn uniform draws into each party's chance of coming on the busiest day of the week.

    The law of visits has density f_min f_max / (f_max - f_min) f**-2, so 1/f is uniform.

    Parameters
    ----------
    persona : Persona
        Whose.
    crowd : Crowd
        The rarest and the most frequent visitor.
    u : (N,) array
        In [0, 1).

    Returns
    -------
    (N,) array
        In [0, 1]. [1]

    References
    ----------
    .. [schlapfer2021] key in twin/sources.bib.
    """
    if persona.comes is not None:
        mean, spread = mean_chance(persona, crowd), persona.comes.spread
        found: Floats = betaincinv(mean * spread, (1.0 - mean) * spread, u)
        return found
    rarest, most = ends(crowd)
    between: Floats = 1.0 / ((1.0 - u) / rarest + u / most) / mean_of_week(persona)
    return between
