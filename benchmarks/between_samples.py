"""How often differences and ratios between samples hold the truth.

Two samples of two core levels, drawn from Gaussians of the tests' own, with positions
and three widths in common; 400 draws of the noise. Printed are mean and spread of the
pulls of area differences and ratios, and the share within one standard error.

Run: python benchmarks/between_samples.py [DRAWS]
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tests.xpsfit.fit.dense_samples import LEVELS, LINE, SHIFTS_EV, tied_model
from tests.xpsfit.fit.joint_cases import a_level, members
from xpsfit.fit.joint import fit_jointly
from xpsfit.model.types import SampleLink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xpsfit.fit.joint_parts import Member
    from xpsfit.fit.joint_result import BetweenSamples

CARBONATE, OXIDE = (("C 1s", "CO3"), ("O 1s", "CO3")), ("O 1s", "Li2O")
LINKS = (
    SampleLink((*CARBONATE, OXIDE), "center_ev"),
    SampleLink((("C 1s", "C-C"), *CARBONATE), "fwhm_ev"),
)
FIRST_SEED = 90_000


MODEL = tied_model(*LINKS)
# The second sample has twice the carbonate.
MORE = {
    level: {
        name: (area * (2.0 if name == "CO3" else 1.0), center, width)
        for name, (area, center, width) in peaks.items()
    }
    for level, peaks in LEVELS.items()
}
SAMPLES = {"one": LEVELS, "two": MORE}


def drawn(seed: int) -> list[Member]:
    """Return both samples with noise of their own."""
    return [
        replace(member, line=LINE)
        for k, (name, levels) in enumerate(SAMPLES.items())
        for member in members(
            replace(MODEL, shared=()),
            [
                a_level(level, peaks, SHIFTS_EV[name], FIRST_SEED + 2 * seed + k)
                for level, peaks in levels.items()
            ],
            SHIFTS_EV[name],
            name,
        )
    ]


def pulls_of(between: BetweenSamples) -> Iterator[tuple[str, float, float]]:
    """Yield component, pull of the difference of areas and pull of their ratio."""
    places = {
        (q.sample, q.region, q.component): i
        for i, q in enumerate(between.quantities)
        if q.quantity == "area_cps_ev"
    }
    for row, place in enumerate(between.own):
        one = between.quantities[place]
        if one.quantity != "area_cps_ev":
            continue
        at = places["two", one.region, one.component]
        two, common = between.quantities[at], float(between.covariance[row, at])
        truth = [s[one.region][one.component][0] for s in SAMPLES.values()]
        ratio = one.value / two.value
        variance = one.stderr**2 + two.stderr**2 - 2.0 * common
        spread = one.stderr**2 + (ratio * two.stderr) ** 2 - 2.0 * ratio * common
        yield (
            f"{one.region} {one.component}",
            (one.value - two.value - truth[0] + truth[1]) / variance**0.5,
            (ratio - truth[0] / truth[1]) * two.value / spread**0.5,
        )


def main(draws: int) -> None:
    """Print one line per component and kind of comparison."""
    pulls: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for seed in range(draws):
        between = fit_jointly(drawn(seed), MODEL)[0].between
        assert between is not None
        for name, difference, ratio in pulls_of(between):
            pulls[name].append((difference, ratio))
    for name, found in pulls.items():
        for kind, pull in zip(("difference", "ratio"), np.array(found).T, strict=True):
            print(
                f"{name} {kind}: pull {pull.mean():+.2f} ± {pull.std():.2f}, "
                f"{np.mean(np.abs(pull) < 1.0):.0%} within one error"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
