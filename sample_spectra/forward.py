"""The truth of every region before noise, and counts drawn from it.

The lines and their background are those of `rates`. Where a component holds the
fraction n of all atoms, its area is ``K n RSF (KE / KE_C)^0.6`` in counts/s x eV, with
KE = photon energy - reference energy of the level and KE_C that of C 1s.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

import numpy as np

from sample_spectra import design
from sample_spectra.chemistry import atom_fraction, species_fractions
from sample_spectra.rates import (
    TrueBackground,
    TrueComponent,
    background_rate,
    peak_rates,
)

if TYPE_CHECKING:
    import numpy.typing as npt

    FloatArray = npt.NDArray[np.float64]
    IntArray = npt.NDArray[np.int64]

SEED = 1486
JITTER_STREAM, NOISE_STREAM = 0, 1


@dataclass(frozen=True)
class RegionTruth:
    """One region of one sample and level before noise.

    Attributes
    ----------
    level, etch_time_s
        None for a surface measurement.
    energy_ev
        Measured binding energies, ascending, n points.
    peaks_cps
        One row per component, n columns.
    background_cps
        Background, n points.
    """

    family: str
    sample: str
    region: str
    level: int | None
    etch_time_s: float | None
    energy_ev: FloatArray
    peaks_cps: FloatArray
    background_cps: FloatArray
    components: tuple[TrueComponent, ...]
    background: TrueBackground
    charge_shift_ev: float
    jitter_ev: float
    dwell_s: float
    scans: int

    @property
    def expected_cps(self) -> FloatArray:
        """Return the expected rate in counts/s, n points."""
        return np.asarray(self.peaks_cps.sum(axis=0) + self.background_cps)

    @property
    def expected_counts(self) -> FloatArray:
        """Return the expected counts summed over the scans, n points."""
        return self.expected_cps * (self.dwell_s * self.scans)


def region_truth(sample: str, region: str, family: str = "matched") -> RegionTruth:
    """Return the truth of one region of a surface measurement.

    Parameters
    ----------
    sample : str
        ``bare_li``, ``tma_5s``, ``tma_20s`` or ``li_al_reference``.
    region : str
        ``C 1s``, ``O 1s``, ``Al 2p`` or ``Li 1s``.
    family : str
        ``matched`` or ``voigt``.

    Raises
    ------
    ValueError
        If there is no such sample, region or family.
    """
    fractions = species_fractions(sample)
    shift_ev = design.STATIC_SHIFTS_EV[sample]
    return _truth(family, sample, region, None, fractions, shift_ev)


def profile_truth(level: int, region: str, family: str = "matched") -> RegionTruth:
    """Return the truth of one region of one etch level, 0 to 18, of the profile.

    Raises
    ------
    ValueError
        If there is no such level, region or family.
    """
    fractions = species_fractions(design.PROFILE, level)
    shift_ev = 0.18 * exp(-design.ETCH_TIMES_S[level] / 400.0) - 0.05
    return _truth(family, design.PROFILE, region, level, fractions, round(shift_ev, 6))


def draw_counts(truth: RegionTruth, seed: int | np.random.SeedSequence) -> IntArray:
    """Return one Poisson draw of the counts summed over all scans, n points.

    `np.random.RandomState` is used because its stream is frozen for good, and the
    expectation is rounded because its last bits differ between processors: so the
    same seed gives the same counts everywhere.
    """
    generator = np.random.RandomState(np.random.MT19937(seed))
    expectation = np.round(truth.expected_counts, 6)
    return np.asarray(generator.poisson(expectation), dtype=np.int64)


def file_counts(truth: RegionTruth) -> IntArray:
    """Return the counts that stand in the sample file of this region and level."""
    seed = _seed(truth.family, truth.sample, truth.region, truth.level, NOISE_STREAM)
    return draw_counts(truth, seed)


def _components(
    region: design.Region, fractions: dict[str, float], displacement_ev: float
) -> tuple[TrueComponent, ...]:
    """Return the components of a region, absent ones with an area of 0."""
    carbon = design.REGIONS["C 1s"]
    kinetic_ratio = (design.PHOTON_ENERGY_EV - region.reference_energy_ev) / (
        design.PHOTON_ENERGY_EV - carbon.reference_energy_ev
    )
    area_per_atom = (
        design.AREA_PURE_CARBON_CPS_EV
        * region.sensitivity_factor
        * kinetic_ratio**design.KINETIC_ENERGY_EXPONENT
    )
    shares = [
        atom_fraction(fractions, region.element, line.species) for line in region.lines
    ]
    total = sum(shares)
    return tuple(
        TrueComponent(
            name=line.name,
            center_ev=line.center_ev,
            measured_center_ev=round(line.center_ev + displacement_ev, 6),
            fwhm_ev=line.fwhm_ev,
            area_cps_ev=area_per_atom * share,
            region_fraction=share / total if total > 0 else None,
            split_ev=region.split_ev,
            minor_to_major=region.minor_to_major,
        )
        for line, share in zip(region.lines, shares, strict=True)
    )


def _truth(
    family: str,
    sample: str,
    region_name: str,
    level: int | None,
    fractions: dict[str, float],
    shift_ev: float,
) -> RegionTruth:
    """Return the truth of one spectrum from its composition and charge shift."""
    if family not in design.FAMILIES or region_name not in design.REGIONS:
        raise ValueError(
            f"no region {region_name!r} of family {family!r}; known: "
            f"{', '.join(design.REGIONS)} of {', '.join(design.FAMILIES)}"
        )
    region = design.REGIONS[region_name]
    jitter_ev = _jitter(family, sample, region_name, level)
    components = _components(region, fractions, shift_ev + jitter_ev)
    background = TrueBackground(
        offset_cps=region.offset_cps,
        slope_cps_per_ev=region.slope_cps_per_ev,
        step_per_ev=design.BACKGROUND_STEP_PER_EV,
        middle_ev=region.middle_ev,
    )
    points = round((region.high_ev - region.low_ev) / design.STEP_EV) + 1
    energy_ev = np.round(region.low_ev + design.STEP_EV * np.arange(points), 6)
    return RegionTruth(
        family=family,
        sample=sample,
        region=region_name,
        level=level,
        etch_time_s=None if level is None else design.ETCH_TIMES_S[level],
        energy_ev=energy_ev,
        peaks_cps=peak_rates(energy_ev, components, family),
        background_cps=background_rate(energy_ev, components, background, family),
        components=components,
        background=background,
        charge_shift_ev=shift_ev,
        jitter_ev=jitter_ev,
        dwell_s=design.DWELL_S,
        scans=region.surface_scans if level is None else region.profile_scans,
    )


def _jitter(family: str, sample: str, region: str, level: int | None) -> float:
    """Return the random displacement of one spectrum, rounded as it is published."""
    seed = _seed(family, sample, region, level, JITTER_STREAM)
    generator = np.random.RandomState(np.random.MT19937(seed))
    return round(design.JITTER_SD_EV * float(generator.standard_normal()), 4)


def _seed(
    family: str, sample: str, region: str, level: int | None, stream: int
) -> np.random.SeedSequence:
    """Return a seed that depends on positions in the design, never on a hash."""
    return np.random.SeedSequence(
        [
            SEED,
            design.FAMILIES.index(family),
            design.SAMPLES.index(sample),
            tuple(design.REGIONS).index(region),
            level or 0,
            stream,
        ]
    )
