"""The published models in plain NumPy: everybody with everybody, on ground without walls."""

import numpy as np

RADIUS = 0.2


def unit(v):
    return v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-300)


def pairs(xy, look):
    """Return vectors from each to each, distances, and who is regarded."""
    to = xy[None] - xy[:, None]
    d = np.linalg.norm(to, axis=2)
    return to, d, (d < look) & ~np.eye(len(xy), dtype=bool)


def collision_free(xy, target, pace):
    """Velocities by equations (1) to (4) of Tordeux et al. (2016)."""
    to, d, seen = pairs(xy, 3.0)
    push = np.where(seen, 8.0 * np.exp((2 * RADIUS - d) / 0.1), 0.0)
    e = unit(unit(target - xy) - (push[:, :, None] * to / np.maximum(d, 1e-300)[:, :, None]).sum(1))
    ahead = (to * e[:, None]).sum(2)
    aside = np.abs(to[:, :, 0] * e[:, None, 1] - to[:, :, 1] * e[:, None, 0])
    room = np.where(seen & (ahead > 0) & (aside <= 2 * RADIUS), d - 2 * RADIUS, np.inf).min(1)
    return e * np.minimum(pace, np.maximum(room, 0.0) / 1.0)[:, None]


def social_force(xy, v, target, pace, dt):
    """Velocities by equations (1) and (2) of Helbing, Farkas and Vicsek (2000)."""
    to, d, seen = pairs(xy, 2.5)
    away = -to / np.maximum(d, 1e-300)[:, :, None]
    overlap = np.maximum(2 * RADIUS - d, 0.0)
    along = np.stack([-away[:, :, 1], away[:, :, 0]], axis=2)
    slip = ((v[None] - v[:, None]) * along).sum(2)
    force = (2000.0 * np.exp((2 * RADIUS - d) / 0.08) + 1.2e5 * overlap)[:, :, None] * away
    force += (2.4e5 * overlap * slip)[:, :, None] * along
    force = np.where(seen[:, :, None], force, 0.0).sum(1)
    return v + dt * ((pace[:, None] * unit(target - xy) - v) / 0.5 + force / 80.0)


def walk(model, start, target, pace, begin, steps, dt):
    """Walk some steps; nobody leaves."""
    xy, v = np.array(start, dtype=float), np.zeros((len(start), 2))
    for s in range(steps):
        if model == "social-force":
            wanted = social_force(xy, v, target, pace, dt)
        else:
            wanted = collision_free(xy, target, pace)
        v = np.where((begin <= s * dt + 1e-9)[:, None], wanted, 0.0)
        xy = xy + v * dt
    return xy
