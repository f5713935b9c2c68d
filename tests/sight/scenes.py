"""Made-up sites, cameras, people and tracks for the tests of sight."""

import math
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import shapely
from shapely import affinity

from twin.cameras import Camera, Lens
from twin.frames import camera_rotation
from twin.sight import seen
from twin.site.relief import FLAT, grounds
from twin.site.relief.kernels import Relief
from twin.site.standing import Standing
from twin.site.things import Furniture, Prisms
from twin.tables import LOOKS, SIGHTINGS, TRACKS, checked


@dataclass
class Solids:
    """A site as far as sight knows it."""

    outlines: list = field(default_factory=list)
    heights: list = field(default_factory=list)
    crowns_: list = field(default_factory=list)
    extent: shapely.Polygon = field(default_factory=lambda: shapely.box(-60, -60, 60, 60))

    relief: Relief = FLAT

    def prisms(self) -> Prisms:
        return Prisms.of(
            [
                (outline, base, top, Furniture("", "", "", outline, base, top))
                for outline, (base, top) in zip(self.outlines, self.heights, strict=True)
            ]
        )

    def crowns(self) -> np.ndarray:
        return np.array(self.crowns_, dtype=float).reshape(-1, 5)

    @property
    def standing(self) -> Standing:
        middles = [outline.representative_point().coords[0] for outline in self.outlines]
        ground = grounds(self.relief, np.array(middles).reshape(-1, 2))
        return Standing(self.prisms(), ground, self.crowns())

    def plus(self, outline, base: float, top: float) -> "Solids":
        return Solids(
            [*self.outlines, outline], [*self.heights, (base, top)], self.crowns_, self.extent,
            self.relief,
        )  # fmt: skip

    def moved(self, turn: float, east: float, north: float) -> "Solids":
        """Turn about the origin [rad], then shift [m]."""
        c, s = np.cos(turn), np.sin(turn)

        def placed(shape):
            return affinity.affine_transform(shape, [c, -s, s, c, east, north])

        crowns = [
            (c * x - s * y + east, s * x + c * y + north, z, r, h) for x, y, z, r, h in self.crowns_
        ]
        return Solids([placed(o) for o in self.outlines], self.heights, crowns, placed(self.extent))


def random_solids(seed: int, count: int = 12) -> Solids:
    """Boxes, L shapes, courtyards, canopies, poles and trees between -50 and 50 m."""
    rng = np.random.default_rng(seed)
    site = Solids()
    for _ in range(count):
        w, h = rng.uniform(0.1, 15, 2)
        kind = rng.integers(5)
        shape = shapely.box(0, 0, w, h)
        if kind == 1:
            shape = shape.difference(shapely.box(w / 3, h / 3, w + 1, h + 1))
        if kind == 2:
            shape = shape.difference(shapely.box(w / 4, h / 4, w / 2, h / 2))
        if kind == 3:
            shape = shapely.Point(0, 0).buffer(0.15, quad_segs=2)
        shape = affinity.rotate(shape, rng.uniform(0, 360), origin=(0, 0))
        shape = affinity.translate(shape, *rng.uniform(-50, 50, 2))
        base = rng.uniform(0.2, 4) if rng.random() < 0.4 else 0.0
        site.outlines.append(shape)
        site.heights.append((base, base + rng.choice([rng.uniform(0.1, 2), rng.uniform(2, 20)])))
    for _ in range(rng.integers(0, 5)):
        x, y = rng.uniform(-50, 50, 2)
        site.crowns_.append((x, y, rng.uniform(2, 6), rng.uniform(0.5, 4), rng.uniform(0.5, 3)))
    return site


def random_relief(seed: int) -> Relief:
    """Ground in steps about 0, on a slope or none, and another below."""
    rng = np.random.default_rng(seed)
    side = float(rng.choice([0.5, 1.0, 3.0, 16.0]))
    count = int(96 / side)
    z = rng.choice([0.3, 1.0, 2.5]) * rng.uniform(-1, 1, (2, count, count))
    z[1] -= rng.uniform(0, 3)
    east, north = np.meshgrid(np.linspace(-1, 1, count), np.linspace(-1, 1, count))
    z += rng.choice([0.0, 2.0, 6.0]) * (rng.uniform(-1, 1) * east + rng.uniform(-1, 1) * north)
    return Relief(-48.0, -48.0, 1 / side, z.astype(np.float32))


def on_storeys(walks: pa.Table, seed: int) -> pa.Table:
    """Put some of the people of tracks below decks, for some of the time."""
    rng = np.random.default_rng(seed)
    below = (walks["person"].to_numpy() + walks["tick"].to_numpy() // 7) % 3 == rng.integers(3)
    column = walks.schema.get_field_index("below")
    return walks.set_column(column, walks.schema.field(column), pa.array(below.astype(np.int8)))


def camera(
    x: float = 0.0,
    y: float = 0.0,
    z: float = 4.0,
    *,
    heading: float = 0.0,
    tilt: float = -10.0,
    hfov: float = 90.0,
    shutter: float = 0.005,
    id: str = "A",
) -> Camera:
    lens = Lens.from_datasheet(width_px=1920, height_px=1080, hfov_deg=hfov)
    return Camera(
        id=id,
        name=id,
        position=np.array([x, y, z], dtype=float),
        rotation=camera_rotation(heading, tilt),
        lens=lens,
        frame_rate=12.0,
        shutter=shutter,
    )


def random_camera(seed: int) -> Camera:
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-40, 40, 2)
    return camera(
        x, y, rng.choice([rng.uniform(0.6, 1.9), rng.uniform(2, 12)]), heading=rng.uniform(0, 360),
        tilt=rng.uniform(-60, 5), hfov=rng.choice([25.0, 50.0, 90.0, 150.0]),
    )  # fmt: skip


def people(count: int, *, eye=1.6, stature=1.71, ipd=0.063, shoulder=0.46) -> pa.Table:
    """Sizes of everybody; each argument is a number or one for each person."""
    sizes = {"eye_height_m": eye, "stature_m": stature, "ipd_m": ipd, "shoulder_m": shoulder}
    columns = {
        name: np.broadcast_to(np.asarray(value, dtype=np.float32), count).copy()
        for name, value in sizes.items()
    }
    return pa.table({"person": np.arange(count, dtype=np.int32), **columns})


def tracks(rows) -> pa.Table:
    """Tracks from rows (person, tick, x, y [m], yaw, pitch [rad])."""
    table = np.array(sorted(rows), dtype=float).reshape(-1, 6)
    columns = [
        table[:, 0], table[:, 1], np.round(100 * table[:, 2]), np.round(100 * table[:, 3]),
        np.round(100 * table[:, 4]), np.round(100 * table[:, 5]), np.zeros(len(table)),
        np.zeros(len(table)),
    ]  # fmt: skip
    return pa.Table.from_arrays(
        [pa.array(c).cast(f.type) for c, f in zip(columns, TRACKS.schema, strict=True)],
        schema=TRACKS.schema,
    )


def cut(table: pa.Table, ticks: int) -> list[pa.Table]:
    """Cut tracks into slabs of so many ticks."""
    tick = table["tick"].to_numpy()
    slab = tick // ticks
    return [table.filter(pa.array(slab == k)) for k in range(slab.min(), slab.max() + 1)]


VIEWS = [
    camera(-14, 0, 4, heading=90, tilt=-15, hfov=100, id="wide"),
    camera(0, 16, 1.7, heading=180, tilt=0, hfov=35, shutter=0.02, id="low"),
    camera(12, -12, 0.5, heading=315, tilt=3, hfov=12, id="kerb"),
]


def see(slabs, walkers, cameras, site, **options):
    """Look at slabs: (sightings, looks) of each camera."""
    joined = seen(slabs, walkers, cameras, site, **options)
    for sightings, looks in joined:
        checked(sightings, SIGHTINGS)
        checked(looks, LOOKS)
    return joined


def crowd(seed, count=20, ticks=30, size=8.0):
    """People who walk straight lines across a small square, looking about; some pause indoors."""
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(count):
        x, y = rng.uniform(-size, size, 2)
        way = rng.uniform(-math.pi, math.pi)
        start, stop = np.sort(rng.integers(0, ticks, 2))
        hole = rng.integers(0, ticks)
        for tick in range(start, stop + 1):
            if hole < tick < hole + rng.integers(1, 4):
                continue
            far = 0.33 * tick
            yaw = math.remainder(way + rng.normal(0, 0.8), 2 * math.pi)
            rows.append((person, 300_000 + tick, x + far * math.cos(way), y + far * math.sin(way),
                         yaw, rng.normal(0, 0.2)))  # fmt: skip
    sizes = people(
        count, eye=rng.uniform(1.0, 1.9, count), stature=rng.uniform(1.1, 2.0, count),
        ipd=rng.uniform(0.05, 0.07, count), shoulder=rng.uniform(0.3, 0.55, count),
    )  # fmt: skip
    return tracks(rows), sizes


def day(seed=11):
    return (*crowd(seed, count=60, ticks=200, size=14.0), random_solids(seed, 6))
