"""What people copy from a data sheet into a file."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from twin.cameras.lens import Lens

__all__ = ["LensSheet"]

_Count = Annotated[int, Field(ge=1, le=100_000)]
_Number = Annotated[float, Field(allow_inf_nan=False)]


class LensSheet(BaseModel):
    """What the camera's data sheet prints: the image size and at least one way to know the lens.

    Best is detect_m with hfov_deg; then focal_mm with pixel_pitch_um, which go together; hfov_deg
    or vfov_deg alone will do.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, title="Lens")

    width_px: Annotated[_Count, Field(description="width of the image [px]")]
    height_px: Annotated[_Count, Field(description="height of the image [px]")]
    hfov_deg: Annotated[
        _Number | None, Field(description="full horizontal field of view [degree]")
    ] = None
    vfov_deg: Annotated[
        _Number | None, Field(description="full vertical field of view [degree]")
    ] = None
    detect_m: Annotated[
        _Number | None, Field(description="distance printed for 25 px/m, 'detect' [m]")
    ] = None
    focal_mm: Annotated[_Number | None, Field(description="focal length [mm]")] = None
    pixel_pitch_um: Annotated[_Number | None, Field(description="size of a pixel [um]")] = None

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
        """
        return Lens.from_datasheet(**self.model_dump())
