"""The choices that are made otherwise, one at a time.

Every axis is a function that lists its variations for a result; a new axis is one
function and one entry in `AXES`. Only one thing differs from the base: the charge
shift, for one, stays that of the base unless it is the thing that is varied.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import peaklib
from xpsfit.backgrounds import CROSS_SECTIONS, background_names, window_warnings
from xpsfit.model.types import Parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xpsfit.model.types import Component, PeakModel, RegionModel
    from xpsfit.results import SampleResult
    from xpsfit.settings import Settings

    Axis = Callable[[SampleResult, Settings], Iterator["Variation"]]

# Averages at the ends of a Shirley that is drawn before the fit: one point as in many
# programs, and a wide average.
END_POINTS = (1, 11)
# How far an end of the window is moved inward.
END_STEP_EV = 1.0
# The spread of adventitious carbon over insulators in five years of one laboratory
# (Biesinger, Appl. Surf. Sci. 597, 153681, 2022).
CARBON_SPREAD_EV = 0.25
# The energy dependence of mean free paths calculated with TPP-2M for the materials of
# lithium cells is about KE^0.77, where the common correction takes KE^0.6.
STEEPER_EXPONENT = 0.75
# Line shapes papers use for one and the same symmetric line.
SYMMETRIC_SHAPES: tuple[tuple[str, str, dict[str, float]], ...] = (
    ("Gaussian", "gaussian", {}),
    ("GL(10)", "gl_product", {"mixing": 0.1}),
    ("GL(30)", "gl_product", {"mixing": 0.3}),
    ("GL(50)", "gl_product", {"mixing": 0.5}),
    ("SGL(30)", "gl_sum", {"mixing": 0.3}),
    ("Voigt, 20 % Lorentzian", "voigt", {"lorentz_fraction": 0.2}),
)


@dataclass(frozen=True, slots=True)
class Variation:
    """One choice made otherwise.

    Attributes
    ----------
    axis, name : str
        What is varied, and to what.
    settings : Settings
        Everything else as in the base.
    """

    axis: str
    name: str
    settings: Settings


def variations_of(
    base: SampleResult, settings: Settings, axes: Sequence[str]
) -> list[Variation]:
    """Return the variations of `axes` for one result.

    Parameters
    ----------
    base : SampleResult
    settings : Settings
        Under which `base` came about.
    axes : sequence of str
        Keys of `AXES`.

    Returns
    -------
    list of Variation
        None that would repeat the base.
    """
    held = replace(
        settings,
        model=base.model,
        background=None,
        charge="shift",
        shift_ev=_model_shift(base),
        reference_ev=None,
    )
    return [variation for axis in axes for variation in AXES[axis](base, held)]


def _model_shift(base: SampleResult) -> float:
    """Return the shift of the base on the scale that its model states positions on."""
    charge, line = base.levels[0].charge, base.model.reference
    if line is None or charge.assigned_ev is None:
        return charge.shift_ev
    return charge.shift_ev - (charge.assigned_ev - line.binding_energy_ev)


def _backgrounds(base: SampleResult, held: Settings) -> Iterator[Variation]:
    used = {region.background.kind for region in base.model.regions}
    for kind in background_names():
        if kind in CROSS_SECTIONS and not _wide_enough_for_losses(base):
            continue
        if used != {kind}:
            yield _with_background(base.model, held, kind.replace("_", " "), kind)
    for points in END_POINTS:
        name = f"shirley, {points} end point{'s' if points > 1 else ''}"
        yield _with_background(base.model, held, name, "shirley", points)


def _wide_enough_for_losses(base: SampleResult) -> bool:
    """Return whether a Tougaard background is defensible in every window."""
    return not any(
        window_warnings(fit.high_ev, max(c.center_ev for c in fit.components))
        for fit in base.levels[0].fits
    )


def _with_background(
    model: PeakModel, held: Settings, name: str, kind: str, points: int | None = None
) -> Variation:
    def with_points(region: RegionModel) -> RegionModel:
        if points is None:
            return region
        return replace(region, background=replace(region.background, end_points=points))

    changed = _with_regions(held, model.with_background(kind), with_points)
    return Variation("background", name, changed)


def _ends(base: SampleResult, held: Settings) -> Iterator[Variation]:
    for name, low, high in (
        ("low end in by 1 eV", END_STEP_EV, 0.0),
        ("high end in by 1 eV", 0.0, END_STEP_EV),
        ("both ends in by 1 eV", END_STEP_EV, END_STEP_EV),
    ):
        yield Variation("ends", name, _narrowed(base, held, low, high))


def _narrowed(base: SampleResult, held: Settings, low: float, high: float) -> Settings:
    """Return settings with the window of each fit of the base made smaller."""
    windows = {
        fit.region.name: (fit.low_ev + held.shift_ev, fit.high_ev + held.shift_ev)
        for fit in base.levels[0].fits
    }

    def narrow(region: RegionModel) -> RegionModel:
        if region.region not in windows:
            return region
        start, end = windows[region.region]
        return replace(region, low_ev=start + low, high_ev=end - high)

    return _with_regions(held, base.model, narrow)


def _shapes(base: SampleResult, held: Settings) -> Iterator[Variation]:
    for name, shape, values in SYMMETRIC_SHAPES:
        settings = _with_regions(
            held,
            base.model,
            lambda region, shape=shape, values=values: replace(  # type: ignore[misc]
                region,
                components=tuple(
                    _reshaped(c, shape, values) for c in region.components
                ),
            ),
        )
        if settings.model != base.model:
            yield Variation("line shape", name, settings)


def _reshaped(component: Component, shape: str, values: dict[str, float]) -> Component:
    """Return a symmetric component with another shape; a tail is there for a reason."""
    if component.line_shape not in {entry[1] for entry in SYMMETRIC_SHAPES}:
        return component
    held = {name: Parameter(value, vary=False) for name, value in values.items()}
    return replace(component, line_shape=shape, shape=held)


def _sensitivity(base: SampleResult, held: Settings) -> Iterator[Variation]:
    del base
    for library in peaklib.sensitivity_libraries():
        for exponent in sorted({held.energy_exponent, STEEPER_EXPONENT}):
            if (library, exponent) != (held.library, held.energy_exponent):
                yield Variation(
                    "sensitivity",
                    f"{library}, KE^{exponent:g}",
                    replace(held, library=library, energy_exponent=exponent),
                )


def _charge(base: SampleResult, held: Settings) -> Iterator[Variation]:
    for moved in (-CARBON_SPREAD_EV, CARBON_SPREAD_EV):
        yield Variation(
            "charge reference",
            f"shift {moved:+g} eV",
            replace(held, shift_ev=held.shift_ev + moved),
        )
    if base.levels[0].charge.method != "none":
        yield Variation(
            "charge reference",
            "energies as measured",
            replace(held, charge="none", shift_ev=0.0),
        )


def _with_regions(
    held: Settings, model: PeakModel, change: Callable[[RegionModel], RegionModel]
) -> Settings:
    return replace(
        held, model=replace(model, regions=tuple(map(change, model.regions)))
    )


AXES: Mapping[str, Axis] = MappingProxyType(
    {
        "background": _backgrounds,
        "ends": _ends,
        "line shape": _shapes,
        "sensitivity": _sensitivity,
        "charge reference": _charge,
    }
)
