"""How far summed areas are off, with all candidates and with those of evidence.

Run: python benchmarks/evidence.py [NOISE_SEEDS]

Spectra are those of the independent generator in `sample_spectra`. For each core level
it prints the bias of the summed area in percent and in standard errors, the standard
deviation of the pulls, and how often each set of components was kept.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from sample_spectra.forward import region_truth
from tests.measured import a_measured_region, shift_to_model, true_area
from xpsfit.fit import fit_region
from xpsfit.fit.absent import fit_without
from xpsfit.fit.evidence import weigh
from xpsfit.fit.trials import Trials
from xpsfit.model import builtin_model

CASES = (
    ("li_al_reference", "C 1s"),
    ("li_al_reference", "O 1s"),
    ("li_al_reference", "Al 2p"),
    ("li_al_reference", "Li 1s"),
    ("bare_li", "C 1s"),
    ("bare_li", "Al 2p"),
    ("bare_li", "Li 1s"),
    ("tma_5s", "C 1s"),
    ("tma_20s", "Al 2p"),
    ("tma_20s", "Li 1s"),
)
STAY = {"C 1s": {"C-C": "reference"}}


@dataclass(slots=True)
class Tally:
    """Errors of the summed area, and the standard errors stated for them."""

    errors: list[float] = field(default_factory=list[float])
    stated: list[float] = field(default_factory=list[float])

    def line(self, true: float) -> str:
        """Return bias in percent of `true`, mean pull and standard deviation of it."""
        errors, stated = np.array(self.errors), np.array(self.stated)
        pulls = errors / stated
        percent = 100.0 * errors.mean() / true if true else float("nan")
        return (
            f"bias {percent:+6.2f} %  pull {pulls.mean():+5.2f} +- {pulls.std():4.2f}  "
            f"scatter {errors.std():5.0f}  stated {stated.mean():5.0f}"
        )


def main(seeds: int) -> None:
    """Print the table."""
    model = builtin_model("li-tma")
    for sample, region in CASES:
        truth = region_truth(sample, region)
        shift_ev, true = shift_to_model(truth), true_area(truth)
        region_model = model.region(region)
        assert region_model is not None
        before, after, kept = Tally(), Tally(), Counter[str]()
        for seed in range(seeds):
            data = a_measured_region(truth, seed)
            fit = fit_region(data, region_model, shift_ev=shift_ev)
            verdict = weigh(Trials(fit, shift_ev), STAY.get(region, {}))
            less = fit_without(fit, shift_ev, verdict)
            for tally, result in ((before, fit), (after, less)):
                tally.errors.append(result.area_cps_ev - true)
                tally.stated.append(result.area_cps_ev_stderr)
            kept[" + ".join(c.name for c in verdict.candidates if c.kept)] += 1
        print(f"{sample} {region}: {true:.0f} counts/s x eV, {seeds} seeds")
        print(f"  all       {before.line(true)}")
        print(f"  evidence  {after.line(true)}")
        for names, times in kept.most_common():
            print(f"  {times:4d} x {names or 'none'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
