"""Sight once more, slowly and in other words: matrices, loops and GEOS instead of kernels."""

import math
from collections import defaultdict
from dataclasses import replace
from itertools import groupby

import cv2
import numpy as np
import shapely

from tests.sight.geos import hidden_by_geos

OWN_HEAD = math.radians(60)


def project(camera, point):
    """Image a point with OpenCV; None when it is not in the image."""
    local = camera.rotation @ (np.asarray(point) - camera.position)
    theta = math.acos(local[2] / np.linalg.norm(local))
    if theta > camera.lens.largest_angle:
        return None
    lens = camera.lens
    centre = (lens.width_px / 2, lens.height_px / 2)
    matrix = np.array([[lens.focal_px, 0, centre[0]], [0, lens.focal_px, centre[1]], [0, 0, 1.0]])
    if lens.model == "rectilinear":
        uv, _ = cv2.projectPoints(local[None], np.zeros(3), np.zeros(3), matrix, np.zeros(4))
    else:
        bend = np.array([lens.k1, 0.0, 0.0, 0.0])
        uv, _ = cv2.fisheye.projectPoints(local[None, None], np.zeros(3), np.zeros(3), matrix, bend)
    u, v = uv.ravel()
    return (u, v) if 0 <= u <= lens.width_px and 0 <= v <= lens.height_px else None


def density(camera, point):
    """Pixels of a millimetre along and across the radius, the fewer, per metre."""
    ray = np.asarray(point) - camera.position
    axis = camera.rotation[2]
    across = np.cross(axis, ray)
    if np.linalg.norm(across) < 1e-9:
        return camera.lens.focal_px / np.linalg.norm(ray)
    across /= np.linalg.norm(across)
    along = np.cross(across, ray) / np.linalg.norm(ray)
    found = []
    for line in (across, along):
        a, b = (
            camera.lens.project([camera.rotation @ (ray + s * 5e-4 * line)])[0] for s in (-1, 1)
        )
        found.append(np.linalg.norm(b - a) / 1e-3)
    return min(found)


def clear(site, camera, point, others):
    """No solid and nobody else in the line."""
    if hidden_by_geos(site, camera.position, np.array([point]), 0.0)[0]:
        return False
    if not others:
        return True
    x, y, foot, eye, radius, shoulder = np.array(others).T
    body = miss(camera.position, point, x, y, shoulder - radius, radius, foot=foot)
    head = miss(camera.position, point, x, y, eye, 0.11)
    return bool((body > 0).all() and (head > 0).all())


def miss(a, b, x, y, z, radius, *, foot=None):
    """How far a segment misses balls, or upright capsules down to a flat foot; above 0 if it does.

    By search: it is convex.
    """

    def distance(t):
        up = a[2] + t * (b[2] - a[2]) - z
        flat = np.hypot(a[0] + t * (b[0] - a[0]) - x, a[1] + t * (b[1] - a[1]) - y)
        if foot is None:
            return np.hypot(flat, up) - radius
        return np.maximum(np.hypot(flat, np.maximum(up, 0)) - radius, foot - z - up)

    low, high = np.zeros(len(x)), np.ones(len(x))
    for _ in range(50):
        third = (high - low) / 3
        nearer = distance(low + third) < distance(high - third)
        low, high = np.where(nearer, low, low + third), np.where(nearer, high - third, high)
    return distance((low + high) / 2)


def foot(relief, row):
    """How high the ground lies where somebody of the tracks stands."""
    return ground(relief, row["x_cm"] / 100, row["y_cm"] / 100, row["below"])


def ground(relief, x, y, below):
    """Look up a square; the nearest when there is none."""
    rows, columns = relief.z.shape[1:]
    row = math.floor((y - relief.south) * relief.per_m)
    column = math.floor((x - relief.west) * relief.per_m)
    return float(relief.z[below, min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)])


def raised(site, camera):
    """Put a camera on the ground below it, or on that of the tallest solid it is in or above."""
    x, y, z = camera.position
    low, highest = ground(site.relief, x, y, 0), -math.inf
    standing = site.standing
    for outline, base, top, foot in zip(
        standing.prisms.footprints, standing.prisms.base, standing.prisms.top, standing.ground,
        strict=True,
    ):  # fmt: skip
        if outline.contains(shapely.Point(x, y)) and z >= base - foot and top > highest:
            low, highest = foot, top
    return replace(camera, position=np.array([x, y, z + low]))


def samples(site, camera, tracks, people):
    """Find what the camera sees: (person, tick) to a dict, only of the rows it sees."""
    camera = raised(site, camera)
    sizes = {p["person"]: p for p in people.to_pylist()}
    rows = tracks.to_pylist()
    by_tick = defaultdict(list)
    for row in rows:
        by_tick[row["tick"]].append(row)
    seen = {}
    for row in rows:
        x, y, size = row["x_cm"] / 100, row["y_cm"] / 100, sizes[row["person"]]
        head = np.array([x, y, foot(site.relief, row) + size["eye_height_m"]])
        spot = project(camera, head)
        if spot is None or density(camera, head) < 12.5:
            continue
        others = [
            (o["x_cm"] / 100, o["y_cm"] / 100, z, z + b["eye_height_m"], 0.4 * b["shoulder_m"],
             z + 0.82 * b["stature_m"])
            for o in by_tick[row["tick"]] if o is not row
            for b, z in [(sizes[o["person"]], foot(site.relief, o))]
        ]  # fmt: skip
        if not clear(site, camera, head, others):
            continue
        found = {
            "row": row, "uv": spot, "distance": np.linalg.norm(head - camera.position),
            "density": density(camera, head), "facing": None, "eyes": None,
        }  # fmt: skip
        seen[row["person"], row["tick"]] = found
        yaw, pitch = row["head_yaw_crad"] / 100, row["head_pitch_crad"] / 100
        ray = camera.position - head
        if abs(math.remainder(math.atan2(ray[1], ray[0]) - yaw, 2 * math.pi)) < math.pi / 2:
            found["facing"] = found["density"]
        nose = np.array([math.cos(pitch) * math.cos(yaw), math.cos(pitch) * math.sin(yaw),
                         math.sin(pitch)])  # fmt: skip
        left = np.array([-math.sin(yaw), math.cos(yaw), 0])
        local = np.array([nose, left, np.cross(nose, left)]) @ (ray / np.linalg.norm(ray))
        off_yaw, off_pitch = math.atan2(local[1], local[0]), math.asin(local[2])
        eyes = [head + s * size["ipd_m"] / 2 * left for s in (1, -1)]
        spots = [project(camera, eye) for eye in eyes]
        if (
            abs(off_yaw) <= OWN_HEAD
            and None not in spots
            and all(clear(site, camera, eye, others) for eye in eyes)
        ):
            found["eyes"] = math.dist(*spots), off_yaw, off_pitch
    return seen


def passes(seen, shutter, step=1):
    """Cut what was seen every so many ticks into passes: lists of samples, with the blur of each."""
    out = []
    for (person, tick), sample in sorted(seen.items()):
        if (
            not out
            or out[-1][-1]["row"]["person"] != person
            or (out[-1][-1]["row"]["tick"] != tick - step)
        ):
            out.append([])
        out[-1].append(sample)
    for group in out:
        for i, sample in enumerate(group):
            other = group[i - 1] if i else group[min(1, len(group) - 1)]
            sample["blur"] = math.dist(sample["uv"], other["uv"]) * 4 / step * shutter
    return out


def score(sample):
    """Rank a face: first those up or down by 45 degrees at most, then by size, pose and blur."""
    eye, yaw, pitch = sample["eyes"]
    sharp = eye / max(math.cos(yaw), 0.5) / math.sqrt(1 + (sample["blur"] / 3) ** 2)
    good = (sharp**4 * math.cos(yaw) ** 2 * math.cos(pitch) ** 2) ** 0.25
    return abs(pitch) <= math.pi / 4, good


def looks(groups, step=1):
    """One row for each second of each pass, as in the looks table."""
    rows = []
    for number, group in enumerate(groups):
        ticks = [s["row"]["tick"] for s in group]
        # a first sample alone in its second goes with the next one
        ticks[0] = ticks[min(1, len(ticks) - 1)]
        for _, samples in groupby(zip(ticks, group, strict=True), key=lambda pair: pair[0] // 4):
            second = [sample for _, sample in samples]
            faces = [s for s in second if s["eyes"]]
            best = max(faces, key=score) if faces else max(second, key=lambda s: s["density"])
            facing = [s["facing"] for s in second if s["facing"] is not None]
            eye, yaw, pitch = best["eyes"] or (None, None, None)
            rows.append({
                "pass": number, **{c: best["row"][c] for c in ("person", "tick", "x_cm", "y_cm")},
                "u_px": best["uv"][0], "v_px": best["uv"][1], "distance_m": best["distance"],
                "density_px_per_m": max(s["density"] for s in second),
                "face_density_px_per_m": max(facing) if facing else None, "eye_px": eye,
                "ied_px": eye / max(math.cos(yaw), 0.5) if eye else None, "off_yaw_rad": yaw,
                "off_pitch_rad": pitch, "blur_px": best["blur"],
                "visible_share": len(faces) / len(second), "samples": step * len(second),
            })  # fmt: skip
    return rows
