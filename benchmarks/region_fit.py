"""Time one four-component C 1s region against the same fit as an lmfit composite.

Both fits see the same counts, the same noise, the same bounds and the same start: the
positions and widths of a library, 0.2 to 0.5 eV away from the truth. Areas start where
each of the two starts them by itself. Both times are of the processor and run
from the description of the model to areas with errors, and both must end at the same
chi-square, or the script stops.

Run it as ``python benchmarks/region_fit.py``.
"""

from __future__ import annotations

import platform
import time
from statistics import median
from typing import TYPE_CHECKING

import lmfit
import numpy as np
from lmfit.models import LinearModel, PseudoVoigtModel

from xpsfit.fit import fit_region
from xpsfit.model import BackgroundModel, Component, Parameter, RegionModel
from xpsfit.spectrum import Region, Spectrum, cut_region

if TYPE_CHECKING:
    from collections.abc import Callable

# area in counts/s x eV, center in eV, full width in eV
TRUTH = (
    (15_000.0, 283.30, 1.20),
    (84_000.0, 284.80, 1.30),
    (10_000.0, 286.30, 1.45),
    (8_000.0, 288.50, 1.35),
)
START_EV = (283.0, 284.4, 286.0, 288.1)
START_FWHM_EV = 1.3
LORENTZ_SHARE = 0.3
HALF_RANGE_EV = 0.8
FWHM_RANGE_EV = (0.4, 2.4)
ROUNDS = 15
# Ours takes so little time that one fit would be timed by what ran before it.
FITS = 20


def pseudo_voigt(
    energy: np.ndarray, area: float, center: float, fwhm: float
) -> np.ndarray:
    """Return Gauss and Lorentz of one width, mixed by area."""
    half = fwhm / 2.0
    gauss = (
        np.sqrt(np.log(2.0) / np.pi)
        / half
        * np.exp(-np.log(2.0) * ((energy - center) / half) ** 2)
    )
    lorentz = half / np.pi / ((energy - center) ** 2 + half**2)
    return np.asarray(area * ((1.0 - LORENTZ_SHARE) * gauss + LORENTZ_SHARE * lorentz))


def measured() -> Region:
    """Return counts drawn from the truth, 0.05 s x 10 scans per point."""
    energy = np.arange(2790, 2951) / 10.0
    rate = 3000.0 + 5.0 * (energy - 287.0)
    for area, center, fwhm in TRUTH:
        rate = rate + pseudo_voigt(energy, area, center, fwhm)
    counts = np.random.default_rng(5).poisson(rate * 0.5).astype(np.float64)
    return cut_region(
        Spectrum("C 1s", "bench", energy, counts, "counts", 1486.69, 50.0, 0.05, 10)
    )


def composite(region: Region) -> Callable[[], float]:
    """Return the fit as an lmfit user writes it; it returns chi-square."""

    def run() -> float:
        model = LinearModel(prefix="b_")
        for i in range(len(START_EV)):
            model = model + PseudoVoigtModel(prefix=f"p{i}_")
        start = model.make_params(b_slope=0.0, b_intercept=3000.0)
        low, high = FWHM_RANGE_EV
        for i, center in enumerate(START_EV):
            start[f"p{i}_center"].set(
                center, min=center - HALF_RANGE_EV, max=center + HALF_RANGE_EV
            )
            start[f"p{i}_sigma"].set(START_FWHM_EV / 2.0, min=low / 2.0, max=high / 2.0)
            start[f"p{i}_amplitude"].set(min=0.0)
            start[f"p{i}_fraction"].set(LORENTZ_SHARE, vary=False)
        result = model.fit(
            region.counts_per_s,
            start,
            x=region.binding_energy_ev,
            weights=1.0 / region.sigma_cps,
            scale_covar=False,
        )
        return float(result.chisqr)

    return run


def the_model() -> RegionModel:
    """Return the same model as xpsfit has it."""
    # SGL mixes by height where lmfit mixes by area.
    gauss, lorentz = np.sqrt(np.pi / np.log(2.0)) / 2.0, np.pi / 2.0
    mixing = (
        LORENTZ_SHARE
        * gauss
        / ((1.0 - LORENTZ_SHARE) * lorentz + LORENTZ_SHARE * gauss)
    )
    return RegionModel(
        "C 1s",
        279.0,
        295.0,
        BackgroundModel(step_per_ev=Parameter(0.0, vary=False)),
        tuple(
            Component(
                f"p{i}",
                "",
                "gl_sum",
                Parameter(center, center - HALF_RANGE_EV, center + HALF_RANGE_EV),
                Parameter(START_FWHM_EV, *FWHM_RANGE_EV),
                shape={"mixing": Parameter(float(mixing), vary=False)},
            )
            for i, center in enumerate(START_EV)
        ),
    )


def ours(region: Region) -> Callable[[], float]:
    """Return the same fit by xpsfit; it returns chi-square."""

    def run() -> float:
        return fit_region(region, the_model()).quality.chi_square or 0.0

    return run


def seconds(run: Callable[[], object], times: int = 1) -> float:
    """Return the processor time of one call, as the mean of several."""
    begin = time.process_time()
    for _ in range(times):
        run()
    return (time.process_time() - begin) / times


def main() -> None:
    """Print medians of alternating runs, and their ratio pair by pair."""
    region = measured()
    theirs, mine = composite(region), ours(region)
    chi_squares = theirs(), mine()
    if abs(chi_squares[0] - chi_squares[1]) > 1e-5 * chi_squares[0]:
        raise SystemExit(f"not the same minimum: chi-square {chi_squares}")
    pairs = [(seconds(theirs), seconds(mine, FITS)) for _ in range(ROUNDS)]
    print(f"Python {platform.python_version()}, lmfit {lmfit.__version__}")
    print(f"chi-square          {chi_squares[0]:.4f} and {chi_squares[1]:.4f}")
    print(f"lmfit composite     {1e3 * median(a for a, _ in pairs):8.2f} ms")
    print(f"xpsfit fit_region   {1e3 * median(b for _, b in pairs):8.2f} ms")
    print(f"ratio, median of {ROUNDS} {median(a / b for a, b in pairs):8.1f}")


if __name__ == "__main__":
    main()
