"""What people copy from a data sheet into a file."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from twin.cameras.lens import Lens

__all__ = ["LensSheet"]

_PRINTED = ("hfov_deg", "vfov_deg", "detect_m", "focal_mm", "pixel_pitch_um")

_Count = Annotated[int, Field(ge=1, le=100_000)]
_Number = Annotated[float, Field(allow_inf_nan=False)]


class LensSheet(BaseModel):
    """What the camera's data sheet prints: the image size and at least one way to know the lens.

    Best is detect_m with hfov_deg; then focal_mm with pixel_pitch_um, which go together; then
    hfov_deg with vfov_deg, of which one alone will do. A lens that was measured has model and
    focal_px, and k1 if it is a fisheye, in the place of these.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, title="Lens")

    width_px: Annotated[_Count, Field(description="width of the image [px]")]
    height_px: Annotated[_Count, Field(description="height of the image [px]")]
    hfov_deg: Annotated[
        _Number | None,
        Field(
            description="full horizontal field of view as printed, over the wide side of the "
            "sensor, with corridor too [degree]"
        ),
    ] = None
    vfov_deg: Annotated[
        _Number | None,
        Field(
            description="full vertical field of view; where neither distance nor focal length is "
            "printed the focal length follows from both fields of view [degree]"
        ),
    ] = None
    detect_m: Annotated[
        _Number | None, Field(description="distance printed for 25 px/m, 'detect' [m]")
    ] = None
    focal_mm: Annotated[_Number | None, Field(description="focal length [mm]")] = None
    pixel_pitch_um: Annotated[_Number | None, Field(description="size of a pixel [um]")] = None

    model: Annotated[
        Literal["rectilinear", "fisheye"] | None, Field(description="of a measured lens")
    ] = None
    focal_px: Annotated[
        Annotated[float, Field(gt=0, allow_inf_nan=False)] | None,
        Field(description="measured focal length over pixel pitch [px]"),
    ] = None
    k1: Annotated[_Number | None, Field(description="measured third-order term of a fisheye")] = (
        None
    )

    @model_validator(mode="after")
    def _is_a_lens(self) -> "LensSheet":
        self.lens()
        return self

    def lens(self) -> Lens:
        """Return the lens.

        Raises
        ------
        ShapeError
            If the numbers are impossible, too few, or contradict each other.
        ValueError
            If a measured lens is given by half, or beside a data sheet.
        """
        printed = {name: getattr(self, name) for name in _PRINTED}
        if self.model is None and self.focal_px is None and self.k1 is None:
            return Lens.from_datasheet(width_px=self.width_px, height_px=self.height_px, **printed)
        both = [name for name, value in printed.items() if value is not None]
        if both or self.model is None or self.focal_px is None:
            message = (
                f"{both[0] if both else 'model, focal_px or k1'} stands "
                f"{'beside' if both else 'without'} a measured lens, which has model, focal_px "
                "and, for a fisheye, k1, but nothing from a data sheet."
            )
            raise ValueError(message)
        measured = Lens(self.width_px, self.height_px, self.focal_px, self.k1 or 0.0, self.model)
        return measured.made_round()
