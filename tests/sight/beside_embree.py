"""Scenes of the bench of sight, and what Embree says of them in an interpreter of its own.

``SIGHT_BENCH`` names the folder that holds ``scene.py``, ``make_dense.py`` and
``embreex_bench.py``, and ``EMBREE_PYTHON`` an interpreter that has what they import: that of an
environment with the extra ``embree`` of this project.
"""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
import shapely

from tests.sight.geos import hidden_by_geos
from tests.sight.scenes import Solids
from twin.cameras import Lens
from twin.frames import camera_rotation, yaw_to_heading
from twin.sight import Scene

__all__ = [
    "FRAMES", "blocked", "in_view", "made", "moments", "near_an_edge", "read", "rotations", "site_of",
    "views_of", "with_embree",
]  # fmt: skip

EMBREE, BENCH = os.environ.get("EMBREE_PYTHON"), os.environ.get("SIGHT_BENCH")

with_embree = pytest.mark.skipif(
    not (EMBREE and BENCH),
    reason="EMBREE_PYTHON and SIGHT_BENCH name no Embree and no bench to compare with",
)

FRAMES = 16
LENS = Lens.straight(width_px=3840, height_px=2160, hfov_deg=90)
REACH = 40.0
"""How far each camera of the bench sees. [m]"""

HEAD, RADIUS, NECK = 0.11, 0.22, 0.23
"""Of the people of the bench: radius of head and body, and how far the body ends below the face.
[m]"""

NEAR = 1e-3
"""Embree computes in single precision: a line so near an edge it may answer either way. [m]"""


def run(script, *arguments, folder):
    """Run a script of the bench in a folder; return what it prints."""
    out = subprocess.run(
        [EMBREE, str(Path(BENCH) / script), *map(str, arguments)],
        cwd=folder, env={"PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return out.stdout


def made(folder, seed, *, faces, dense=False):
    """Let the bench make a scene, its faces and its moments in a folder."""
    run("scene.py", "--seed", seed, "--faces", faces, "--frames", FRAMES, folder=folder)
    if dense:
        run("make_dense.py", folder=folder)
    return folder / "data"


def read(folder, name):
    """Read what the bench wrote; its numbers in double precision, which are those of single."""
    found = dict(np.load(folder / f"{name}.npz"))
    return {
        what: value.astype(float) if value.dtype.kind == "f" and what != "tri" else value
        for what, value in found.items()
    }


def site_of(scene):
    """Return the prisms of a scene."""
    ends = zip(scene["poly_off"][:-1], scene["poly_off"][1:], strict=True)
    heights = np.column_stack([scene["z0"], scene["z1"]])
    return Solids([shapely.Polygon(scene["poly_xy"][a:b]) for a, b in ends], list(heights))


def rotations(scene, tilt=None):
    """Return the rotations of the cameras of a scene, or of the same all tilted alike. [deg]"""
    tilts = np.degrees(scene["cam_pitch"]) if tilt is None else np.full(len(scene["cam_yaw"]), tilt)
    headings = map(yaw_to_heading, scene["cam_yaw"])
    return np.array([camera_rotation(*both) for both in zip(headings, tilts, strict=True)])


def views_of(site, position, rotation):
    """Arrange a site round cameras of the bench."""
    return Scene.of(site).look_from(position, rotation, LENS, REACH)


def in_view(position, rotation, points):
    """Return all pairs of a camera and a point in its image and reach, by camera."""
    halves = np.array([1.0, LENS.height_px / LENS.width_px])
    pairs = []
    for c, (place, turn) in enumerate(zip(position, rotation, strict=True)):
        near = np.flatnonzero((np.abs(points[:, :2] - place[:2]) <= REACH).all(axis=1))
        away = points[near] - place
        local = away @ turn.T
        ok = (np.abs(local[:, :2]) <= halves * local[:, 2:]).all(axis=1) & (local[:, 2] > 0)
        found = near[ok & ((away * away).sum(axis=1) <= REACH**2)]
        pairs.append(np.column_stack([np.full(len(found), c), found]))
    return np.concatenate(pairs).T


def moments(folder, name, people):
    """Return so many people of each moment: faces, and radius of head and body, and its top."""
    frames = read(folder, name)
    faces = np.dstack([frames["ped_xy"], frames["ped_zf"]])[:FRAMES, :people]
    sizes = np.empty_like(faces)
    sizes[..., :2], sizes[..., 2] = (HEAD, RADIUS), faces[..., 2] - NECK
    return list(zip(faces, sizes, strict=True))


def asked(folder, scene, position, points, camera, face):
    """Put pairs where :func:`blocked` asks Embree about them."""
    folder.mkdir()
    np.savez(folder / "scene.npz", tri=scene["tri"], cam_pos=position)
    np.savez(
        folder / "rays.npz", face_xyz=points.astype(np.float32), pair_cam=camera, pair_face=face
    )
    return folder


def blocked(folder):
    """Ask Embree which pairs of a folder are hidden, and how many million a second it does."""
    told = json.loads(run("embreex_bench.py", folder, folder=folder))
    return np.load(folder / "truth_embreex.npy"), told["mrays_per_cpu_s"]


def near_an_edge(site, eyes, points):
    """Say which lines pass so near an edge or a top that Embree may answer either way.

    More would hide such a line than hides it now, or less, were everything NEAR larger or smaller.
    """
    sizes = [
        Solids([o.buffer(by) for o in site.outlines], [(base, top + by) for base, top in site.heights])
        for by in (-NEAR, NEAR)
    ]  # fmt: skip
    found = np.zeros(len(points), dtype=bool)
    for k, (eye, point) in enumerate(zip(eyes, points, strict=True)):
        smaller, larger = (hidden_by_geos(size, eye, point[None], 0.0)[0] for size in sizes)
        found[k] = smaller != larger
    return found
