"""Two core levels with Gaussian lines on a straight line, and models that tie them.

Everything here is calculated by the tests' own formulas.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.built_spectra import gaussian
from xpsfit.fit import fit_region
from xpsfit.fit.joint_parts import Member
from xpsfit.model import (
    BackgroundModel,
    Component,
    Link,
    Parameter,
    PeakModel,
    RegionModel,
    Species,
)
from xpsfit.model.links import apart
from xpsfit.spectrum import Spectrum, cut_region

TIME_S = 0.5
# Area in counts/s x eV, calibrated center and full width in eV.
CARBON = {"C-C": (9000.0, 284.8, 1.3), "CO3": (1500.0, 289.8, 1.3)}
OXYGEN = {"Li2O": (700.0, 528.3, 1.4), "CO3": (12_000.0, 531.6, 1.4)}
DIVISORS = {"C 1s": 70.0, "O 1s": 180.0}


def a_level(
    region: str,
    peaks: dict[str, tuple[float, float, float]],
    shift_ev: float,
    seed: int,
) -> Spectrum:
    centers = [center for _, center, _ in peaks.values()]
    first = round(10.0 * (min(centers) - 5.0)) / 10.0
    energy = np.round(first + 0.1 * np.arange(140), 6) - shift_ev
    rate = 2000.0 + 5.0 * (energy - energy[0])
    for area, center, width in peaks.values():
        rate = rate + gaussian(energy, area, center - shift_ev, width)
    counts = np.random.default_rng([seed, len(region), *region.encode()]).poisson(
        rate * TIME_S
    )
    return Spectrum(
        sample="foil",
        region=region,
        binding_energy_ev=energy,
        intensity=counts.astype(np.float64),
        intensity_unit="counts",
        dwell_s=TIME_S,
        scans=1,
        photon_energy_ev=1486.68,
    )


def a_model(*, free: bool = True, species: tuple[Species, ...] = ()) -> PeakModel:
    def region(name: str, peaks: dict[str, tuple[float, float, float]]) -> RegionModel:
        centers = [center for _, center, _ in peaks.values()]
        return RegionModel(
            name,
            min(centers) - 5.0,
            max(centers) + 6.0,
            BackgroundModel(step_per_ev=Parameter(0.0, vary=False)),
            tuple(
                Component(
                    key,
                    key,
                    "gaussian",
                    Parameter(center, center - 1.0, center + 1.0, vary=free),
                    Parameter(width, 0.8, 2.0, vary=free),
                )
                for key, (_, center, width) in peaks.items()
            ),
        )

    return PeakModel(
        "tied",
        "",
        (region("C 1s", CARBON), region("O 1s", OXYGEN)),
        species=species,
    )


def with_center(model: PeakModel, region: str, component: str, link: Link) -> PeakModel:
    regions = tuple(
        replace(
            r,
            components=tuple(
                replace(c, center_ev=link) if c.name == component else c
                for c in r.components
            ),
        )
        if r.region == region
        else r
        for r in model.regions
    )
    return replace(model, regions=regions)


def members(
    model: PeakModel,
    spectra: list[Spectrum],
    shift_ev: float = 0.0,
    sample: str = "",
) -> list[Member]:
    alone = apart(model)
    found = []
    for spectrum in spectra:
        own = alone.region(spectrum.region)
        assert own is not None
        fit = fit_region(cut_region(spectrum), own, shift_ev=shift_ev)
        found.append(Member(fit, shift_ev, DIVISORS[spectrum.region], sample))
    return found
