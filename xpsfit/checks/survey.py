"""Strong lines of a survey that belong to none of the elements counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

import peaklib

if TYPE_CHECKING:
    from collections.abc import Collection

    from xpsfit.arrays import FloatArray
    from xpsfit.spectrum import Spectrum

# Elements that samples and their supports usually hold. Rare earths have so
# many lines that one of them lies near any peak.
CANDIDATES = (
    *("B", "C", "N", "O", "F", "Na", "Mg", "Al", "Si", "P", "S", "Cl", "K", "Ca", "Ti"),
    *(
        "V",
        "Cr",
        "Mn",
        "Fe",
        "Co",
        "Ni",
        "Cu",
        "Zn",
        "Ga",
        "Ge",
        "As",
        "Se",
        "Br",
        "Sr",
    ),
    *("Y", "Zr", "Nb", "Mo", "Ru", "Rh", "Pd", "Ag", "Cd", "In", "Sn", "Sb", "Te", "I"),
    *("Cs", "Ba", "Hf", "Ta", "W", "Re", "Ir", "Pt", "Au", "Hg", "Pb", "Bi", "U"),
)
# Above this energy most peaks of a survey are Auger lines, which the library lacks.
HIGHEST_EV, LOWEST_EV = 940.0, 60.0
REACH_EV, NEAR_EV = 5.0, 5.0
SIDES_EV = (7.0, 13.0)
SIGMAS = 10.0
# Part of the background, and of the survey's highest line, that a line must reach.
CONTRAST, OF_HIGHEST = 0.10, 0.02
SECOND_FACTOR = 0.3
# From this splitting on a survey shows both lines of a pair.
WIDE_PAIR_EV = 5.0


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """A line of a survey: core level, measured energy and height."""

    element: str
    level: str
    energy_ev: float
    height: float


def unquantified(
    survey: Spectrum, counted: Collection[str], shift_ev: float
) -> tuple[SurveyLine, ...]:
    """Return the strongest line of each element that is seen but not counted.

    Parameters
    ----------
    survey : Spectrum
    counted : collection of str
        Elements of the composition.
    shift_ev : float
        Charge shift, added to measured energies.

    Returns
    -------
    tuple of SurveyLine
        An element counts as seen if its strongest line, and its second strongest where
        that is not much weaker, stand out of both sides, and no line of an element
        counted is near.
    """
    strongest = float(survey.intensity.max() - survey.intensity.min())
    taken = _energies(counted)
    found = []
    for element in CANDIDATES:
        if element in counted:
            continue
        lines = _expected(element)
        if not lines or min(abs(taken - lines[0][1]), default=np.inf) < NEAR_EV:
            continue
        seen = [_line(survey, element, *line, shift_ev) for line in lines]
        first = seen[0]
        if first and all(seen) and first.height > OF_HIGHEST * strongest:
            found.append(first)
    return tuple(_strongest_of_each_peak(found))


def _energies(elements: Collection[str]) -> FloatArray:
    """Return the energies of all lines of some elements that a survey may show."""
    factors = peaklib.sensitivity("scofield").factors
    return np.array(
        [
            level.binding_energy_ev
            for symbol in elements
            for level in peaklib.element(symbol).levels
            if factors.get(level.name, 0.0) > 0.1
        ]
    )


def _expected(element: str) -> list[tuple[str, float]]:
    """Return the strongest line of an element and the one that must confirm it.

    That is the other line of a wide pair, else the next strongest if about as strong.
    Nothing is expected of an element whose strongest line lies outside the range.
    """
    factors = peaklib.sensitivity("scofield").factors
    energies = {
        level.name: level.binding_energy_ev for level in peaklib.element(element).levels
    }
    # Of a pair the line of higher j stands for both.
    ranked = sorted(
        (name for name in energies if name in factors and _is_major(name)),
        key=lambda name: -factors[name],
    )
    if not ranked or not LOWEST_EV < energies[ranked[0]] < HIGHEST_EV:
        return []
    first = ranked[0]
    pair = peaklib.doublet(peaklib.parent_level(first))
    if pair is not None and pair.splitting_ev > WIDE_PAIR_EV:
        second = f"{element} {pair.minor}"
        return [(first, energies[first]), (second, energies[first] + pair.splitting_ev)]
    strong = [n for n in ranked[1:] if factors[n] > SECOND_FACTOR * factors[first]]
    inside = [n for n in strong if LOWEST_EV < energies[n] < HIGHEST_EV]
    return [(name, energies[name]) for name in (first, *inside[:1])]


def _is_major(level: str) -> bool:
    pair = peaklib.doublet(peaklib.parent_level(level))
    return pair is None or level.split()[1] == pair.major


def _line(
    survey: Spectrum, element: str, level: str, energy_ev: float, shift_ev: float
) -> SurveyLine | None:
    """Return a line where the data have a peak that stands out of both its sides."""
    energy, rate = survey.binding_energy_ev, survey.intensity
    at = energy_ev - shift_ev
    core = np.abs(energy - at) <= REACH_EV
    low, high = SIDES_EV
    left = (energy > at - high) & (energy < at - low)
    right = (energy > at + low) & (energy < at + high)
    if min(core.sum(), left.sum(), right.sum()) < 3:
        return None
    base = max(float(np.median(rate[left])), float(np.median(rate[right])))
    top = int(np.flatnonzero(core)[np.argmax(rate[core])])
    height = float(np.mean(rate[max(top - 1, 0) : top + 2])) - base
    second = np.diff(rate, 2)
    around = second[np.flatnonzero(left | right)[:-2].clip(0, second.size - 1)]
    noise = float(np.sqrt(np.mean(around**2) / 6.0)) or 1.0
    inside = core[max(top - 1, 0)] and core[min(top + 1, core.size - 1)]
    if height < SIGMAS * noise or height < CONTRAST * base or not inside:
        return None
    return SurveyLine(element, level, float(energy[top]), height)


def _strongest_of_each_peak(found: list[SurveyLine]) -> list[SurveyLine]:
    """Return one candidate for each peak: that whose line lies nearest to it."""
    kept: list[SurveyLine] = []
    for line in sorted(found, key=_distance):
        if all(abs(line.energy_ev - other.energy_ev) > NEAR_EV for other in kept):
            kept.append(line)
    return sorted(kept, key=lambda line: -line.height)


def _distance(line: SurveyLine) -> float:
    return abs(peaklib.core_level(line.level).binding_energy_ev - line.energy_ev)
