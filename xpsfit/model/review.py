"""What a careful reader would question in a peak model that is sound in itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import peaklib
from xpsfit.lineshapes import LINE_SHAPES
from xpsfit.model.types import Parameter

if TYPE_CHECKING:
    from xpsfit.model.types import Component, PeakModel, RegionModel

# Measured splittings of one level agree within a tenth, small ones within 0.1 eV.
SPLITTING_SHARE, SPLITTING_EV = 0.1, 0.1
RATIO_SHARE = 0.1


def review_model(model: PeakModel) -> tuple[str, ...]:
    """Return sentences on what a careful reader would question in a sound model.

    Parameters
    ----------
    model : PeakModel

    Returns
    -------
    tuple of str
        `start_remarks`, then the `region_remarks` of every region.
    """
    remarks = list(start_remarks(model))
    for region in model.regions:
        remarks += region_remarks(region)
    return tuple(remarks)


def start_remarks(model: PeakModel) -> tuple[str, ...]:
    """Return what is odd about the reference line and the start of a model.

    Widths of one core level that differ by more than 20 % are named (Major et al.,
    J. Vac. Sci. Technol. A 38, 061204, 2020).
    """
    remarks: list[str] = []
    if model.reference is None:
        remarks.append("no reference line: energies are used as measured or shifted")
    for region in model.regions:
        widths = {
            c.name: c.fwhm_ev.value
            for c in region.components
            if isinstance(c.fwhm_ev, Parameter)
        }
        if widths and max(widths.values()) > 1.2 * min(widths.values()):
            listed = ", ".join(f"{name} {width:g}" for name, width in widths.items())
            remarks.append(
                f"{region.region}: start widths differ by more than 20 % ({listed} eV)"
            )
    return tuple(remarks)


def region_remarks(region: RegionModel) -> tuple[str, ...]:
    """Return what biases the numbers of a fit: doublets and endless line shapes.

    Doublets are held against the peak library. Every fit of the region repeats these
    sentences among its warnings.

    Parameters
    ----------
    region : RegionModel

    Returns
    -------
    tuple of str
        Each begins with region and component.
    """
    remarks: list[str] = []
    for component in region.components:
        where = f"{region.region} {component.name}"
        remarks += [f"{where}: {r}" for r in _doublet_remarks(region.region, component)]
        if component.line_shape == "lorentzian":
            remarks.append(
                f"{where}: a Lorentzian holds 20 % of its area further than 1.5 widths "
                "from the center, outside many windows"
            )
        if limit_ev := area_limit_ev(component):
            remarks.append(
                f"{where}: a {component.line_shape} line has an infinite area; "
                f"it is counted up to {limit_ev:g} eV above the maximum"
            )
    return tuple(remarks)


def area_limit_ev(component: Component) -> float | None:
    """Return how far above its maximum the area of a component counts, in eV.

    Parameters
    ----------
    component : Component

    Returns
    -------
    float or None
        None for a line whose whole area is finite and counts, or of unknown shape.
    """
    shape = LINE_SHAPES.get(component.line_shape)
    if shape is None or not shape.area_limit:
        return None
    stated = component.shape.get(shape.area_limit)
    if isinstance(stated, Parameter):
        return stated.value
    return next(p.default for p in shape.parameters if p.name == shape.area_limit)


def _doublet_remarks(level: str, component: Component) -> list[str]:
    split = component.doublet
    # A region named after one line of a pair, Al 2p3/2, holds no doublet.
    if level.endswith("s") or "/" in level:
        return [] if split is None else [f"a doublet, yet {level} is a single line"]
    if split is None:
        return ["no doublet, yet the level is spin-orbit split"]
    known = peaklib.doublet(level)
    if known is None:
        return []
    remarks: list[str] = []
    allowed_ev = max(SPLITTING_SHARE * known.splitting_ev, SPLITTING_EV)
    if abs(split.splitting_ev - known.splitting_ev) > allowed_ev:
        remarks.append(
            f"a splitting of {split.splitting_ev:g} eV, yet the library has "
            f"{known.splitting_ev:g} eV"
        )
    ratios = (known.branching_ratio, known.scofield_area_ratio)
    low, high = min(ratios), max(ratios)
    if not (1 - RATIO_SHARE) * low <= split.ratio <= (1 + RATIO_SHARE) * high:
        remarks.append(
            f"an area ratio of {split.ratio:g}, yet the library has "
            f"{known.branching_ratio:.3g} by the number of states and "
            f"{known.scofield_area_ratio:.3g} by cross sections"
        )
    return remarks
