"""The cases of ``coverage.py``: what is true, and which model is fitted to it.

Lines, backgrounds and noise are those of ``sample_spectra``, which knows nothing of
xpsfit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sample_spectra.rates import (
    TrueBackground,
    TrueComponent,
    background_rate,
    peak_rates,
)
from xpsfit.model import (
    BackgroundModel,
    Component,
    DoubletSplit,
    Link,
    Parameter,
    RegionModel,
    Species,
    builtin_model,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


FloatArray = np.ndarray
FAMILY = "matched"
STEP_EV = 0.1
PHOTON_EV = 1486.69
# Scofield 1976 factors and levels as in the peak library, for the true amounts.
FACTORS = {"C 1s": 1.0, "O 1s": 2.93, "Al 2p": 0.5371, "Li 1s": 0.0568}
LEVELS_EV = {"C 1s": 284.65, "O 1s": 532.9, "Al 2p": 72.9, "Li 1s": 55.7}
SALTS = ("C 1s", "O 1s", "Li 1s")


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


def divisor(name: str) -> float:
    """Return sensitivity factor times KE^0.6 of a level."""
    return float(FACTORS[name] * (PHOTON_EV - LEVELS_EV[name]) ** 0.6)
