"""The numbers a synthetic lithium anode is made of.

Every number here is a design choice of a synthetic benchmark, picked to resemble
lithium metal exposed to trimethylaluminum (TMA); nothing was measured for it.
Only the binding energies marked ``# study`` come from the founding study of lithium
metal exposed to TMA, on its C-C = 284.8 eV scale. The sensitivity factors are
Scofield's cross sections for Al K-alpha, J. Electron Spectrosc. Relat. Phenom. 8
(1976) 129, doi 10.1016/0368-2048(76)80015-1, relative to C 1s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

FAMILIES = ("matched", "voigt")
"""Line shapes: GL(30), as most peak models assume, and a Voigt, which they do not."""

ELEMENTS = ("C", "O", "Al", "Li")
REGION_OF_ELEMENT = {"C": "C 1s", "O": "O 1s", "Al": "Al 2p", "Li": "Li 1s"}

PHOTON_ENERGY_EV = 1486.69
PASS_ENERGY_EV = 50
SPOT_UM = 400
STEP_EV = 0.1
DWELL_S = 0.05
JITTER_SD_EV = 0.03

AREA_PURE_CARBON_CPS_EV = 2.0e5
KINETIC_ENERGY_EXPONENT = 0.6
BACKGROUND_STEP_PER_EV = 0.02

GL_MIX = 0.30
VOIGT_LORENTZ_FWHM_EV = 0.30


class Species(NamedTuple):
    """One species: atoms per formula unit, hydrogen left out."""

    atoms: dict[str, int]

    def share(self, element: str) -> float:
        """Return the share of `element` among the atoms of this species."""
        return self.atoms.get(element, 0) / sum(self.atoms.values())


SPECIES = {
    "aC": Species({"C": 1}),
    "CO": Species({"C": 1, "O": 1}),
    "RLi": Species({"C": 1, "Li": 1}),
    "AlC": Species({"Al": 4, "C": 3}),
    "LiAl": Species({"Li": 1, "Al": 1}),
    "Al0": Species({"Al": 1}),
    "Li2CO3": Species({"Li": 2, "C": 1, "O": 3}),
    "Li2O": Species({"Li": 2, "O": 1}),
}


@dataclass(frozen=True)
class Line:
    """One component as designed; energies of a doublet are those of its 2p3/2 line."""

    name: str
    center_ev: float
    fwhm_ev: float
    species: tuple[str, ...]


@dataclass(frozen=True)
class Region:
    """One core level: window, acquisition, intensity, background and components."""

    name: str
    element: str
    low_ev: float
    high_ev: float
    surface_scans: int
    profile_scans: int
    sensitivity_factor: float
    reference_energy_ev: float
    offset_cps: float
    slope_cps_per_ev: float
    lines: tuple[Line, ...]
    split_ev: float = 0.0
    minor_to_major: float = 0.0

    @property
    def middle_ev(self) -> float:
        """Return the middle of the window, where the slope crosses the offset."""
        return 0.5 * (self.low_ev + self.high_ev)


REGIONS = {
    region.name: region
    for region in (
        Region(
            name="C 1s",
            element="C",
            low_ev=279.0,
            high_ev=295.0,
            surface_scans=10,
            profile_scans=5,
            sensitivity_factor=1.0,
            reference_energy_ev=284.8,
            offset_cps=3000.0,
            slope_cps_per_ev=15.0,
            lines=(
                Line("R-Li/Al-C", 283.3, 1.20, ("RLi", "AlC")),  # study
                Line("C-C", 284.8, 1.30, ("aC",)),  # study
                Line("C-O", 286.3, 1.45, ("CO",)),
                Line("Li2CO3", 288.5, 1.35, ("Li2CO3",)),  # study
            ),
        ),
        Region(
            name="O 1s",
            element="O",
            low_ev=524.0,
            high_ev=540.0,
            surface_scans=10,
            profile_scans=5,
            sensitivity_factor=2.93,
            reference_energy_ev=531.0,
            offset_cps=6000.0,
            slope_cps_per_ev=-20.0,
            lines=(
                Line("Li2O", 528.3, 1.35, ("Li2O",)),  # study
                Line("Li2CO3", 531.0, 1.55, ("Li2CO3",)),  # study
                Line("C-O", 532.6, 1.80, ("CO",)),
            ),
        ),
        Region(
            name="Al 2p",
            element="Al",
            low_ev=65.0,
            high_ev=82.0,
            surface_scans=15,
            profile_scans=8,
            sensitivity_factor=0.5371,
            reference_energy_ev=73.0,
            offset_cps=1200.0,
            slope_cps_per_ev=5.0,
            lines=(
                Line("Li-Al", 70.5, 0.95, ("LiAl",)),  # study
                Line("Al metal", 72.8, 0.80, ("Al0",)),
                Line("Al-C", 73.5, 1.15, ("AlC",)),  # study
            ),
            split_ev=0.435,
            minor_to_major=0.5,
        ),
        Region(
            name="Li 1s",
            element="Li",
            low_ev=48.0,
            high_ev=64.0,
            surface_scans=20,
            profile_scans=10,
            sensitivity_factor=0.0568,
            reference_energy_ev=55.0,
            offset_cps=900.0,
            slope_cps_per_ev=-6.0,
            lines=(
                Line("Li2O", 53.8, 1.20, ("Li2O",)),  # study
                Line("Li-Al", 54.3, 1.15, ("LiAl",)),
                Line("R-Li", 54.6, 1.30, ("RLi",)),
                Line("Li2CO3", 55.0, 1.35, ("Li2CO3",)),  # study
            ),
        ),
    )
}

STATIC_FRACTIONS = {
    "bare_li": {"aC": 0.26, "CO": 0.05, "Li2CO3": 0.50, "Li2O": 0.19},
    "tma_5s": {
        "aC": 0.42,
        "CO": 0.10,
        "Li2CO3": 0.24,
        "Li2O": 0.04,
        "RLi": 0.10,
        "AlC": 0.06,
        "LiAl": 0.03,
        "Al0": 0.01,
    },
    "li_al_reference": {"LiAl": 0.80, "Al0": 0.08, "Li2O": 0.07, "aC": 0.05},
}
"""Fraction of all atoms other than hydrogen that belong to each species."""

STATIC_SAMPLES = ("bare_li", "tma_5s", "tma_20s", "li_al_reference")
"""Surface scans. ``tma_20s`` has the composition of the profile before etching."""

STATIC_SHIFTS_EV = {
    "bare_li": 0.62,
    "tma_5s": 0.31,
    "tma_20s": 0.18,
    "li_al_reference": 0.0,
}

PROFILE = "tma_20s_profile"
SPUTTER_RATE_TA2O5_NM_PER_S = 0.19
ETCH_TIMES_S = (
    *(0.0, 30.0, 60.0, 120.0, 200.0, 300.0, 450.0, 600.0, 800.0, 1000.0),
    *(1250.0, 1500.0, 2000.0, 2500.0, 3000.0, 4000.0, 5000.0, 6000.0, 6600.0),
)
"""Cumulative etch time of each level; level 0 is the surface before etching."""

SAMPLES = (*STATIC_SAMPLES, PROFILE)
