"""Which atoms sit where: species fractions and the composition they add up to."""

from __future__ import annotations

from math import erfc, exp, sqrt
from typing import TYPE_CHECKING

from sample_spectra.design import (
    ELEMENTS,
    ETCH_TIMES_S,
    PROFILE,
    SPECIES,
    STATIC_FRACTIONS,
    STATIC_SAMPLES,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


def rise(time_s: float, midpoint_s: float, width_s: float) -> float:
    """Return the error-function step erfc(-(t - t0) / (sqrt(2) s)) / 2, from 0 to 1."""
    return 0.5 * erfc(-(time_s - midpoint_s) / (sqrt(2.0) * width_s))


def profile_fractions(etch_time_s: float) -> dict[str, float]:
    """Return the atom fraction of every species after `etch_time_s` of sputtering.

    The weights are smooth functions chosen to resemble the depth trends the study
    describes; they are normalized to a sum of 1.
    """
    t = etch_time_s
    weights = {
        "aC": 0.54 * (1.0 - rise(t, 420.0, 230.0)) + 0.08,
        "CO": 0.09 * exp(-t / 60.0) + 0.010 * exp(-t / 900.0),
        "Li2CO3": 0.11 * exp(-t / 90.0) + 0.004 * exp(-t / 1500.0),
        "Li2O": 0.02 + 0.012 * exp(-t / 400.0),
        "AlC": 0.26 * exp(-0.5 * ((t - 520.0) / 270.0) ** 2),
        "RLi": 0.06 + 0.52 * rise(t, 560.0, 330.0) - 0.06 * rise(t, 5000.0, 1500.0),
        "LiAl": 0.015 + 0.15 * rise(t, 1300.0, 520.0) + 0.06 * rise(t, 4200.0, 1300.0),
        "Al0": 0.008 + 0.055 * rise(t, 900.0, 380.0),
    }
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def species_fractions(sample: str, level: int | None = None) -> dict[str, float]:
    """Return the atom fraction of every species of a sample, absent ones included.

    Parameters
    ----------
    sample : str
        One of `design.SAMPLES`.
    level : int, optional
        Etch level, 0 to 18; needed for the profile and refused for anything else.

    Raises
    ------
    ValueError
        If there is no such sample or level.
    """
    if sample == PROFILE:
        if level is None or not 0 <= level < len(ETCH_TIMES_S):
            raise ValueError(f"{PROFILE} has levels 0 to {len(ETCH_TIMES_S) - 1}")
        return profile_fractions(ETCH_TIMES_S[level])
    if sample not in STATIC_SAMPLES:
        raise ValueError(f"no sample {sample!r}; known: {', '.join(STATIC_SAMPLES)}")
    if level is not None:
        raise ValueError(f"{sample} is a surface measurement and has no etch levels")
    if sample == "tma_20s":
        return profile_fractions(0.0)
    present = STATIC_FRACTIONS[sample]
    return {name: present.get(name, 0.0) for name in SPECIES}


def atom_fraction(
    fractions: Mapping[str, float], element: str, species: tuple[str, ...]
) -> float:
    """Return the fraction of all atoms that are `element` and sit in `species`."""
    return sum(fractions[name] * SPECIES[name].share(element) for name in species)


def composition(fractions: Mapping[str, float]) -> dict[str, float]:
    """Return the atomic percent of every element; the values sum to 100."""
    everywhere = tuple(SPECIES)
    return {
        element: 100.0 * atom_fraction(fractions, element, everywhere)
        for element in ELEMENTS
    }
