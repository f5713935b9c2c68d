"""Commands about cameras: a lens from its data sheet, a pose from clicks."""

import re
from pathlib import Path
from typing import Annotated

import typer

from twin.cli.asking import AsJson, in_options, print_json, refuse_ending, refuse_out
from twin.errors import ScenarioError
from twin.patterns import NAME, WORDS

__all__ = ["lens", "locate"]

SHEET = {
    "hfov_deg": "--hfov",
    "vfov_deg": "--vfov",
    "detect_m": "--detect",
    "focal_mm": "--focal-mm",
    "pixel_pitch_um": "--pixel-pitch-um",
}
"""What a data sheet prints: key of a layout, and option."""

LENS = SHEET | {"width_px": "--width", "height_px": "--height", "corridor": "--corridor"}
"""The same with what else `twin lens` asks of it."""


def lens(
    *,
    type_: Annotated[
        str | None, typer.Option("--type", help="A type of the catalogue, instead of a data sheet.")
    ] = None,
    types: Annotated[
        bool, typer.Option("--types", help="List the types of the catalogue.")
    ] = False,
    width: Annotated[int | None, typer.Option(help="Width of the image. [px]")] = None,
    height: Annotated[int | None, typer.Option(help="Height of the image. [px]")] = None,
    hfov: Annotated[
        float | None,
        typer.Option(
            help="Horizontal field of view, over the wide side of the sensor, to which a type's "
            "zoom is set. [degree]"
        ),
    ] = None,
    vfov: Annotated[
        float | None,
        typer.Option(
            help="Vertical field of view; F follows from both, where neither distance nor focal "
            "length is given. [degree]"
        ),
    ] = None,
    detect: Annotated[
        float | None, typer.Option(help="Distance printed for 25 px/m, 'detect'. [m]")
    ] = None,
    focal_mm: Annotated[float | None, typer.Option(help="Focal length. [mm]")] = None,
    pixel_pitch_um: Annotated[float | None, typer.Option(help="Size of a pixel. [um]")] = None,
    corridor: Annotated[
        bool,
        typer.Option(
            "--corridor",
            help="The sensor hangs on its side; all numbers are those of its data sheet, upright.",
        ),
    ] = False,
    mount: Annotated[
        float | None,
        typer.Option(help="Height above the ground. [m]", show_default="3, or as the type"),
    ] = None,
    tilt: Annotated[
        float | None,
        typer.Option(
            help="Negative is down. [degree]",
            show_default="so that the axis meets a face with 250 px/m; a fisheye of the catalogue "
            "looks straight down",
        ),
    ] = None,
    standard: Annotated[
        str | None, typer.Option(help="Whose levels to draw.", show_default="the first shipped")
    ] = None,
    out: Annotated[Path, typer.Option(help="Draw it here, as .png or .svg.")] = Path("lens.png"),
    as_json: AsJson = False,
) -> None:
    """Say and draw what a lens shows, from its data sheet or the catalogue."""
    from twin.cameras import Lens
    from twin.cameras.catalogue import camera_type, hanging
    from twin.cameras.mount import MOUNT_HEIGHT, aimed, hung
    from twin.exposure import recognisers, standard_of, standards
    from twin.report.lens_sheet import lens_sheet
    from twin.report.lens_text import lens_facts, render_lens, render_types
    from twin.report.saving import save

    if types:
        render_types()
        return
    refuse_ending(out, ".png", ".svg")
    sheet = {
        "vfov_deg": vfov,
        "detect_m": detect,
        "focal_mm": focal_mm,
        "pixel_pitch_um": pixel_pitch_um,
    }
    turned: tuple[float, ...] = (0.0,)
    name = None
    if type_ is not None:
        printed = {"width_px": width, "height_px": height, **sheet}
        given = [LENS[name] for name, value in printed.items() if value is not None]
        if given:
            message = (
                f"--type {type_}: {', '.join(given)} cannot be given beside it; the catalogue "
                f"says {'it' if len(given) == 1 else 'them'}."
            )
            raise ScenarioError(message)
        kind = camera_type(type_)
        # a type in corridor format stays so, and any other may be turned
        with in_options(LENS):
            optics, usual = kind.lens(hfov, corridor=corridor or None), hanging(kind)
        mount = usual.height_m.value if mount is None else mount
        name = kind.name
        tilt = usual.tilt_deg.value if tilt is None and kind.form == "fisheye" else tilt
        turned = kind.sensors.turned_deg if kind.sensors else turned
    else:
        if width is None or height is None:
            message = "twin lens: --width and --height must be given, or --type, or --types."
            raise ScenarioError(message)
        with in_options(LENS):
            optics = Lens.from_datasheet(width_px=width, height_px=height, hfov_deg=hfov, **sheet)
            optics = optics.on_its_side() if corridor else optics
    drawn = standards()[0] if standard is None else standard_of(standard)
    high = MOUNT_HEIGHT if mount is None else mount
    camera = (
        aimed(optics, standards()[0].human_density, height_m=high)
        if tilt is None
        else hung(optics, height_m=high, tilt_deg=tilt)
    )
    figure = lens_sheet(camera, drawn, turned=turned, name=name)
    save(figure, out, title="lens")
    facts = lens_facts(camera, standards(), recognisers(), turned=turned, name=name)
    if as_json:
        print_json(facts)
    else:
        render_lens(facts, standards(), drawn=out)


def locate(
    image: Annotated[Path, typer.Argument(help="A still of the camera, PNG or JPEG.")],
    points: Annotated[
        Path,
        typer.Argument(
            help="A CSV table with columns u_px, v_px (from the image's upper left corner), "
            "easting_m, northing_m (EPSG:27700), and if wanted height_m above the ground and name."
        ),
    ],
    *,
    fisheye: Annotated[
        bool, typer.Option("--fisheye", help="Look for a fisheye, k1 too from six points on.")
    ] = False,
    straight: Annotated[
        bool,
        typer.Option(
            "--straight",
            help="The lens keeps straight lines straight; F then is that of a pinhole.",
        ),
    ] = False,
    corridor: Annotated[
        bool,
        typer.Option(
            "--corridor",
            help="The sensor hung on its side; all numbers are those of its data sheet, upright.",
        ),
    ] = False,
    hfov: Annotated[
        float | None,
        typer.Option(
            help="Horizontal field of view, over the wide side of the sensor; then only the pose "
            "is found. [degree]"
        ),
    ] = None,
    vfov: Annotated[float | None, typer.Option(help="Vertical field of view. [degree]")] = None,
    detect: Annotated[
        float | None, typer.Option(help="Distance printed for 25 px/m, 'detect'. [m]")
    ] = None,
    focal_mm: Annotated[float | None, typer.Option(help="Focal length. [mm]")] = None,
    pixel_pitch_um: Annotated[float | None, typer.Option(help="Size of a pixel. [um]")] = None,
    id: Annotated[str, typer.Option(help="Short name of the camera in the layout.")] = "camera",
    out: Annotated[
        Path | None, typer.Option(help="Write a layout with this camera here, a new .yaml file.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find where a camera hangs and looks, from four or more points clicked in its image."""
    from twin.cameras import Clicks, image_size
    from twin.cameras import locate as located
    from twin.report.locate_text import located_facts, render_located
    from twin.store import write_file

    if re.fullmatch(NAME, id) is None:
        message = f"--id {id!r}: must be {WORDS[NAME]}."
        raise ScenarioError(message)
    if out is not None:
        refuse_out(out)
    printed = zip(SHEET, (hfov, vfov, detect, focal_mm, pixel_pitch_um), strict=True)
    sheet = {name: value for name, value in printed if value is not None}
    width, height = image_size(image)
    clicks = Clicks.read(points, width_px=width, height_px=height)
    with in_options(SHEET):
        found = located(
            clicks,
            width_px=width,
            height_px=height,
            fisheye=fisheye,
            straight=straight,
            corridor=corridor,
            sheet=sheet,
        )
    if out is not None:
        text = found.layout(id=id, path=out)
        write_file(out, lambda beside: beside.write_text(text, encoding="utf-8"))
    facts = located_facts(found)
    if as_json:
        print_json(facts)
    else:
        render_located(facts, written=out)
