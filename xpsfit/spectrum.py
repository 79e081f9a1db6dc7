"""The measured spectrum, and a core-level window of it that is ready to be fitted."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from xpsfit.arrays import FloatArray, frozen
from xpsfit.display import Displayed
from xpsfit.errors import FitError, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

IntensityUnit = Literal["counts", "counts_per_s", "arbitrary"]
TransmissionState = Literal["raw", "corrected", "unknown"]
Noise = Literal["poisson", "poisson_model", "residual"]

INTENSITY_UNITS: Mapping[str, IntensityUnit] = MappingProxyType(
    {unit: unit for unit in get_args(IntensityUnit)}
)
TRANSMISSION_STATES: Mapping[str, TransmissionState] = MappingProxyType(
    {state: state for state in get_args(TransmissionState)}
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Spectrum(Displayed):
    """One spectrum as the instrument stored it.

    Attributes
    ----------
    region : str
        Core level (``"C 1s"``) where the file names one, else the file's own label.
    sample : str
        Sample name from the file.
    binding_energy_ev : FloatArray, shape (n,)
        Strictly increasing, before any charge shift. Photon energy of the file minus
        kinetic energy; the work function is never subtracted.
    intensity : FloatArray, shape (n,)
        The stored numbers, in `intensity_unit`; never altered.
    intensity_unit : {"counts", "counts_per_s", "arbitrary"}
        Counts are summed over all scans.
    photon_energy_ev, pass_energy_ev : float or None
        None where the file does not say.
    dwell_s, scans : float or None, int or None
        Collection time per point and scan, and number of scans.
    etch_time_s : float or None
        Cumulative etch time; None where the spectrum is not part of a series.
    etch_level : int or None
        Number of the level where the file counts them, from 0 before etching.
    position : str or None
        Label of the point where the file holds several of one sample.
    angle_deg : float or None
        Angle of an angle-resolved measurement.
    unetched : bool
        Whether the file states 0 s for all it holds. Level 0 of a series says so, and
        so do instruments that never etched; what stands beside it decides.
    etch_doubt : str
        Why the etch time is not known although something speaks of one, as a clause.
    transmission : FloatArray or None, shape (n,)
        The file's own transmission function, kept and never applied silently.
    transmission_state : {"raw", "corrected", "unknown"}
        Whether `intensity` is already divided by the transmission function.
    file, format, block : str, str, int or None
        Where the spectrum comes from; blocks count from 1.
    metadata : dict of str
        Everything else the file says, in the file's words.
    warnings : tuple of str
        What the reader had to tolerate.
    """

    region: str
    sample: str
    binding_energy_ev: FloatArray
    intensity: FloatArray
    intensity_unit: IntensityUnit
    photon_energy_ev: float | None = None
    pass_energy_ev: float | None = None
    dwell_s: float | None = None
    scans: int | None = None
    etch_time_s: float | None = None
    transmission: FloatArray | None = None
    transmission_state: TransmissionState = "unknown"
    file: str = ""
    format: str = ""
    block: int | None = None
    metadata: dict[str, str] = field(default_factory=dict[str, str])
    warnings: tuple[str, ...] = ()
    etch_level: int | None = None
    position: str | None = None
    angle_deg: float | None = None
    unetched: bool = False
    etch_doubt: str = ""

    def __post_init__(self) -> None:
        """Freeze the arrays and refuse what is not a spectrum.

        Raises
        ------
        InputError
            If lengths differ, values are not finite, times are not positive, or the
            energy does not increase.
        """
        set_ = object.__setattr__
        set_(self, "binding_energy_ev", frozen(self.binding_energy_ev))
        set_(self, "intensity", frozen(self.intensity))
        if self.transmission is not None:
            set_(self, "transmission", frozen(self.transmission))
        energy, intensity = self.binding_energy_ev, self.intensity
        if energy.ndim != 1 or energy.shape != intensity.shape or energy.size == 0:
            self._refuse("energies and intensities are not two lists of one length")
        if self.transmission is not None and self.transmission.shape != energy.shape:
            self._refuse("the transmission column has another length than the spectrum")
        if not (_all_finite(energy) and _all_finite(intensity)):
            self._refuse("a value is not a finite number; remove or re-export the file")
        dwell_s, scans = self.dwell_s, self.scans
        if (dwell_s is not None and dwell_s <= 0) or (scans is not None and scans <= 0):
            self._refuse("dwell time and number of scans must be positive")
        if np.count_nonzero(energy[1:] <= energy[:-1]):
            self._refuse("the energy axis does not run in one direction")

    def _refuse(self, message: str) -> None:
        raise InputError(message, file=self.file or None, block=self.block)

    @property
    def place(self) -> str:
        """Return position and angle in words, e.g. ``"position 2, 30 deg"``."""
        parts = []
        if self.position is not None:
            number = self.position.isdecimal()
            parts.append(f"position {self.position}" if number else self.position)
        if self.angle_deg is not None:
            parts.append(f"{self.angle_deg:g} deg")
        return ", ".join(parts)

    @property
    def count_time_s(self) -> float | None:
        """Return the counting time per point, dwell x scans in s, or None."""
        if self.dwell_s is None or self.scans is None:
            return None
        return self.dwell_s * self.scans

    @property
    def counts(self) -> FloatArray | None:
        """Return counts summed over scans, or None where they cannot be recovered."""
        if self.intensity_unit == "counts":
            return self.intensity
        if self.intensity_unit == "counts_per_s" and self.count_time_s is not None:
            return self.intensity * self.count_time_s
        return None

    @property
    def counts_per_s(self) -> FloatArray:
        """Return the rate in counts/s.

        Raises
        ------
        InputError
            If the file gives neither rates nor the counting time.
        """
        if self.intensity_unit == "counts_per_s":
            return self.intensity
        if self.intensity_unit == "counts" and self.count_time_s is not None:
            return self.intensity / self.count_time_s
        what = (
            "counts without dwell time and scans"
            if self.intensity_unit == "counts"
            else "an intensity in arbitrary units"
        )
        raise InputError(
            f"{self.region}: the file gives {what}, so areas in counts/s cannot be "
            "formed; state the counting time (dwell x scans) with --count-time",
            file=self.file or None,
            block=self.block,
        )


def _all_finite(values: FloatArray) -> bool:
    # Counting takes half the time of `all`, and a profile has thousands of spectra.
    return bool(np.count_nonzero(np.isfinite(values)) == values.size)


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A window of a spectrum, with the noise of every point.

    Attributes
    ----------
    spectrum : Spectrum
        Where the window was cut from.
    binding_energy_ev : FloatArray, shape (n,)
        As measured, increasing.
    counts_per_s : FloatArray, shape (n,)
        Rate at each point.
    sigma_cps : FloatArray, shape (n,)
        One standard deviation of `counts_per_s`: sqrt(max(counts, 1)) / time when the
        counts are known, else one constant estimated from second differences. In a
        fit of few counts, or of a whole series, the fitted curve stands for the counts.
    noise : {"poisson", "poisson_model", "residual"}
        Which of them it is: variance from the counts, from the fitted curve, or from
        the scatter of the data; with "residual" no chi-square claim is made.
    """

    spectrum: Spectrum
    binding_energy_ev: FloatArray
    counts_per_s: FloatArray
    sigma_cps: FloatArray
    noise: Noise

    @property
    def name(self) -> str:
        """Return the region label, e.g. ``"C 1s"``."""
        return self.spectrum.region


def cut_region(
    spectrum: Spectrum, low_ev: float = -np.inf, high_ev: float = np.inf
) -> Region:
    """Return the part of `spectrum` between two measured binding energies.

    Parameters
    ----------
    spectrum : Spectrum
        The measurement.
    low_ev, high_ev : float
        Window in eV on the measured scale, ends included.

    Returns
    -------
    Region
        With Poisson noise where the counts are known (variance = counts, at least 1).
        Otherwise, and where rates below zero show that something was subtracted from
        the counts, one sigma for all points from second differences,
        ``sum((y[i-1] - 2 y[i] + y[i+1])**2) / (6 (n - 2))``, which a smooth signal
        leaves almost untouched.

    Raises
    ------
    FitError
        If fewer than 8 points lie in the window.
    InputError
        If rates cannot be formed, or counts are negative.
    """
    _refuse_negative_counts(spectrum)
    energy = spectrum.binding_energy_ev
    inside = (energy >= low_ev - 1e-9) & (energy <= high_ev + 1e-9)
    if (points := np.count_nonzero(inside)) < 8:
        window = f" lie between {low_ev:.2f} and {high_ev:.2f} eV (measured scale)"
        raise FitError(
            f"{spectrum.region}: only {points} points"
            f"{window if np.isfinite([low_ev, high_ev]).all() else ''}; a fit needs 8 "
            "or more"
        )
    if spectrum.intensity_unit == "arbitrary":
        rate, counts = spectrum.intensity[inside], None
    else:
        rate = spectrum.counts_per_s[inside]
        counts = None if spectrum.counts is None else spectrum.counts[inside]
    subtracted = bool(np.any(spectrum.intensity < 0.0))
    if counts is not None and spectrum.count_time_s is not None and not subtracted:
        sigma = np.sqrt(np.maximum(counts, 1.0)) / spectrum.count_time_s
        noise: Noise = "poisson"
    else:
        second = np.diff(rate, 2)
        variance = float(np.sum(second**2)) / (6.0 * second.size)
        sigma = np.full(rate.shape, np.sqrt(variance) or 1.0)
        noise = "residual"
    # Thousands of spectra need no second copy of their energies.
    first = int(np.argmax(inside))
    chosen = energy if points == energy.size else energy[first : first + points]
    return Region(spectrum, chosen, frozen(rate), frozen(sigma), noise)


def _refuse_negative_counts(spectrum: Spectrum) -> None:
    """Refuse what cannot have been counted, and so has no counting noise."""
    negative = int(np.count_nonzero(spectrum.intensity < 0.0))
    if spectrum.intensity_unit != "counts" or not negative:
        return
    raise InputError(
        f"{spectrum.region}: {negative} of {spectrum.intensity.size} channels hold "
        f"negative counts (down to {spectrum.intensity.min():g}), so a background was "
        "subtracted and the counting noise is lost; export the counts as they were "
        "measured",
        file=spectrum.file or None,
        block=spectrum.block,
    )
