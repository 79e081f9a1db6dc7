"""Hold the joint fit of a series against its truth, over many draws of noise.

Every draw has new Poisson counts and a new jitter of every region, as the generator of
the sample spectra makes them. The bound is that of Cramer and Rao for the joint model:
its covariance at the truth, from a fit of expected counts; `series_information.py` has
what fits level by level are worth. Run it as

    OPENBLAS_NUM_THREADS=1 python benchmarks/series_truth.py [draws]
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


from sample_spectra import design, forward  # noqa: E402
from sample_spectra.forward import RegionTruth, profile_truth  # noqa: E402
from xpsfit.analysis import analyze_series  # noqa: E402
from xpsfit.spectrum import Spectrum  # noqa: E402

if TYPE_CHECKING:
    from xpsfit.results import SampleResult

DRAWS = 100
# Standard errors that no bias is to exceed.
LARGE = 0.2
LEVELS = range(len(design.ETCH_TIMES_S))


def spectrum(truth: RegionTruth, counts: np.ndarray) -> Spectrum:
    """Return a measurement of a truth."""
    return Spectrum(
        truth.region,
        truth.sample,
        truth.energy_ev,
        counts.astype(np.float64),
        "counts",
        design.PHOTON_ENERGY_EV,
        50.0,
        truth.dwell_s,
        truth.scans,
        etch_time_s=truth.etch_time_s,
    )


def truths(seed: int) -> list[RegionTruth]:
    """Return the truth of all regions with the jitter of one seed."""
    forward.SEED = seed
    return [profile_truth(n, r) for n in LEVELS for r in design.REGIONS]


def amounts(result: SampleResult) -> dict[tuple[str, int], tuple[float, float]]:
    """Return at% of elements and shares of states, each with its error."""
    found: dict[tuple[str, int], tuple[float, float]] = {}
    for number, level in enumerate(result.levels):
        assert level.composition is not None
        for e in level.composition.elements:
            found[e.element, number] = (e.atomic_percent, e.atomic_percent_stderr)
        for s in level.composition.states:
            found[f"{s.region} {s.component}", number] = (
                s.region_fraction,
                s.region_fraction_stderr,
            )
    return found


def divisors(result: SampleResult) -> dict[str, float]:
    """Return what the program makes atoms of areas with, by core level.

    The sample spectra count O 1s at another kinetic energy than peaklib does, which
    alone would be a third of a standard error of oxygen.
    """
    composition = result.levels[0].composition
    assert composition is not None
    return {
        e.region: e.sensitivity_factor * e.transmission * e.energy_factor
        for e in composition.elements
    }


def true_amounts(per_atom: dict[str, float]) -> dict[tuple[str, int], float]:
    """Return the same of the true areas."""
    found: dict[tuple[str, int], float] = {}
    for number in LEVELS:
        atoms: dict[str, float] = {}
        for name, region in design.REGIONS.items():
            truth = profile_truth(number, name)
            area = sum(c.area_cps_ev for c in truth.components)
            atoms[region.element] = area / per_atom[name]
            for c in truth.components:
                found[f"{name} {c.name}", number] = c.area_cps_ev / area
        whole = sum(atoms.values())
        for element, amount in atoms.items():
            found[element, number] = 100.0 * amount / whole
    return found


def limits(result: SampleResult) -> list[bool]:
    """Return whether every upper limit of what is not present holds the true area."""
    return [
        true.area_cps_ev <= fit.component(true.name).area_upper_95_cps_ev
        for number, level in enumerate(result.levels)
        for fit in level.fits
        for true in profile_truth(number, fit.region.name).components
        if fit.component(true.name).presence == "below_limit"
    ]


def main() -> None:
    """Print scatter over bound, coverage and bias, and how many limits hold."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS
    expected = truths(1486)
    (known,) = analyze_series([spectrum(t, t.expected_counts) for t in expected])
    bound, true = amounts(known), true_amounts(divisors(known))
    present = {
        (f"{fit.region.name} {c.name}", number)
        for number, level in enumerate(known.levels)
        for fit in level.fits
        for c in fit.components
        if c.presence == "present"
    }
    elements = {region.element for region in design.REGIONS.values()}
    keys = [k for k in bound if k in true and (k[0] in elements or k in present)]
    print(f"{len(keys)} quantities; states missing in the truth:", end=" ")
    print(sorted({k[0] for k in bound if k not in true}) or "none")
    found: dict[tuple[str, int], list[float]] = defaultdict(list)
    pulls: dict[tuple[str, int], list[float]] = defaultdict(list)
    swapped, held = 0, list[bool]()
    begin = time.process_time()
    for seed in range(1, draws + 1):
        drawn = truths(seed)
        spectra = [spectrum(t, forward.file_counts(t)) for t in drawn]
        (result,) = analyze_series(spectra)
        own = amounts(result)
        for key in keys:
            value, stderr = own[key]
            found[key].append(value)
            pulls[key].append((value - true[key]) / stderr)
        swapped += _swapped(result)
        held += limits(result)
    seconds = (time.process_time() - begin) / draws
    print(f"{draws} draws, {seconds:.2f} s each; labels swapped in {swapped}")
    print(f"{len(held)} upper limits, {100.0 * np.mean(held):.1f} % hold the truth")
    _table(keys, found, pulls, bound)


def _swapped(result: SampleResult) -> int:
    """Return whether any two lines of a region change their order between levels."""
    orders = defaultdict(set)
    for level in result.levels:
        for fit in level.fits:
            order = sorted(fit.components, key=lambda c: c.center_ev)
            orders[fit.region.name].add(tuple(c.name for c in order))
    return int(any(len(order) > 1 for order in orders.values()))


def _table(
    keys: list[tuple[str, int]],
    found: dict[tuple[str, int], list[float]],
    pulls: dict[tuple[str, int], list[float]],
    bound: dict[tuple[str, int], tuple[float, float]],
) -> None:
    print("                  levels  scatter/bound     coverage  bias    pull sd")
    print("                          median largest    68 %      / sigma")
    every = []
    for name in dict.fromkeys(k[0] for k in keys):
        own = [k for k in keys if k[0] == name]
        ratio = [np.std(found[k], ddof=1) / bound[k][1] for k in own]
        pull = np.array([pulls[k] for k in own])
        every.append(pull)
        print(
            f"{name:18s}{len(own):6d}{np.median(ratio):9.2f}{max(ratio):8.2f}"
            f"{100.0 * np.mean(np.abs(pull) < 1.0):10.1f}{pull.mean():10.2f}"
            f"{pull.std():10.2f}"
        )
    whole = np.concatenate(every)
    print(
        f"all: coverage {100.0 * np.mean(np.abs(whole) < 1.0):.1f} %, "
        f"mean pull {whole.mean():+.3f}, sd {whole.std():.3f}; largest bias of one "
        f"quantity {np.abs(whole.mean(axis=1)).max():.2f} sigma (chance: "
        f"{np.sqrt(2.0 * np.log(len(whole)) / whole.shape[1]):.2f})"
    )
    mean = {k: float(np.mean(pulls[k])) for k in keys}
    worst = sorted(keys, key=lambda k: -abs(mean[k]))[:5]
    print(
        "largest:", ", ".join(f"{k[0]} at level {k[1]} {mean[k]:+.2f}" for k in worst)
    )
    biases = np.array(list(mean.values()))
    print(
        f"biases: root mean square {np.sqrt(np.mean(biases**2)):.3f} (chance "
        f"{1.0 / np.sqrt(whole.shape[1]):.3f}), {np.sum(np.abs(biases) > LARGE)} above "
        f"{LARGE} (chance {len(keys) * 2.0 * ndtr(-LARGE * whole.shape[1] ** 0.5):.0f})"
    )
    spread = [np.std(found[k], ddof=1) / bound[k][1] for k in keys]
    print(
        f"scatter/bound: root mean square {np.sqrt(np.mean(np.square(spread))):.3f}, "
        f"largest {max(spread):.2f}"
    )


if __name__ == "__main__":
    main()
