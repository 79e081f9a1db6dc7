"""Ask how much smaller a joint fit can make the errors of the Al 2p states at all.

The information of Fisher, from the forward model of the sample spectra alone, gives the
smallest error of the share of every state (Cramer and Rao) at a level of the series
where less or more is known beforehand:

- nothing: areas, background, positions, widths and step of the level are free;
- everything but areas, offset and slope. No joint fit can do better, whatever the
  number of its levels.

Beside them stand the errors that the program states for the joint fit and level by
level: carried along, each level alone, and each alone without the library's prior
knowledge. All are those of expected counts. Run it as

    OPENBLAS_NUM_THREADS=1 python benchmarks/series_information.py
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.series_truth import LEVELS, amounts, spectrum, truths  # noqa: E402
from sample_spectra.rates import background_rate, peak_rates  # noqa: E402
from xpsfit.analysis import analyze_series  # noqa: E402
from xpsfit.model import Parameter, builtin_model  # noqa: E402
from xpsfit.settings import Settings  # noqa: E402

if TYPE_CHECKING:
    from sample_spectra.forward import RegionTruth
    from xpsfit.model import Link, PeakModel

REGION = "Al 2p"
STATES = ("Li-Al", "Al metal", "Al-C")
SEED = 1486


def rates(truth: RegionTruth, p: np.ndarray) -> np.ndarray:
    """Return counts/s: areas, offset, slope, step, positions and widths."""
    k = len(truth.components)
    components = tuple(
        replace(c, area_cps_ev=p[j], measured_center_ev=p[k + 3 + j], fwhm_ev=width)
        for j, (c, width) in enumerate(
            zip(truth.components, p[2 * k + 3 :], strict=True)
        )
    )
    offset, slope, step = p[k : k + 3]
    background = replace(
        truth.background, offset_cps=offset, slope_cps_per_ev=slope, step_per_ev=step
    )
    return np.asarray(
        peak_rates(truth.energy_ev, components, truth.family).sum(axis=0)
        + background_rate(truth.energy_ev, components, background, truth.family)
    )


def share_errors(truth: RegionTruth, *, shapes_known: bool) -> np.ndarray:
    """Return the smallest error of each state's share of its region."""
    own = truth.components
    k, ground = len(own), truth.background
    p = np.array(
        [
            *(c.area_cps_ev for c in own),
            ground.offset_cps,
            ground.slope_cps_per_ev,
            ground.step_per_ev,
            *(c.measured_center_ev for c in own),
            *(c.fwhm_ev for c in own),
        ]
    )
    step = np.concatenate([np.full(k, 10.0), [10.0, 1.0, 1e-3], np.full(2 * k, 1e-3)])
    free = range(k + 2) if shapes_known else range(p.size)
    time_s = truth.dwell_s * truth.scans
    sigma = np.sqrt(truth.expected_counts) / time_s
    rows = np.array(
        [
            (rates(truth, p + step[i] * e) - rates(truth, p - step[i] * e))
            / (2.0 * step[i] * sigma)
            for i, e in ((i, np.eye(p.size)[i]) for i in free)
        ]
    )
    # A line that is not there has no position and no width.
    seen = np.abs(rows).max(axis=1) > 0.0
    covariance = np.linalg.pinv(rows[seen] @ rows[seen].T, rcond=1e-14, hermitian=True)
    area = p[:k]
    total = area.sum()
    jacobian = (np.eye(k) - area[:, None] / total) / total
    return np.asarray(np.sqrt(np.diag(jacobian @ covariance[:k, :k] @ jacobian.T)))


def without_prior(model: PeakModel) -> PeakModel:
    """Return the model with bounds and starts, but nothing known beforehand."""

    def bare(quantity: Parameter | Link) -> Parameter | Link:
        if isinstance(quantity, Parameter):
            return replace(quantity, spread=np.inf)
        return quantity

    return replace(
        model,
        regions=tuple(
            replace(
                region,
                shift_spread_ev=0.0,
                width_spread=0.0,
                components=tuple(
                    replace(c, center_ev=bare(c.center_ev), fwhm_ev=bare(c.fwhm_ev))
                    for c in region.components
                ),
            )
            for region in model.regions
        ),
    )


def main() -> None:
    """Print errors over those of the joint fit, medians over the levels."""
    every = truths(SEED)
    spectra = [spectrum(t, t.expected_counts) for t in every]
    (known,) = analyze_series(spectra)
    joint = amounts(known)
    present = {
        (c.name, number)
        for number, level in enumerate(known.levels)
        for fit in level.fits
        if fit.region.name == REGION
        for c in fit.components
        if c.presence == "present"
    }
    region = [t for t in every if t.region == REGION]
    columns = {
        "everything known": [share_errors(t, shapes_known=True) for t in region],
        "nothing known": [share_errors(t, shapes_known=False) for t in region],
    }
    names = [c.name for c in region[0].components]
    bare = without_prior(builtin_model("li-tma"))
    for title, settings in (
        ("carried", Settings(link="carried")),
        ("each alone", Settings(link="none")),
        ("each alone, no prior", Settings(link="none", model=bare, keep=("all",))),
    ):
        (found,) = analyze_series(spectra, settings)
        own = amounts(found)
        columns[title] = [
            np.array([own.get((f"{REGION} {s}", n), (0.0, np.nan))[1] for s in names])
            for n in LEVELS
        ]
    print(f"{REGION}: error of a share over that of the joint fit, median (range)")
    for state in STATES:
        levels = [n for n in LEVELS if (state, n) in present]
        errors = np.array([joint[f"{REGION} {state}", n][1] for n in levels])
        print(f"  {state}, {len(levels)} levels:")
        for title, rows in columns.items():
            ratio = np.array([rows[n][names.index(state)] for n in levels]) / errors
            print(
                f"    {title:22s}{np.nanmedian(ratio):6.2f} "
                f"({np.nanmin(ratio):.2f} to {np.nanmax(ratio):.2f})"
            )


if __name__ == "__main__":
    main()
