"""What the user states about an acquisition that the file leaves open."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from xpsfit.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xpsfit.spectrum import Spectrum


def with_count_time(spectra: Iterable[Spectrum], seconds: float) -> list[Spectrum]:
    """Return the spectra with a counting time where the file gives none.

    Where the file states dwell time and scans, these are kept. Otherwise the spectrum
    gets `seconds` as its dwell time and one scan, so that rates and counts, and with
    them Poisson errors, can be formed. Intensities of unknown unit stay as they are.
    One time seldom holds for all regions, so the warnings of every spectrum say which
    of the three it was.

    Parameters
    ----------
    spectra : iterable of Spectrum
    seconds : float
        Counting time per point in s, all scans together.

    Returns
    -------
    list of Spectrum
        Same order; intensities unchanged; a warning each where the file does not state
        the same time.

    Raises
    ------
    InputError
        If `seconds` is not a positive, finite number.

    Examples
    --------
    >>> from xpsfit.spectrum import Spectrum
    >>> rates = Spectrum("C 1s", "foil", [284, 285], [40, 90], "counts_per_s")
    >>> [stated] = with_count_time([rates], 0.5)
    >>> stated.counts.tolist()
    [20.0, 45.0]
    """
    if not 0.0 < seconds < math.inf:
        raise InputError(f"a counting time of {seconds} s is not above zero")
    return [_counted_for(spectrum, seconds) for spectrum in spectra]


def _counted_for(spectrum: Spectrum, seconds: float) -> Spectrum:
    own = spectrum.count_time_s
    if own is not None and math.isclose(own, seconds, rel_tol=1e-6):
        return spectrum
    if own is not None:
        note = f"the file's counting time of {own:g} s was kept, not the {seconds:g} s"
    elif spectrum.intensity_unit == "arbitrary":
        note = f"the unit of the intensities is unknown: no use for the {seconds:g} s"
    else:
        note = f"the file gives no counting time: {seconds:g} s per point was taken, as"
        spectrum = replace(spectrum, dwell_s=seconds, scans=1)
    note = f"{note} stated with --count-time"
    return replace(spectrum, warnings=(*spectrum.warnings, note))


def with_photon_energy(
    spectra: Iterable[Spectrum], photon_energy_ev: float
) -> list[Spectrum]:
    """Return the spectra with a photon energy where the file gives none.

    Parameters
    ----------
    spectra : iterable of Spectrum
    photon_energy_ev : float
        Energy of the source in eV; quantification needs it for kinetic energies.

    Returns
    -------
    list of Spectrum
        Same order; binding energies unchanged. What a file states is kept, with a
        warning where it is another energy.

    Raises
    ------
    InputError
        If the energy is not a positive, finite number.

    Examples
    --------
    >>> from xpsfit.spectrum import Spectrum
    >>> foil = Spectrum("C 1s", "foil", [284, 285], [40, 90], "counts")
    >>> with_photon_energy([foil], 1486.68)[0].photon_energy_ev
    1486.68
    """
    if not 0.0 < photon_energy_ev < math.inf:
        raise InputError(f"a photon energy of {photon_energy_ev} eV is not above zero")
    return [_excited_by(spectrum, photon_energy_ev) for spectrum in spectra]


def _excited_by(spectrum: Spectrum, photon_energy_ev: float) -> Spectrum:
    own = spectrum.photon_energy_ev
    if own is None:
        return replace(spectrum, photon_energy_ev=photon_energy_ev)
    if math.isclose(own, photon_energy_ev, rel_tol=1e-6):
        return spectrum
    note = (
        f"the file's photon energy of {own:.7g} eV was kept, not the "
        f"{photon_energy_ev:.7g} eV stated with --photon-energy"
    )
    return replace(spectrum, warnings=(*spectrum.warnings, note))


def select_regions(
    spectra: Iterable[Spectrum], regions: Sequence[str]
) -> list[Spectrum]:
    """Return the spectra of the named regions.

    Parameters
    ----------
    spectra : iterable of Spectrum
    regions : sequence of str
        Names as in `Spectrum.region`; case and spaces do not matter, so ``c1s`` means
        ``C 1s``. Empty selects all.

    Returns
    -------
    list of Spectrum
        In their old order.

    Raises
    ------
    UnknownNameError
        If a name fits none of the spectra; it lists what there is.

    Examples
    --------
    >>> from xpsfit.spectrum import Spectrum
    >>> foil = [Spectrum(r, "", [1, 2], [1, 2], "counts") for r in ("C 1s", "O 1s")]
    >>> [spectrum.region for spectrum in select_regions(foil, ["o1s"])]
    ['O 1s']
    """
    every = list(spectra)
    if not regions:
        return every
    present = dict.fromkeys(spectrum.region for spectrum in every)
    keys = {_key(region) for region in present}
    for region in regions:
        if _key(region) not in keys:
            raise UnknownNameError("region in these spectra", region, present)
    wanted = {_key(region) for region in regions}
    return [spectrum for spectrum in every if _key(spectrum.region) in wanted]


def _key(region: str) -> str:
    return "".join(region.split()).casefold()
