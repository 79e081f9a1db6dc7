"""The truth of a sample: a peak model, amounts, and how it is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.errors import ModelError
from xpsfit.model.check import check_model
from xpsfit.model.types import Link
from xpsfit.settings import Settings
from xpsfit.simulate.amounts import (
    atomic_percent,
    given_areas,
    model_areas,
    relative_areas,
)
from xpsfit.simulate.forward import Forward, forward, generating_model
from xpsfit.simulate.limits import MOST_COUNTS, check_specimen, grid_of, plans_of
from xpsfit.simulate.truth import (
    AL_KA_EV,
    Acquisition,
    Specimen,
    TrueRegion,
    Truth,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.model.types import PeakModel, RegionModel
    from xpsfit.simulate.amounts import Areas

# Where no background is given: shares of the region's peak and of the highest of all.
BACKGROUND_OF_PEAK = 0.2
LEAST_BACKGROUND = 0.01


def true_sample(
    model: PeakModel,
    specimen: Specimen | None = None,
    *,
    acquisition: Acquisition | None = None,
    by_region: Mapping[str, Acquisition] | None = None,
    settings: Settings | None = None,
    photon_energy_ev: float = AL_KA_EV,
) -> Truth:
    """Return the truth of a specimen that is what a peak model says.

    Positions, widths, shapes, doublets and links are those at which the model starts.

    Parameters
    ----------
    model : PeakModel
    specimen : Specimen, optional
        Amounts, count rate, charge shift.
    acquisition : Acquisition, optional
        How every region is measured.
    by_region : mapping of str to Acquisition, optional
        Instead of it, by core level.
    settings : Settings, optional
        Sensitivity library and energy exponent.
    photon_energy_ev : float

    Returns
    -------
    Truth

    Raises
    ------
    ModelError
        If the model or an amount is wrong, or the acquisition cannot be: an empty
        window, too many points, a rate below zero.
    QuantificationError
        If the library has no factor for a level.

    Examples
    --------
    >>> from xpsfit.model import builtin_model
    >>> oxide = Specimen(composition={"Li": 2, "O": 1})
    >>> truth = true_sample(builtin_model("li-tma"), oxide)
    >>> {element: round(x, 2) for element, x in truth.elements.items() if x}
    {'O': 33.33, 'Li': 66.67}
    """
    check_model(model)
    settings, specimen = settings or Settings(), specimen or Specimen()
    shift_ev = specimen.shift_ev
    check_specimen(specimen)
    plans = plans_of(model, acquisition or Acquisition(), by_region or {})
    regions = [generating_model(region) for region in model.regions]
    grids = [grid_of(region, plans[region.region], shift_ev) for region in regions]
    chosen, absolute = _areas(model, specimen, photon_energy_ev, settings)
    bare = [
        _bare(region, grid, chosen, shift_ev)
        for region, grid in zip(regions, grids, strict=True)
    ]
    heights = [float((f.curve_cps - f.background_cps).max()) for f in bare]
    scale = 1.0 if absolute else specimen.peak_cps / max(heights)
    heights = [scale * height for height in heights]
    built = tuple(
        _true_region(region, grid, plans[region.region], shift_ev, scaled)
        for region, grid, scaled in zip(
            regions,
            grids,
            (
                _values(region, one, plans[region.region], scale, height, max(heights))
                for region, one, height in zip(regions, bare, heights, strict=True)
            ),
            strict=True,
        )
    )
    return truth_of(
        built, model, settings, photon_energy_ev=photon_energy_ev, sample=specimen.name
    )


def truth_of(
    regions: Sequence[TrueRegion],
    model: PeakModel,
    settings: Settings,
    *,
    photon_energy_ev: float,
    sample: str,
) -> Truth:
    """Return regions with the amounts that their areas mean."""
    areas = {
        (region.name, component.name): region.area(component.name)
        for region in regions
        for component in region.model.components
    }
    elements, states = atomic_percent(
        [region.model for region in regions], areas, photon_energy_ev, settings
    )
    return Truth(
        sample, model, tuple(regions), elements, states, settings, photon_energy_ev
    )


def with_values(region: TrueRegion, values: Mapping[str, float]) -> TrueRegion:
    """Return a region with other values of some parameters, its curve made anew."""
    here = forward(
        region.energy_ev, region.model, {**region.values, **values}, region.shift_ev
    )
    return _region(
        here, region.model, region.energy_ev, region.shift_ev,
        (region.dwell_s, region.scans),
    )  # fmt: skip


def region_of_values(
    model: RegionModel,
    energy_ev: FloatArray,
    values: Mapping[str, float],
    *,
    shift_ev: float,
    dwell_s: float,
    scans: int,
) -> TrueRegion:
    """Return the truth of one region from the values of its parameters.

    Raises
    ------
    ModelError
        If the curve falls below zero or counts more than can be.
    """
    model = generating_model(model)
    here = forward(energy_ev, model, values, shift_ev)
    return _region(here, model, energy_ev, shift_ev, (dwell_s, scans))


def _region(
    here: Forward,
    model: RegionModel,
    energy_ev: FloatArray,
    shift_ev: float,
    timing: tuple[float, int],
) -> TrueRegion:
    dwell_s, scans = timing
    expected = here.curve_cps * dwell_s * scans
    if not np.isfinite(expected).all() or expected.min() < 0.0:
        raise ModelError(
            f"{model.region}: the expected counts fall below zero or are no numbers; "
            "give a higher background or a smaller slope"
        )
    if expected.max() > MOST_COUNTS:
        raise ModelError(
            f"{model.region}: {expected.max():.3g} counts in a channel are more than "
            f"{MOST_COUNTS:g}; give lower rates or fewer scans"
        )
    at = here.slots.values().tolist()
    return TrueRegion(
        model=model,
        energy_ev=frozen(energy_ev),
        values={slot.name: at[i] for i, slot in enumerate(here.slots.all)},
        shift_ev=shift_ev,
        dwell_s=dwell_s,
        scans=scans,
        expected_cps=here.curve_cps,
        background_cps=here.background_cps,
    )


def _true_region(
    region: RegionModel,
    grid: FloatArray,
    plan: Acquisition,
    shift_ev: float,
    values: Mapping[str, float],
) -> TrueRegion:
    return region_of_values(
        region, grid, values, shift_ev=shift_ev, dwell_s=plan.dwell_s, scans=plan.scans
    )


def _areas(
    model: PeakModel, specimen: Specimen, photon_ev: float, settings: Settings
) -> tuple[Areas, bool]:
    """Return areas, and whether they are in counts/s x eV already."""
    if specimen.areas is not None:
        return given_areas(model, specimen.areas), True
    own = model_areas(model)
    if specimen.composition is None and own is not None:
        return own, True
    return relative_areas(model, specimen.composition, photon_ev, settings), False


def _bare(
    region: RegionModel, grid: FloatArray, areas: Areas, shift_ev: float
) -> Forward:
    """Return the peaks of a region before they are scaled."""
    own = {
        f"{name}.area_cps_ev": areas[level, name]
        for level, name in every_component_of(region)
    }
    return forward(grid, region, own, shift_ev)


def every_component_of(region: RegionModel) -> list[tuple[str, str]]:
    """Return level and name of every component of a region."""
    return [(region.region, component.name) for component in region.components]


def _values(
    region: RegionModel,
    bare: Forward,
    plan: Acquisition,
    scale: float,
    height: float,
    highest: float,
) -> dict[str, float]:
    """Return areas and background of a region by parameter name."""
    values = {
        slot.name: scale * slot.value
        for slot in bare.slots.all
        if slot.quantity == "area_cps_ev" and slot.tie is None
    }
    level = plan.background_cps
    if level is None:
        level = max(BACKGROUND_OF_PEAK * height, LEAST_BACKGROUND * highest)
    values["background.offset_cps"] = level
    values["background.slope_cps_per_ev"] = plan.slope_cps_per_ev
    step = region.background.step_per_ev
    if plan.step_per_ev is not None:
        values["background.step_per_ev"] = plan.step_per_ev
    elif not isinstance(step, Link):
        values["background.step_per_ev"] = step.value
    return values
