"""One sample in several files of a folder: repeated, or the same measurement twice.

Blocks of one file are told apart by the file, so what repeats there needs no word, but
where the numbers are the same.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.sample_name import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.spectrum import Spectrum

SAME = 1e-5
"""Exports round to six digits; two measurements never agree so far in every channel."""


def with_repeats_noted(
    spectra: Sequence[Spectrum], *, numbered: bool
) -> list[Spectrum]:
    """Return the spectra, those that repeat an earlier one with a warning.

    A region that occurs again becomes ``"foil #2"``, as if it were another measurement.
    The warning says which file that is, and whether its numbers are those of the first:
    then it is a copy, or an export, of the same measurement. Of blocks of one file only
    such copies are named.

    Parameters
    ----------
    spectra : sequence of Spectrum
    numbered : bool
        Whether repeats are to become results of their own. Otherwise only copies are
        named.

    Returns
    -------
    list of Spectrum
        In the same order.
    """
    seen: dict[object, list[Spectrum]] = defaultdict(list)
    blocks: dict[object, Spectrum] = {}
    noted = []
    for one in spectra:
        # As `xpsfit.grouping.positions_of` counts them.
        place = one.sample, one.place, one.region, one.etch_time_s
        twin = blocks.setdefault((place, one.file, _digest(one)), one)
        note = _note(one, seen[place], None if twin is one else twin, numbered=numbered)
        seen[place].append(one)
        noted.append(replace(one, warnings=(*one.warnings, note)) if note else one)
    return noted


def _digest(one: Spectrum) -> bytes | int:
    """Return what only spectra of the same numbers share; no constants do."""
    if np.ptp(one.intensity) == 0.0:
        return id(one)
    numbers = one.binding_energy_ev.tobytes() + one.intensity.tobytes()
    return hashlib.sha256(numbers).digest()


def _note(
    one: Spectrum,
    earlier: Sequence[Spectrum],
    block: Spectrum | None,
    *,
    numbered: bool,
) -> str:
    others = [other for other in earlier if other.file != one.file]
    twin = block or next((o for o in others if _same_numbers(one, o)), None)
    number = f"'#{len(earlier) + 1}' of {spoken(one.sample)}"
    if twin is not None:
        own, its = one.file, twin.file
        if twin is block:
            own, its = f"{_block(one)} of {one.file}", f"{_block(twin)} of it"
        copy = f"the numbers are those of {its}, the same measurement twice"
        source = f"{number} is {own}; " if numbered else f"{own}: "
        return f"{source}{copy}; leave one of them out"
    if not numbered or not others:
        return ""
    return f"{number} is {one.file}, beside {others[0].file}"


def _block(one: Spectrum) -> str:
    return f"a {one.region}" if one.block is None else f"block {one.block}"


def _same_numbers(one: Spectrum, other: Spectrum) -> bool:
    """Return whether two files hold one measurement, also as counts and as rates."""
    if one.intensity.size != other.intensity.size:
        return False
    if np.ptp(one.intensity) == 0.0:
        return False
    shift = other.binding_energy_ev - one.binding_energy_ev
    if np.ptp(shift) > 1e-3:
        return False
    scale = float(np.abs(other.intensity).max() / np.abs(one.intensity).max())
    if one.intensity_unit == other.intensity_unit:
        scale = 1.0
    return bool(
        np.allclose(one.intensity * scale, other.intensity, rtol=SAME, atol=0.0)
    )
