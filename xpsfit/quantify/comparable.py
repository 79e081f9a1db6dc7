"""Whether intensities may be combined at all: one source, one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import peaklib
from xpsfit.errors import QuantificationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.settings import Settings
    from xpsfit.spectrum import Spectrum

# Al K-alpha is written as 1486.6 to 1486.71 eV; the next source is 230 eV away.
SAME_PHOTON_EV = 1.0


def photon_energy(spectrum: Spectrum, settings: Settings) -> float:
    """Return the photon energy in eV, refused where the library is for another one.

    Raises
    ------
    QuantificationError
        If the file gives none, or the sensitivity factors belong to another source.
    """
    if spectrum.photon_energy_ev is None:
        raise QuantificationError(
            f"{spectrum.region}: the file gives no photon energy, so the kinetic "
            "energy of the line is unknown; state it with --photon-energy"
        )
    library_ev = peaklib.sensitivity(settings.library).photon_energy_ev
    if abs(spectrum.photon_energy_ev - library_ev) > SAME_PHOTON_EV:
        raise QuantificationError(
            f"{spectrum.region}: measured at a photon energy of "
            f"{spectrum.photon_energy_ev:g} eV, but the sensitivity factors of "
            f"{settings.library!r} are for {library_ev:g} eV; use the areas as they "
            "are, or a library for this source"
        )
    return spectrum.photon_energy_ev


def unit_warnings(spectra: Sequence[Spectrum]) -> list[str]:
    """Return what a reader must know about the intensity units of a composition.

    Amounts follow from the ratio of areas. Where all regions share one unknown unit it
    cancels, if they were recorded and scaled alike, which the files do not say; beside
    counts nothing cancels.

    Parameters
    ----------
    spectra : sequence of Spectrum
        All that enter one composition.

    Returns
    -------
    list of str
        Empty where all are counts or counts/s.

    Raises
    ------
    QuantificationError
        If some are in arbitrary units and others are not.
    """
    unknown = [s.region for s in spectra if s.intensity_unit == "arbitrary"]
    if not unknown:
        return []
    if len(unknown) < len(spectra):
        known = [s.region for s in spectra if s.intensity_unit != "arbitrary"]
        raise QuantificationError(
            f"the unit of the intensities of {', '.join(unknown)} is unknown, while "
            f"{', '.join(known)} are in counts or counts/s, so their areas cannot be "
            "compared; export all regions as counts or counts/s, or quantify the ones "
            "of one unit (--region)"
        )
    if len(unknown) == 1:
        return []
    warning = (
        "the unit of the intensities is unknown: the amounts hold only if all regions "
        "were recorded with one dwell time and number of scans, or are rates, and none "
        "was normalized or scaled by itself"
    )
    return [warning]
