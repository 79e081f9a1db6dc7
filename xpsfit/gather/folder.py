"""Spectra of several files, put together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from xpsfit.gather.copies import with_positions
from xpsfit.gather.name_levels import with_name_times, with_one_sample
from xpsfit.gather.repeats import with_repeats_noted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from xpsfit.gather.time_table import EtchTimes
    from xpsfit.spectrum import Spectrum

Purpose = Literal["surface", "series", "unknown"]


def gather(
    spectra: Iterable[Spectrum],
    *,
    purpose: Purpose = "unknown",
    etch_times: EtchTimes | None = None,
) -> list[Spectrum]:
    """Return the spectra of files and folders with what only the whole tells.

    * Copies ``X.VGD``, ``X_0.VGD`` ... are positions.
    * A file that states an etch time of 0 s is level 0 where others were etched.
    * Etch times that no file states come from `etch_times`, or from the names of the
      files, as in ``C1s_120s.vms``. A table counts for more than the files, which is
      noted; names count for less, and must not contradict them.
    * A measurement that another file holds too is noted with the spectrum, and of
      surfaces any that becomes ``#2`` of its sample.

    Parameters
    ----------
    spectra : iterable of Spectrum
        As read.
    purpose : {"surface", "series", "unknown"}
        What they are for. Surfaces take no times from names; a series takes them
        wherever they stand, and is asked whether its files agree with them.
    etch_times : EtchTimes, optional
        The user's table.

    Returns
    -------
    list of Spectrum
        In the same order.

    Raises
    ------
    SeriesError
        If a file and its name contradict each other.
    FormatError
        If a line of the table belongs to no spectrum.
    """
    found = _timed_and_placed(spectra, purpose, etch_times)
    return with_repeats_noted(found, numbered=purpose == "surface")


def _timed_and_placed(
    spectra: Iterable[Spectrum], purpose: Purpose, etch_times: EtchTimes | None
) -> list[Spectrum]:
    found = list(spectra)
    if purpose == "series":
        found = _by_folder(found, with_one_sample)
    if etch_times is not None:
        found = etch_times.apply(found)
    found = with_positions(_with_zero_levels(found))
    if etch_times is not None:
        return found
    if purpose == "series":
        return _by_folder(found, lambda own: with_name_times(own, cautious=False))
    if purpose == "unknown":
        return _by_folder(found, lambda own: with_name_times(own, cautious=True))
    return found


def _with_zero_levels(spectra: Sequence[Spectrum]) -> list[Spectrum]:
    """Return the spectra, those that state 0 s as level 0 of their sample's series."""
    etched = {one.sample for one in spectra if one.etch_time_s}
    return [
        replace(one, etch_time_s=0.0)
        if one.unetched and one.etch_time_s is None and one.sample in etched
        else one
        for one in spectra
    ]


def _by_folder(
    spectra: Sequence[Spectrum], change: Callable[[list[Spectrum]], list[Spectrum]]
) -> list[Spectrum]:
    """Return the spectra with those of each folder changed, in their old order."""
    places: dict[Path, list[int]] = defaultdict(list)
    for index, one in enumerate(spectra):
        places[Path(one.file).parent].append(index)
    changed = list(spectra)
    for indices in places.values():
        own = change([spectra[index] for index in indices])
        for index, one in zip(indices, own, strict=True):
            changed[index] = one
    return changed
