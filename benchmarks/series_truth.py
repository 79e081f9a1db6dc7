"""Hold the joint fit of a series against its truth, over many draws of noise.

Every draw has new Poisson counts and a new jitter of every region, as the generator of
the sample spectra makes them. The bound is that of Cramer and Rao for the joint model:
its covariance at the truth, from a fit of expected counts. Run it as

    OPENBLAS_NUM_THREADS=1 python benchmarks/series_truth.py [draws]
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


from sample_spectra import design, forward  # noqa: E402
from sample_spectra.forward import RegionTruth, profile_truth  # noqa: E402
from xpsfit.analysis import analyze_series  # noqa: E402
from xpsfit.settings import Settings  # noqa: E402
from xpsfit.spectrum import Spectrum  # noqa: E402

if TYPE_CHECKING:
    from xpsfit.results import SampleResult

DRAWS = 100
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


def true_amounts() -> dict[tuple[str, int], float]:
    """Return the same of the truth."""
    found: dict[tuple[str, int], float] = {}
    for number in LEVELS:
        atoms: dict[str, float] = {}
        carbon = design.REGIONS["C 1s"]
        for name, region in design.REGIONS.items():
            truth = profile_truth(number, name)
            ratio = (design.PHOTON_ENERGY_EV - region.reference_energy_ev) / (
                design.PHOTON_ENERGY_EV - carbon.reference_energy_ev
            )
            per_atom = (
                design.AREA_PURE_CARBON_CPS_EV
                * region.sensitivity_factor
                * ratio**design.KINETIC_ENERGY_EXPONENT
            )
            area = sum(c.area_cps_ev for c in truth.components)
            atoms[region.element] = area / per_atom
            for c in truth.components:
                found[f"{name} {c.name}", number] = c.area_cps_ev / area
        whole = sum(atoms.values())
        for element, amount in atoms.items():
            found[element, number] = 100.0 * amount / whole
    return found


def main() -> None:
    """Print scatter over bound, coverage, bias and what level by level gives."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS
    expected = truths(1486)
    (known,) = analyze_series([spectrum(t, t.expected_counts) for t in expected])
    bound, true = amounts(known), true_amounts()
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
    swapped = 0
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
    seconds = (time.process_time() - begin) / draws
    print(f"{draws} draws, {seconds:.2f} s each; labels swapped in {swapped}")
    _table(keys, found, pulls, bound)
    _level_by_level(bound, present)


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
    spread = [np.std(found[k], ddof=1) / bound[k][1] for k in keys]
    print(
        f"scatter/bound: root mean square {np.sqrt(np.mean(np.square(spread))):.3f}, "
        f"largest {max(spread):.2f}"
    )


def _level_by_level(
    bound: dict[tuple[str, int], tuple[float, float]],
    present: set[tuple[str, int]],
) -> None:
    """Print the errors of Al 2p states level by level over those of the joint fit."""
    drawn = truths(1486)
    spectra = [spectrum(t, forward.file_counts(t)) for t in drawn]
    (carried,) = analyze_series(spectra, Settings(link="carried"))
    own = amounts(carried)
    for name in ("Al 2p Li-Al", "Al 2p Al metal", "Al 2p Al-C"):
        ratio = [
            own[name, n][1] / bound[name, n][1] for n in LEVELS if (name, n) in present
        ]
        print(
            f"{name}: errors level by level over joint, median {np.median(ratio):.2f} "
            f"({min(ratio):.2f} to {max(ratio):.2f})"
        )


if __name__ == "__main__":
    main()
