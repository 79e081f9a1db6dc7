"""Unit-area profiles of the components of a region, and their derivatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from xpsfit.arrays import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """Unit-area quantities of all components and their derivatives, shape (m, n).

    `by_center` and `by_fwhm` are still to be multiplied by `scale`, shape (m, 1), so
    that it can be done together with the areas; None where it is done.
    """

    value: FloatArray
    by_center: FloatArray
    by_fwhm: FloatArray
    # One per place of a shape parameter in its line shape.
    by_shape: tuple[FloatArray, ...]
    scale: FloatArray | None = None


def each_changed(
    profiles: Profiles, change: Callable[[FloatArray], FloatArray]
) -> Profiles:
    """Return `profiles` with every part changed alike."""
    return Profiles(
        value=change(profiles.value),
        by_center=change(profiles.by_center),
        by_fwhm=change(profiles.by_fwhm),
        by_shape=tuple(change(part) for part in profiles.by_shape),
    )


def with_step(peak: Profiles, k: FloatArray, step: Profiles) -> Profiles:
    """Return the sum of profiles and k times what follows them."""
    by_shape = peak.by_shape
    if by_shape:
        pairs = zip(by_shape, step.by_shape, strict=True)
        by_shape = tuple(own + k * below for own, below in pairs)
    return Profiles(
        value=peak.value + k * step.value,
        by_center=peak.by_center + k * step.by_center,
        by_fwhm=peak.by_fwhm + k * step.by_fwhm,
        by_shape=by_shape,
    )
