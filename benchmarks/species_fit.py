"""Four core levels tied by species, against the same levels fitted one by one.

Run ``python benchmarks/species_fit.py`` from the top of a clone. The spectra are those
of the synthetic 20 s sample with fresh noise, from the generator of `sample_spectra`,
which shares no code with the fits. It prints how the times compare, how far the areas
lie from the truth in units of their stated errors (pulls), and what the free fits say
of Li 1s.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sample_spectra.design import REGIONS
from sample_spectra.forward import draw_counts, region_truth
from xpsfit import read
from xpsfit.calibration import find_charge_reference
from xpsfit.fit import fit_region
from xpsfit.model import builtin_model
from xpsfit.model.links import apart
from xpsfit.quantify import plan_transmission
from xpsfit.settings import Settings
from xpsfit.spectrum import cut_region
from xpsfit.together import fitted_together

if TYPE_CHECKING:
    from xpsfit.fit import FitResult
    from xpsfit.fit.joint_result import JointFit
    from xpsfit.spectrum import Spectrum

SAMPLE = "tma_20s"
FILE = Path(__file__).parents[1] / "sample_spectra" / f"{SAMPLE}.vms"
MODEL = builtin_model("li-tma-species")
SETTINGS = Settings()


class Run(NamedTuple):
    """One set of spectra, fitted both ways."""

    alone: list[FitResult]
    joint: JointFit
    alone_s: float
    joint_s: float


def spectra_of(seed: int) -> list[Spectrum]:
    """Return the spectra of the sample with the noise of a seed."""
    found = []
    for number, spectrum in enumerate(read(FILE)):
        counts = draw_counts(
            region_truth(SAMPLE, spectrum.region), 1000 * seed + number
        )
        found.append(replace(spectrum, intensity=np.asarray(counts, dtype=np.float64)))
    return found


def run(seed: int) -> Run:
    """Return what one draw of noise gives; the charge shift is found before."""
    spectra = spectra_of(seed)
    alone_model = apart(MODEL)
    shift_ev = find_charge_reference(spectra, alone_model).shift_ev
    plan = plan_transmission(spectra, SETTINGS.transmission)
    started = time.perf_counter()
    alone = []
    for spectrum in spectra:
        model = alone_model.region(spectrum.region)
        assert model is not None
        alone.append(fit_region(cut_region(spectrum), model, shift_ev=shift_ev))
    between = time.perf_counter()
    shifts = (shift_ev, shift_ev)
    joint = fitted_together(alone, MODEL, shifts, plan, SETTINGS)
    ended = time.perf_counter()
    assert joint is not None
    return Run(alone, joint, between - started, ended - between)


def truth_of(region: str) -> dict[str, float]:
    """Return the true areas of a region, counts/s x eV."""
    components = region_truth(SAMPLE, region).components
    return {component.name: component.area_cps_ev for component in components}


def pulls(fits: list[FitResult], region: str, component: str) -> list[float]:
    """Return (estimate - truth) / stated error of one component over all runs."""
    true = truth_of(region)[component]
    own = [f.component(component) for f in fits if f.region.name == region]
    return [(c.area_cps_ev - true) / c.area_cps_ev_stderr for c in own]


def report(runs: list[Run]) -> None:
    """Print times, pulls, and what the free fits say."""
    alone_s = statistics.median(run.alone_s for run in runs)
    both_s = statistics.median(run.alone_s + run.joint_s for run in runs)
    print(f"{len(runs)} draws of noise on {SAMPLE}")
    print(f"four fits one by one {1e3 * alone_s:.1f} ms (median)")
    print(
        f"these and the joint fit {1e3 * both_s:.1f} ms, {both_s / alone_s:.2f} times"
    )
    fits = [fit for run in runs for fit in run.joint.fits]
    print("region component    truth    error  pull mean   sd   within 1 sd")
    for region in REGIONS:
        for name, area in truth_of(region).items():
            z = np.array(pulls(fits, region, name))
            own = [f.component(name) for f in fits if f.region.name == region]
            error = statistics.mean(c.area_cps_ev_stderr for c in own)
            print(
                f"{region:6s} {name:10s} {area:9.1f} {error:8.1f} {z.mean():10.2f} "
                f"{z.std(ddof=1):5.2f} {np.mean(abs(z) < 1):12.2f}"
            )
    said = sum(
        any(w.startswith("not identifiable") for w in fit.warnings)
        for run in runs
        for fit in run.alone
        if fit.region.name == "Li 1s"
    )
    print(f"Li 1s alone: not identifiable, it says, in {said} of {len(runs)} draws")


def main() -> None:
    """Fit as many draws as asked for and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=100, help="default: 100")
    draws: int = parser.parse_args().draws
    report([run(seed) for seed in range(1, draws + 1)])


if __name__ == "__main__":
    main()
