"""VAMAS (ISO 14976) text of synthetic spectra, experiment mode NORM, scan REGULAR.

W. A. Dench, L. B. Hazell, M. P. Seah, Surf. Interface Anal. 13 (1988) 63,
doi 10.1002/sia.740130202. Kinetic energy ascends, as instruments store it; the
ordinate is the number of counts summed over all scans.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from sample_spectra import design
from sample_spectra.forward import SEED, file_counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sample_spectra.forward import RegionTruth

MAGIC = "VAMAS Surface Chemical Analysis Standard Data Transfer Format 1988 May 4"
NOT_A_MEASUREMENT = "Not a measurement: synthetic spectrum of known truth"
SHAPES = {"matched": "GL(30) lines", "voigt": "Voigt lines, Lorentz FWHM 0.30 eV"}
NOT_SUPPLIED = "1E+37"
WORK_FUNCTION_EV = "4.2"
"""As instruments record it; kinetic energies are on the Fermi scale without it."""
UNKNOWN_DATE = ["-1"] * 6


def vamas_text(truths: Sequence[RegionTruth]) -> str:
    """Return a whole VAMAS file with one block per spectrum, in the given order.

    Lines end with CR LF. Etch time becomes an experimental variable if the spectra
    belong to a profile.
    """
    head = _header(truths)
    blocks = chain.from_iterable(_block(truth) for truth in truths)
    lines = [*head, str(len(truths)), *blocks, "end of experiment"]
    return "".join(f"{line}\r\n" for line in lines)


def _header(truths: Sequence[RegionTruth]) -> list[str]:
    """Return the lines from the format identifier to the count of future entries."""
    first = truths[0]
    comments = [
        NOT_A_MEASUREMENT,
        f"Made by sample_spectra/make.py, seed {SEED}, {SHAPES[first.family]}",
        "The truth behind it is in sample_spectra/truth",
    ]
    variables = [] if first.level is None else ["Etch Time", "s"]
    regions = {truth.region for truth in truths}
    return [
        MAGIC,
        "Synthetic (xpsfit sample spectra)",
        "Forward model, no instrument",
        "None",
        f"{first.sample}, family {first.family}",
        str(len(comments)),
        *comments,
        "NORM",
        "REGULAR",
        str(len(regions)),
        str(len(variables) // 2),
        *variables,
        *["0", "0", "0", "0"],
    ]


def _block(truth: RegionTruth) -> list[str]:
    """Return all lines of one block."""
    counts = file_counts(truth)[::-1]
    etch_time = [] if truth.etch_time_s is None else [f"{truth.etch_time_s:g}"]
    return [
        truth.region if truth.level is None else f"{truth.region} level {truth.level}",
        truth.sample,
        *UNKNOWN_DATE,
        "0",
        "1",
        NOT_A_MEASUREMENT,
        "XPS",
        *etch_time,
        *_source(),
        *_analyser(truth),
        *["counts", "d"],
        *_detection(truth),
        "0",
        str(counts.size),
        str(counts.min()),
        str(counts.max()),
        *map(str, counts.tolist()),
    ]


def _source() -> list[str]:
    """Return label, energy, strength, beam width x and y, polar angle, azimuth."""
    spot = str(design.SPOT_UM)
    energy = f"{design.PHOTON_ENERGY_EV:.2f}"
    return ["Al", energy, NOT_SUPPLIED, spot, spot, NOT_SUPPLIED, NOT_SUPPLIED]


def _analyser(truth: RegionTruth) -> list[str]:
    """Return analyser mode to abscissa increment, then one ordinate announced."""
    species, transition = truth.region.split()
    start_ev = design.PHOTON_ENERGY_EV - float(truth.energy_ev[-1])
    return [
        "FAT",
        str(design.PASS_ENERGY_EV),
        NOT_SUPPLIED,
        WORK_FUNCTION_EV,
        *[NOT_SUPPLIED] * 3,  # target bias, analysis width x and y
        *["0", "0"],  # take-off angle and azimuth: normal emission
        *[species, transition, "-1"],
        *["kinetic energy", "eV"],
        f"{start_ev:.2f}",
        f"{design.STEP_EV:g}",
        "1",
    ]


def _detection(truth: RegionTruth) -> list[str]:
    """Return signal mode, time and scans, dead time, tilt angles and rotation."""
    return [
        "pulse counting",
        f"{truth.dwell_s:g}",
        str(truth.scans),
        "0",
        *["0", "0", "0"],
    ]
