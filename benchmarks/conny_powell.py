"""Singlet or doublet: a test of the kind that twenty analysts took in 1998.

J. M. Conny, C. J. Powell and L. A. Currie (Surf. Interface Anal. 26 (1998) 939) gave
simulated C 1s spectra to 20 analysts: singlets, and doublets of two polymers in a
factorial design of peak separation, relative intensity and Poisson noise. Up to half of
the doublets were taken for singlets; of those that were recognized, binding energies
had biases of -0.055 to +0.34 eV and random errors of 0.012 to 0.13 eV. For intensities,
as the share of the larger peak, median biases of -0.33 to 0.17 and random errors of
0.016 to 0.18 on a relative scale are reported in part II (29 (2000) 444).

Those spectra are no longer offered, and their levels of the three factors are not in
the public abstracts. The design here is our own, of the same three factors: separations
of 0.5, 0.7, 1.0 and 1.4 eV between lines about 1 eV wide, shares of the larger peak of
0.5, 0.7 and 0.85 (it may be on either side), and noise of 1 % and 3 % at the peak of
the spectrum; and as many singlets. Positions, widths and backgrounds differ from one to
the next; the widths of a pair differ by up to 5 %, and the model has them equal. The
lines are made by ``sample_spectra``: GL(30) lines, fitted with that shape, and Voigt
lines with 0.30 eV of Lorentz width, fitted with Voigt lines of unknown Lorentz share.

xpsfit gets one model for all spectra of a family: two lines anywhere in 7 eV, and
decides by its own rule of evidence whether the second one is there. The third family,
``wrong``, fits the Voigt lines with GL(30): the data then ask for a second line where
there is none, to mend the shape. No rule of evidence can tell that from a close pair.

Run it as ``python benchmarks/conny_powell.py [SPECTRA]``, SPECTRA per cell of the
design.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from sample_spectra.rates import (
    TrueBackground,
    TrueComponent,
    background_rate,
    peak_rates,
)
from xpsfit.analysis import analyze
from xpsfit.model import (
    BackgroundModel,
    Component,
    Link,
    Parameter,
    PeakModel,
    RegionModel,
)
from xpsfit.settings import Settings
from xpsfit.spectrum import Spectrum

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit import FitResult

SPECTRA = 10
SEED = 1998
SEPARATIONS_EV = (0.5, 0.7, 1.0, 1.4)
LARGER_SHARES = (0.5, 0.7, 0.85)
NOISES = (0.01, 0.03)
FAMILIES = ("matched", "voigt", "wrong")
WINDOW_EV = (279.0, 293.0)
STEP_EV = 0.1
# What 20 analysts reached: the abstracts of both papers.
ANALYSTS_MISSED = 0.5
ANALYSTS_BIAS_EV = (-0.055, 0.34)
ANALYSTS_RANDOM_EV = (0.012, 0.13)


@dataclass(frozen=True)
class Cell:
    """One cell of the design; a separation of 0 is a singlet."""

    family: str
    separation_ev: float
    larger_share: float
    noise: float


@dataclass(frozen=True)
class Truth:
    """One spectrum of a cell: its lines from low to high binding energy."""

    lines: tuple[TrueComponent, ...]
    energy_ev: np.ndarray
    counts: np.ndarray


@dataclass(frozen=True)
class Score:
    """What became of the spectra of one cell.

    Errors are one row per spectrum found to be a doublet: position of the larger and of
    the smaller line in eV, share of the larger.
    """

    cell: Cell
    spectra: int
    doublets: int
    errors: np.ndarray


def the_model(family: str) -> PeakModel:
    """Return the one model for all spectra of a family: two lines anywhere."""
    name, value = ("lorentz_fraction", Parameter(0.2, 0.0, 0.7))
    if family != "voigt":
        name, value = ("mixing", Parameter(0.30, vary=False))
    lines = tuple(
        Component(
            name=line,
            species=line,
            line_shape="voigt" if family == "voigt" else "gl_product",
            center_ev=Parameter(center, 282.0, 289.0),
            fwhm_ev=width,
            shape={name: value},
        )
        for line, center, width in (
            ("first", 285.0, Parameter(1.0, 0.5, 1.8)),
            ("second", 286.0, Link("first")),
        )
    )
    region = RegionModel("C 1s", *WINDOW_EV, BackgroundModel(), lines)
    return PeakModel("singlet or doublet", "", (region,))


def drawn(cell: Cell, random: np.random.Generator) -> Truth:
    """Return one spectrum of a cell, everything but its factors drawn anew."""
    low = 285.0 + random.uniform(-0.5, 0.5)
    share = cell.larger_share if random.random() < 0.5 else 1.0 - cell.larger_share
    parts = [(low, share), (low + cell.separation_ev, 1.0 - share)]
    if cell.separation_ev == 0.0:
        parts = [(low, 1.0)]
    family = "voigt" if cell.family == "wrong" else cell.family
    width = random.uniform(0.95, 1.15)
    lines = tuple(
        TrueComponent(
            str(number),
            center,
            center,
            width * random.uniform(0.975, 1.025),
            1000.0 * part,
            None,
        )
        for number, (center, part) in enumerate(parts)
    )
    points = round((WINDOW_EV[1] - WINDOW_EV[0]) / STEP_EV) + 1
    energy = np.round(WINDOW_EV[0] + STEP_EV * np.arange(points), 6)
    peaks = peak_rates(energy, lines, family).sum(axis=0)
    background = TrueBackground(
        float(peaks.max()) * random.uniform(0.05, 0.15),
        float(peaks.max()) * random.uniform(-0.002, 0.002),
        random.uniform(0.005, 0.02),
        sum(WINDOW_EV) / 2.0,
    )
    rate = peaks + background_rate(energy, lines, background, family)
    # A noise of 1 % at the peak is that of 10 000 counts.
    counts = random.poisson(rate * (cell.noise**-2 / rate.max())).astype(float)
    return Truth(lines, energy, counts)


def fitted(truth: Truth, model: PeakModel) -> FitResult:
    """Return what xpsfit makes of one spectrum."""
    spectrum = Spectrum(
        "C 1s",
        "polymer",
        truth.energy_ev,
        truth.counts,
        "counts",
        photon_energy_ev=1486.69,
        dwell_s=1.0,
        scans=1,
    )
    [result] = analyze([spectrum], Settings(model=model, charge="none"))
    return result.levels[0].fits[0]


def present(fit: FitResult) -> list[tuple[float, float]]:
    """Return position and area of the lines that entered, from low energy to high."""
    absent = {c.name for c in fit.candidates if not c.kept}
    return sorted(
        (c.center_ev, c.area_cps_ev) for c in fit.components if c.name not in absent
    )


def score(cell: Cell, spectra: int, random: np.random.Generator) -> Score:
    """Return what became of `spectra` spectra of a cell."""
    model = the_model(cell.family)
    errors = []
    doublets = 0
    for _ in range(spectra):
        truth = drawn(cell, random)
        found = present(fitted(truth, model))
        doublets += len(found) == 2
        if len(found) == 2 and len(truth.lines) == 2:
            errors.append(error_of(found, truth.lines))
    return Score(cell, spectra, doublets, np.array(errors).reshape(-1, 3))


def error_of(
    found: Sequence[tuple[float, float]], lines: Sequence[TrueComponent]
) -> tuple[float, float, float]:
    """Return errors of both lines, the larger first, and of its share."""
    moved = [
        f[0] - line.measured_center_ev for f, line in zip(found, lines, strict=True)
    ]
    larger = 0 if lines[0].area_cps_ev >= lines[1].area_cps_ev else 1
    true = [line.area_cps_ev for line in lines]
    area = [f[1] for f in found]
    share = area[larger] / sum(area) - true[larger] / sum(true)
    return moved[larger], moved[1 - larger], share


def show(scores: Sequence[Score]) -> None:
    """Print one line per cell, and what all come to."""
    print(
        f"{'lines':<9}{'separation':>11}{'larger':>8}{'noise':>7}{'found':>9}"
        f"{'bias / eV':>18}{'random / eV':>18}{'share':>16}"
    )
    for s in scores:
        c = s.cell
        what = "singlet" if c.separation_ev == 0.0 else f"{c.separation_ev:.1f} eV"
        line = f"{c.family:<9}{what:>11}{c.larger_share:>8.2f}{100 * c.noise:>6.0f}%"
        line += f"{s.doublets:>5}/{s.spectra:<3}"
        if len(s.errors) > 1:
            bias, random = np.median(s.errors, axis=0), s.errors.std(axis=0, ddof=1)
            line += (
                f"{bias[0]:>+9.3f}{bias[1]:>+9.3f}{random[0]:>9.3f}{random[1]:>9.3f}"
            )
            line += f"{bias[2]:>+8.3f}{random[2]:>8.3f}"
        print(line)
    for family in FAMILIES:
        summary(family, [s for s in scores if s.cell.family == family])


def summary(family: str, scores: Sequence[Score]) -> None:
    """Print what one family comes to, beside the analysts."""
    singlets = [s for s in scores if s.cell.separation_ev == 0.0]
    doublets = [s for s in scores if s.cell.separation_ev > 0.0]
    false = sum(s.doublets for s in singlets), sum(s.spectra for s in singlets)
    missed = sum(s.spectra - s.doublets for s in doublets)
    of = sum(s.spectra for s in doublets)
    enough = [s.errors for s in doublets if len(s.errors) > 2]
    bias = np.array([np.median(e[:, :2], axis=0) for e in enough])
    random = np.array([e[:, :2].std(axis=0, ddof=1) for e in enough])
    print(
        f"\n{family}: {missed} of {of} doublets missed ({100 * missed / of:.0f} %; "
        f"analysts up to {100 * ANALYSTS_MISSED:.0f} %), {false[0]} of {false[1]} "
        "singlets called doublets"
    )
    print(
        f"  bias of binding energies, cells of 3 or more: {bias.min():+.3f} to "
        f"{bias.max():+.3f} eV (analysts {ANALYSTS_BIAS_EV[0]:+.3f} to "
        f"{ANALYSTS_BIAS_EV[1]:+.2f})"
    )
    print(
        f"  random error: {random.min():.3f} to {random.max():.3f} eV (analysts "
        f"{ANALYSTS_RANDOM_EV[0]:.3f} to {ANALYSTS_RANDOM_EV[1]:.2f})"
    )


def design() -> list[Cell]:
    """Return all cells: the doublets, and as many singlets of either noise."""
    cells = [
        Cell(family, separation, share, noise)
        for family, separation, share, noise in product(
            FAMILIES, SEPARATIONS_EV, LARGER_SHARES, NOISES
        )
    ]
    singlets = [
        Cell(family, 0.0, 1.0, noise) for family, noise in product(FAMILIES, NOISES)
    ]
    return [*cells, *singlets]


def main() -> None:
    """Run the design and print one table."""
    spectra = int(sys.argv[1]) if len(sys.argv) > 1 else SPECTRA
    random = np.random.Generator(np.random.PCG64(SEED))
    per_doublet = len(SEPARATIONS_EV) * len(LARGER_SHARES)
    scores = [
        score(cell, spectra * (1 if cell.separation_ev else per_doublet), random)
        for cell in design()
    ]
    show(scores)


if __name__ == "__main__":
    main()
