"""Measure how often stated errors hold the truth, and how small they are.

For each case, spectra of known truth are drawn and fitted; their 68 % intervals (one
standard error) should hold the truth in 63 to 73 % of the spectra, their 95 % intervals
(1.96 standard errors) in 93 to 97 %, for every free parameter and every atomic percent.
The scatter of areas should be within 10 % of the Cramer-Rao bound, the least that any
unbiased estimate can have.

The spectra are those of ``sample_spectra``, whose lines, backgrounds and noise know
nothing of xpsfit, and the bound is computed here from that generator's curve by finite
differences. Models are free (wide bounds, nothing known beforehand), except in the last
case: there the shipped library model is fitted to truths drawn from what it knows.

Run it as ``python benchmarks/coverage.py [SPECTRA]``; 1000 spectra take some minutes.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass, replace
from math import inf, sqrt
from typing import TYPE_CHECKING

import numpy as np

from sample_spectra.rates import (
    TrueBackground,
    TrueComponent,
    background_rate,
    peak_rates,
)
from xpsfit.fit import fit_region
from xpsfit.model import (
    BackgroundModel,
    Component,
    DoubletSplit,
    Link,
    Parameter,
    PeakModel,
    RegionModel,
    Species,
    builtin_model,
)
from xpsfit.quantify import compose, plan_transmission
from xpsfit.settings import Settings
from xpsfit.spectrum import Spectrum, cut_region
from xpsfit.together import fitted_together

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xpsfit.fit import FitResult

FloatArray = np.ndarray
SPECTRA = 1000
SEED = 20261
FAMILY = "matched"
STEP_EV = 0.1
PHOTON_EV = 1486.69
# Scofield 1976 factors and levels as in the peak library, for the true amounts.
FACTORS = {"C 1s": 1.0, "O 1s": 2.93, "Al 2p": 0.5371, "Li 1s": 0.0568}
LEVELS_EV = {"C 1s": 284.65, "O 1s": 532.9, "Al 2p": 72.9, "Li 1s": 55.7}
SALTS = ("C 1s", "O 1s", "Li 1s")
BAND_68, BAND_95 = (0.63, 0.73), (0.93, 0.97)
LEAST_EFFICIENT = 1.10


@dataclass(frozen=True)
class Level:
    """One core level of a case: what is true, and what is fitted."""

    name: str
    low_ev: float
    high_ev: float
    components: tuple[TrueComponent, ...]
    background: TrueBackground
    time_s: float
    model: RegionModel

    @property
    def energy_ev(self) -> FloatArray:
        """Return the energies of the points."""
        points = round((self.high_ev - self.low_ev) / STEP_EV) + 1
        return np.round(self.low_ev + STEP_EV * np.arange(points), 6)

    def rate(self) -> FloatArray:
        """Return the expected rate in counts/s."""
        energy = self.energy_ev
        peaks = peak_rates(energy, self.components, FAMILY).sum(axis=0)
        return np.asarray(
            peaks + background_rate(energy, self.components, self.background, FAMILY)
        )

    def values(self) -> dict[str, float]:
        """Return the true parameters by their name in a fit."""
        found = {
            f"{c.name}.{quantity}": value
            for c in self.components
            for quantity, value in (
                ("area_cps_ev", c.area_cps_ev),
                ("center_ev", c.measured_center_ev),
                ("fwhm_ev", c.fwhm_ev),
            )
        }
        b = self.background
        found["background.offset_cps"] = b.offset_cps
        found["background.slope_cps_per_ev"] = b.slope_cps_per_ev
        found["background.step_per_ev"] = b.step_per_ev
        return found

    def changed(self, values: Mapping[str, float]) -> Level:
        """Return the level with other true values of some parameters."""
        now = {**self.values(), **values}
        components = tuple(
            replace(
                c,
                area_cps_ev=now[f"{c.name}.area_cps_ev"],
                measured_center_ev=now[f"{c.name}.center_ev"],
                fwhm_ev=now[f"{c.name}.fwhm_ev"],
            )
            for c in self.components
        )
        b = replace(
            self.background,
            offset_cps=now["background.offset_cps"],
            slope_cps_per_ev=now["background.slope_cps_per_ev"],
            step_per_ev=now["background.step_per_ev"],
        )
        return replace(self, components=components, background=b)


@dataclass(frozen=True)
class Case:
    """A sample of several core levels; `drawn` ones differ from draw to draw.

    `species` tie areas of several levels in the fit as they do in the truth.
    """

    name: str
    levels: tuple[Level, ...]
    drawn: bool = False
    species: tuple[Species, ...] = ()


@dataclass(frozen=True)
class Figure:
    """What came out for one quantity of one case."""

    case: str
    quantity: str
    spectra: int
    without_error: int
    pull: float
    covered_68: float
    covered_95: float
    scatter_over_bound: float

    @property
    def is_area(self) -> bool:
        """Return whether it is an area or an amount, for which efficiency counts."""
        return self.quantity.endswith(("area_cps_ev", "at%"))

    @property
    def inside(self) -> bool:
        """Return whether it is what is claimed."""
        return (
            BAND_68[0] <= self.covered_68 <= BAND_68[1]
            and BAND_95[0] <= self.covered_95 <= BAND_95[1]
            and not (self.is_area and self.scatter_over_bound > LEAST_EFFICIENT)
        )


def a_level(
    name: str,
    window: tuple[float, float],
    lines: tuple[tuple[str, float, float, float], ...],
    background: tuple[float, float, float],
    time_s: float,
    *,
    doublet: tuple[float, float] | None = None,
) -> Level:
    """Return a level with a free model; a line is name, center, width, area."""
    split, ratio = doublet or (0.0, 0.0)
    components = tuple(
        TrueComponent(label, center, center, fwhm, area, None, split, ratio)
        for label, center, fwhm, area in lines
    )
    offset, slope, step = background
    truth = TrueBackground(offset, slope, step, sum(window) / 2.0)
    pair = DoubletSplit(split, ratio) if doublet else None
    model = RegionModel(
        name,
        *window,
        BackgroundModel(step_per_ev=Parameter(0.01, -1.0, 1.0)),
        tuple(
            Component(
                name=label,
                species=label,
                line_shape="gl_product",
                center_ev=Parameter(center + 0.1, center - 1.5, center + 1.5),
                fwhm_ev=Parameter(fwhm * 1.1, 0.1, 6.0),
                shape={"mixing": Parameter(0.30, vary=False)},
                doublet=pair,
            )
            for label, center, fwhm, _ in lines
        ),
    )
    return Level(name, *window, components, truth, time_s, model)


def the_oxygen(time_s: float = 0.5, scale: float = 1.0) -> Level:
    """Return O 1s of one line, which every composition needs beside C 1s."""
    return a_level(
        "O 1s",
        (526.0, 540.0),
        (("oxide", 531.5, 1.6, 30_000.0 * scale),),
        (5000.0 * scale, -20.0 * scale, 0.02),
        time_s,
    )


def the_cases() -> list[Case]:
    """Return all cases, of two core levels each."""
    window = (279.0, 295.0)
    plain = (3000.0, 15.0, 0.02)
    separated = (("C-C", 284.8, 1.3, 30_000.0), ("CO3", 289.4, 1.4, 10_000.0))
    overlapping = (("C-C", 284.8, 1.3, 30_000.0), ("C-O", 286.2, 1.4, 10_000.0))
    aluminum = (("metal", 72.8, 0.8, 6000.0), ("oxide", 75.4, 1.4, 9000.0))
    carbon = (("C-C", 284.8, 1.3, 2400.0), ("CO3", 289.4, 1.4, 900.0))
    return [
        Case(
            "well separated",
            (a_level("C 1s", window, separated, plain, 0.5), the_oxygen()),
        ),
        Case(
            "overlapping",
            (a_level("C 1s", window, overlapping, plain, 0.5), the_oxygen()),
        ),
        Case(
            "doublet",
            (
                a_level(
                    "Al 2p",
                    (65.0, 82.0),
                    aluminum,
                    (1200.0, 5.0, 0.02),
                    0.75,
                    doublet=(0.435, 0.5),
                ),
                the_oxygen(),
            ),
        ),
        Case(
            "low counts",
            (
                a_level("C 1s", window, carbon, (100.0, 1.0, 0.01), 0.1),
                the_oxygen(0.1, 0.02),
            ),
        ),
        the_species_case(),
        Case("library, drawn", (the_library_level(), the_oxygen()), drawn=True),
    ]


def the_species_case() -> Case:
    """Return carbonate, oxide and carbon in three levels, their areas tied."""
    species = (
        Species("carbonate", {"C": 1, "O": 3, "Li": 2}, dict.fromkeys(SALTS, "CO3")),
        Species("oxide", {"O": 1, "Li": 2}, dict.fromkeys(SALTS[1:], "oxide")),
    )
    amounts = {"CO3": 12.0, "oxide": 20.0}
    atoms = {"CO3": species[0].composition, "oxide": species[1].composition}

    def area(level: str, name: str) -> float:
        return amounts[name] * atoms[name][level.split(maxsplit=1)[0]] * divisor(level)

    carbon = (("C-C", 284.8, 1.3, 9000.0), ("CO3", 289.4, 1.4, area("C 1s", "CO3")))
    oxygen = tuple(
        (name, at, 1.5, area("O 1s", name))
        for name, at in (("oxide", 528.4), ("CO3", 531.6))
    )
    lithium = tuple(
        (name, at, 1.25, area("Li 1s", name))
        for name, at in (("oxide", 53.8), ("CO3", 55.0))
    )
    return Case(
        "species",
        (
            a_level("C 1s", (279.0, 295.0), carbon, (1000.0, 5.0, 0.02), 0.5),
            a_level("O 1s", (523.0, 540.0), oxygen, (2000.0, -10.0, 0.02), 0.5),
            a_level("Li 1s", (48.0, 64.0), lithium, (300.0, -2.0, 0.02), 1.0),
        ),
        species=species,
    )


def the_library_level() -> Level:
    """Return C 1s of the shipped model, true where the library has it."""
    model = builtin_model("li-tma").region("C 1s")
    assert model is not None
    areas = (9000.0, 30_000.0, 6000.0, 8000.0)
    lines = tuple(
        (c.name, c.center_ev.value, c.fwhm_ev.value, area)  # type: ignore[union-attr]
        for c, area in zip(model.components, areas, strict=True)
    )
    window = (model.low_ev, model.high_ev)
    level = a_level("C 1s", window, lines, (3000.0, 15.0, 0.02), 0.5)
    return replace(level, model=model)


def from_the_library(level: Level, random: np.random.Generator) -> Level:
    """Return a level with positions and widths drawn from what its model knows.

    The rules are those of the documentation: a spread of each quantity of its own, and
    a displacement and a relative width common to all of the region; what lies beyond a
    hard bound is drawn again.
    """
    model = level.model
    while True:
        moved = (
            random.normal(0.0, model.shift_spread_ev) if model.shift_spread_ev else 0
        )
        wider = random.normal(0.0, model.width_spread) if model.width_spread else 0.0
        values: dict[str, float | None] = {}
        for component in model.components:
            center, fwhm = component.center_ev, component.fwhm_ev
            if isinstance(center, Link) or isinstance(fwhm, Link):
                raise TypeError(f"{component.name} follows another component")
            values[f"{component.name}.center_ev"] = _drawn(center, moved, random)
            values[f"{component.name}.fwhm_ev"] = _drawn(
                fwhm, wider * fwhm.value, random
            )
        inside = {name: value for name, value in values.items() if value is not None}
        if len(inside) == len(values):
            return level.changed(inside)


def _drawn(
    known: Parameter, common: float, random: np.random.Generator
) -> float | None:
    value = known.value + common + random.normal(0.0, known.spread)
    return value if known.minimum < value < known.maximum else None


def information(level: Level) -> tuple[list[str], FloatArray]:
    """Return names of the parameters and the Fisher information about them.

    With prior knowledge in the model, its information is added (van Trees 1968).
    """
    names = list(level.values())
    rate = level.rate()
    columns = []
    for name in names:
        at = level.values()[name]
        step = 1e-4 * max(abs(at), 1.0) if name.endswith("_ev") else 1e-3 * abs(at)
        step = 1e-4 if "center" in name or "fwhm" in name else max(step, 1e-6)
        up, down = (level.changed({name: at + s}).rate() for s in (step, -step))
        columns.append((up - down) / (2.0 * step))
    by = np.array(columns).T
    data = by.T @ (by * (level.time_s / rate)[:, None])
    return names, np.asarray(data + prior_information(level, names))


def bound(case: Case, levels: tuple[Level, ...]) -> tuple[list[str], FloatArray]:
    """Return names and covariance of the Cramer-Rao bound over all levels.

    Where species own the areas, their amounts are the parameters, and the covariance of
    the areas follows from theirs.
    """
    parts = [information(level) for level in levels]
    names = [
        f"{level.name} {name}"
        for level, (own, _) in zip(levels, parts, strict=True)
        for name in own
    ]
    data = np.zeros((len(names), len(names)))
    start = 0
    for own, block in parts:
        end = start + len(own)
        data[start:end, start:end] = block
        start = end
    ties = ties_of(case.species, names)
    free = ties.T @ data @ ties
    scale = np.sqrt(np.diag(free))
    inner = np.linalg.inv(free / np.outer(scale, scale)) / np.outer(scale, scale)
    return names, np.asarray(ties @ inner @ ties.T)


def ties_of(species: tuple[Species, ...], names: list[str]) -> FloatArray:
    """Return how all parameters follow from the free ones, shape (all, free)."""
    demands = {
        f"{level} {component}.area_cps_ev": (
            number,
            one.composition[level.split()[0]] * divisor(level),
        )
        for number, one in enumerate(species)
        for level, component in one.components.items()
    }
    free = [name for name in names if name not in demands]
    ties = np.zeros((len(names), len(free) + len(species)))
    for row, name in enumerate(names):
        if name in demands:
            number, per_amount = demands[name]
            ties[row, len(free) + number] = per_amount
        else:
            ties[row, free.index(name)] = 1.0
    return ties


def prior_information(level: Level, names: list[str]) -> FloatArray:
    """Return the inverse covariance of what the model knows, zero for the rest."""
    found = np.zeros((len(names), len(names)))
    for quantity, common in (
        ("center_ev", lambda _: level.model.shift_spread_ev),
        ("fwhm_ev", lambda value: level.model.width_spread * value),
    ):
        known = [
            (names.index(f"{c.name}.{quantity}"), getattr(c, quantity))
            for c in level.model.components
            if getattr(c, quantity).spread < inf
        ]
        if known:
            rows = [row for row, _ in known]
            part = np.array([common(p.value) for _, p in known])
            covariance = np.diag([p.spread**2 for _, p in known])
            inverse = np.linalg.inv(covariance + np.outer(part, part))
            found[np.ix_(rows, rows)] += inverse
    return found


def divisor(name: str) -> float:
    """Return sensitivity factor times KE^0.6 of a level."""
    return float(FACTORS[name] * (PHOTON_EV - LEVELS_EV[name]) ** 0.6)


def true_amounts(levels: tuple[Level, ...]) -> dict[str, float]:
    """Return atomic percent by element and by ``level component``."""
    q = {
        f"{level.name} {c.name} at%": c.area_cps_ev / divisor(level.name)
        for level in levels
        for c in level.components
    }
    total = sum(q.values())
    states = {name: 100.0 * value / total for name, value in q.items()}
    for level in levels:
        own = [v for name, v in states.items() if name.startswith(f"{level.name} ")]
        states[f"{level.name.split()[0]} at%"] = sum(own)
    return states


def amount_bounds(
    levels: tuple[Level, ...], names: list[str], covariance: FloatArray
) -> dict[str, float]:
    """Return the bounds of the amounts, by linear propagation."""
    parts = [(level, c) for level in levels for c in level.components]
    keys = [f"{level.name} {c.name} at%" for level, c in parts]
    at = [names.index(f"{level.name} {c.name}.area_cps_ev") for level, c in parts]
    size = np.array([divisor(level.name) for level, _ in parts])
    q = np.array([c.area_cps_ev for _, c in parts]) / size
    share = q / q.sum()
    jacobian = 100.0 * (np.eye(q.size) - share[:, None]) / q.sum()
    own = covariance[np.ix_(at, at)] / np.outer(size, size)
    amounts = jacobian @ own @ jacobian.T
    found = {k: sqrt(amounts[i, i]) for i, k in enumerate(keys)}
    for level in levels:
        its = [i for i, k in enumerate(keys) if k.startswith(f"{level.name} ")]
        element = f"{level.name.split()[0]} at%"
        found[element] = sqrt(amounts[np.ix_(its, its)].sum())
    return found


def fitted(level: Level, counts: FloatArray) -> FitResult:
    """Return the fit of one draw."""
    spectrum = Spectrum(
        level.name,
        "drawn",
        level.energy_ev,
        counts,
        "counts",
        photon_energy_ev=PHOTON_EV,
        dwell_s=level.time_s,
        scans=1,
    )
    return fit_region(cut_region(spectrum), level.model)


def found_in(
    case: Case, levels: tuple[Level, ...], fits: list[FitResult]
) -> Iterator[tuple[str, float, float | None]]:
    """Yield name, value and error of all that the fits of one sample find."""
    plan = plan_transmission([fit.region.spectrum for fit in fits], "none")
    joint = None
    if case.species:
        model = PeakModel(
            case.name, "", tuple(level.model for level in levels), species=case.species
        )
        joint = fitted_together(fits, model, (0.0, 0.0), plan, Settings())
        assert joint is not None
        fits = list(joint.fits)
    for fit in fits:
        for c in fit.components:
            name = f"{fit.region.name} {c.name}.area_cps_ev"
            yield name, c.area_cps_ev, c.area_cps_ev_stderr
        for p in fit.parameters:
            is_area = p.name.endswith(".area_cps_ev")
            if p.state in {"free", "bounded", "at_bound"} and not is_area:
                yield f"{fit.region.name} {p.name}", p.value, p.stderr
    amounts = compose(fits, [], 0.0, plan, Settings(), joint)
    for row in amounts.elements:
        yield f"{row.element} at%", row.atomic_percent, row.atomic_percent_stderr
    for state in amounts.states:
        name = f"{state.region} {state.component} at%"
        yield name, state.atomic_percent, state.atomic_percent_stderr


def study(case: Case, spectra: int = SPECTRA, seed: int = SEED) -> list[Figure]:
    """Return coverage and efficiency of every quantity of a case."""
    random = np.random.Generator(np.random.PCG64(seed))
    rows: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    levels = case.levels
    for number in range(spectra):
        if case.drawn:
            levels = (from_the_library(case.levels[0], random), *case.levels[1:])
        if case.drawn or number == 0:
            rates = [level.rate() for level in levels]
            truth, limit = truth_and_bounds(case, levels)
        fits = [
            fitted(level, random.poisson(rate * level.time_s).astype(float))
            for level, rate in zip(levels, rates, strict=True)
        ]
        for name, value, stderr in found_in(case, levels, fits):
            rows[name].append(
                (value - truth[name], np.nan if stderr is None else stderr, limit[name])
            )
    return [figure(case.name, name, np.array(of)) for name, of in rows.items()]


def truth_and_bounds(
    case: Case, levels: tuple[Level, ...]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return true values and bounds of all quantities by name."""
    names, covariance = bound(case, levels)
    truth = true_amounts(levels)
    limit = amount_bounds(levels, names, covariance)
    for level in levels:
        for name, value in level.values().items():
            truth[f"{level.name} {name}"] = value
    for i, name in enumerate(names):
        limit[name] = sqrt(covariance[i, i])
    return truth, limit


def figure(case: str, quantity: str, rows: FloatArray) -> Figure:
    """Return the figures of one quantity from differences, errors and bounds."""
    difference, stderr, limit = rows.T
    known = np.isfinite(stderr)
    pull = difference[known] / stderr[known]
    return Figure(
        case,
        quantity,
        len(rows),
        int((~known).sum()),
        float(pull.mean()),
        float(np.mean(np.abs(pull) <= 1.0)),
        float(np.mean(np.abs(pull) <= 1.959964)),
        float(difference.std(ddof=1) / np.sqrt(np.mean(limit**2))),
    )


def show(figures: list[Figure]) -> None:
    """Print one line per quantity; those outside of the claims are marked."""
    print(
        f"{'case':<16}{'quantity':<34}{'mean pull':>10}{'68 %':>8}{'95 %':>8}"
        f"{'scatter/bound':>15}{'no error':>10}"
    )
    for f in figures:
        mark = "" if f.inside else "  <--"
        print(
            f"{f.case:<16}{f.quantity:<34}{f.pull:>10.2f}{100 * f.covered_68:>8.1f}"
            f"{100 * f.covered_95:>8.1f}{f.scatter_over_bound:>15.3f}"
            f"{f.without_error:>10}{mark}"
        )


def main() -> None:
    """Run all cases and print one table."""
    spectra = int(sys.argv[1]) if len(sys.argv) > 1 else SPECTRA
    figures = [f for case in the_cases() for f in study(case, spectra)]
    show(figures)
    outside = sum(not f.inside for f in figures)
    print(
        f"{len(figures)} quantities over {spectra} spectra each, seed {SEED}; "
        f"{outside} outside of 63-73 %, 93-97 %, or areas and at% more than 10 % "
        "above the Cramer-Rao bound"
    )


if __name__ == "__main__":
    main()
