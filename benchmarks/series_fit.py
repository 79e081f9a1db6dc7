"""Time the joint fit of a series against lmfit composites, level by level.

Both see the same counts, noise and bounds, the same lines and the same linear
background, so both models can reach the same curves: 61 levels of four core levels with
three to five components each. Both start from the same positions and widths, 0.3 eV and
some tenths away from the truth; areas start where each of the two starts them by
itself, as in ``region_fit.py``. Times are of the processor. Then the joint fit alone
runs on 20 to 2,000 levels, each size in a process of its own, whose largest memory is
held against the size of the data. Run it as

    OPENBLAS_NUM_THREADS=1 python benchmarks/series_fit.py
"""

from __future__ import annotations

import argparse
import platform
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from lmfit.models import LinearModel, PseudoVoigtModel

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from xpsfit.fit.series.fit import SeriesData, fit_series  # noqa: E402
from xpsfit.model import (  # noqa: E402
    BackgroundModel,
    Component,
    Parameter,
    PeakModel,
    RegionModel,
)
from xpsfit.spectrum import Spectrum, cut_region  # noqa: E402

TIME_S = 2.5
FWHM_RANGE_EV = (0.4, 3.0)
HALF_RANGE_EV = 0.8
LORENTZ_SHARE = 0.3
START_FWHM_EV, START_OFF_EV = 1.3, 0.3
# Position and full width in eV.
LINES = {
    "C 1s": ((283.3, 1.2), (284.8, 1.3), (286.3, 1.45), (288.5, 1.35), (290.2, 1.5)),
    "O 1s": ((528.3, 1.35), (531.0, 1.55), (532.6, 1.8)),
    "Al 2p": ((70.5, 0.95), (72.8, 0.9), (74.3, 1.2)),
    "Li 1s": ((53.8, 1.2), (55.0, 1.35), (56.5, 1.5), (58.0, 1.5)),
}
WINDOWS = {
    "C 1s": (279.0, 295.0),
    "O 1s": (524.0, 540.0),
    "Al 2p": (65.0, 82.0),
    "Li 1s": (48.0, 64.0),
}
SIZES = (20, 200, 2000)


def begun(center: float, line: int) -> float:
    """Return where a position starts: beside the truth, every other line above it."""
    return center + START_OFF_EV * (1 if line % 2 else -1)


def pseudo_voigt(
    energy: np.ndarray, area: float, center: float, fwhm: float
) -> np.ndarray:
    """Return Gauss and Lorentz of one width, mixed by area."""
    half = fwhm / 2.0
    gauss = np.sqrt(np.log(2.0) / np.pi) / half
    gauss = gauss * np.exp(-np.log(2.0) * ((energy - center) / half) ** 2)
    lorentz = half / np.pi / ((energy - center) ** 2 + half**2)
    return np.asarray(area * ((1.0 - LORENTZ_SHARE) * gauss + LORENTZ_SHARE * lorentz))


def series(levels: int) -> tuple[dict[str, dict[int, Spectrum]], dict[str, np.ndarray]]:
    """Return counts drawn from lines whose areas change smoothly, and the areas."""
    random = np.random.default_rng(7)
    spectra: dict[str, dict[int, Spectrum]] = {}
    areas: dict[str, np.ndarray] = {}
    progress = np.linspace(0.0, 1.0, levels)
    shift = 0.2 * np.exp(-4.0 * progress) - 0.05
    for name, lines in LINES.items():
        low, high = WINDOWS[name]
        energy = np.round(np.arange(low, high + 0.05, 0.1), 6)
        phase = np.arange(len(lines))[:, None]
        own = 6000.0 * (1.2 + np.sin(3.0 * progress + 1.7 * phase)) / (1.0 + phase)
        areas[name] = own.T
        spectra[name] = {}
        for level in range(levels):
            moved = shift[level] + 0.03 * random.standard_normal()
            rate = 2000.0 + 5.0 * (energy - energy.mean())
            for (center, fwhm), area in zip(lines, own[:, level], strict=True):
                rate = rate + pseudo_voigt(energy, area, center + moved, fwhm)
            counts = random.poisson(rate * TIME_S).astype(float)
            spectra[name][level] = Spectrum(
                name, "bench", energy, counts, "counts", 1486.69, 50.0, 0.05, 50
            )
    return spectra, areas


def the_model() -> PeakModel:
    """Return the model: widths and positions free, mixing held, no step."""
    # SGL mixes by height where the composites mix by area.
    gauss, lorentz = np.sqrt(np.pi / np.log(2.0)) / 2.0, np.pi / 2.0
    mixing = LORENTZ_SHARE * gauss
    mixing /= (1.0 - LORENTZ_SHARE) * lorentz + LORENTZ_SHARE * gauss
    regions = []
    for name, lines in LINES.items():
        components = tuple(
            Component(
                f"p{i}",
                "",
                "gl_sum",
                Parameter(
                    begun(center, i), center - HALF_RANGE_EV, center + HALF_RANGE_EV
                ),
                Parameter(START_FWHM_EV, *FWHM_RANGE_EV),
                shape={"mixing": Parameter(float(mixing), vary=False)},
            )
            for i, (center, _) in enumerate(lines)
        )
        background = BackgroundModel(step_per_ev=Parameter(0.0, vary=False))
        regions.append(RegionModel(name, *WINDOWS[name], background, components))
    return PeakModel("bench", "", tuple(regions))


def joint(levels: int) -> tuple[float, float, bool]:
    """Return seconds of the joint fit with all its records, chi-square per point."""
    spectra, _ = series(levels)
    model = the_model()
    begin = time.process_time()
    fitted = fit_series(SeriesData(levels, spectra, -0.15), model)
    seconds = time.process_time() - begin
    common = fitted.common
    return seconds, (common.chi_square or 0.0) / common.points, common.converged


def composites(levels: int) -> tuple[float, float]:
    """Return seconds of one lmfit composite per region and level, and chi-square."""
    spectra, _ = series(levels)
    chi_square, points = 0.0, 0
    begin = time.process_time()
    for name, lines in LINES.items():
        for level in range(levels):
            region = cut_region(spectra[name][level])
            model = LinearModel(prefix="b_")
            for i in range(len(lines)):
                model = model + PseudoVoigtModel(prefix=f"p{i}_")
            start = model.make_params(b_slope=0.0, b_intercept=2000.0)
            for i, (center, _) in enumerate(lines):
                start[f"p{i}_center"].set(
                    begun(center, i),
                    min=center - HALF_RANGE_EV,
                    max=center + HALF_RANGE_EV,
                )
                start[f"p{i}_sigma"].set(
                    START_FWHM_EV / 2.0,
                    min=FWHM_RANGE_EV[0] / 2.0,
                    max=FWHM_RANGE_EV[1] / 2.0,
                )
                start[f"p{i}_amplitude"].set(min=0.0)
                start[f"p{i}_fraction"].set(LORENTZ_SHARE, vary=False)
            result = model.fit(
                region.counts_per_s,
                start,
                x=region.binding_energy_ev,
                weights=1.0 / region.sigma_cps,
                scale_covar=False,
            )
            chi_square += float(result.chisqr)
            points += region.counts_per_s.size
    return time.process_time() - begin, chi_square / points


def one_size(levels: int) -> None:
    """Print time and memory of the joint fit of one size."""
    spectra, _ = series(levels)
    data = sum(
        s.binding_energy_ev.nbytes + s.intensity.nbytes
        for own in spectra.values()
        for s in own.values()
    )
    del spectra
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    seconds, reduced, converged = joint(levels)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    megabytes = data / 1024.0**2
    print(
        f"{levels:5d} levels: {seconds:7.2f} s, {1e3 * seconds / levels:6.2f} ms per "
        f"level; data {megabytes:6.1f} MB, memory {before:.0f} to {most:.0f} MB, limit "
        f"{4.0 * megabytes + 300.0:.0f} MB; chi-square per point {reduced:.3f}, "
        f"converged {converged}",
        flush=True,
    )


def main() -> None:
    """Print both times side by side, and how the joint fit grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--levels", type=int, default=61)
    parser.add_argument("--size", type=int, help="time the joint fit of one size only")
    chosen = parser.parse_args()
    if chosen.size:
        one_size(chosen.size)
        return
    print(f"Python {platform.python_version()}, {platform.machine()}")
    joint(8)
    ours = [joint(chosen.levels) for _ in range(3)]
    seconds = float(np.median([time_s for time_s, *_ in ours]))
    theirs, reduced = composites(chosen.levels)
    print(
        f"{chosen.levels} levels x {len(LINES)} core levels: joint {seconds:.3f} s "
        f"(chi-square per point {ours[0][1]:.3f}), lmfit composites level by level "
        f"{theirs:.1f} s ({reduced:.3f}): {theirs / seconds:.0f} times as long",
        flush=True,
    )
    for size in SIZES:
        subprocess.run([sys.executable, __file__, "--size", str(size)], check=True)


if __name__ == "__main__":
    main()
