"""What a spectrum has to be so that every format can hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.details import (
    MAX_DETAILS,
    MAX_LEVEL,
    MAX_TEXT,
    dump_details,
    etch_words,
    is_plain,
)
from xpsfit.errors import OutputError
from xpsfit.readers.energy_axis import MAX_ENERGY_EV
from xpsfit.readers.text import MAX_MAGNITUDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.spectrum import Spectrum

MAX_SCANS = 1_000_000_000
MAX_SPECTRA = 99_999


def check_writable(spectra: Sequence[Spectrum], limit: float = MAX_MAGNITUDE) -> None:
    """Refuse what could not be read back as it is; return nothing.

    Parameters
    ----------
    spectra : sequence of Spectrum
    limit : float
        Numbers have to be smaller than this.

    Raises
    ------
    OutputError
        If there is no spectrum or there are too many; if a text has line ends or other
        control characters or is endless; if a number is not finite or out of range.
    """
    if not 0 < len(spectra) <= MAX_SPECTRA:
        raise OutputError(
            f"{len(spectra)} spectra cannot be written to one file; 1 to {MAX_SPECTRA} "
            "can"
        )
    for number, spectrum in enumerate(spectra, start=1):
        reason = _wrong_text(spectrum) or _wrong_number(spectrum, limit)
        if reason:
            raise OutputError(
                f"spectrum {number} ({_shown(spectrum.sample)}, "
                f"{_shown(spectrum.region)}) cannot be written: {reason}"
            )


def _shown(text: str) -> str:
    return ascii(text[:40])


def _wrong_text(spectrum: Spectrum) -> str:
    if not spectrum.region:
        return "its region has no name; name it, e.g. 'C 1s'"
    if spectrum.position == "":
        return "its position has no name; name it or leave it away"
    texts = {
        "region": spectrum.region,
        "sample": spectrum.sample,
        "position": spectrum.position or "",
        "doubt of its etch time": spectrum.etch_doubt,
        **{f"metadata {_shown(key)}": key for key in spectrum.metadata},
        **{f"value of {_shown(key)}": text for key, text in spectrum.metadata.items()},
        **{f"warning {n}": text for n, text in enumerate(spectrum.warnings, start=1)},
    }
    for what, text in texts.items():
        if not is_plain(text):
            return (
                f"its {what} has line ends, control characters or more than "
                f"{MAX_TEXT} characters; write it on one line"
            )
    if len(dump_details(spectrum, etch_words(spectrum))) > MAX_DETAILS:
        return f"its metadata are longer than {MAX_DETAILS} characters; shorten them"
    return ""


def _wrong_number(spectrum: Spectrum, limit: float) -> str:
    positive = {
        "photon energy": spectrum.photon_energy_ev,
        "pass energy": spectrum.pass_energy_ev,
        "dwell time": spectrum.dwell_s,
    }
    for what, value in positive.items():
        if value is not None and not 0 < value < limit:
            return f"its {what} is {value:g}, not a positive number"
    scans, angle = spectrum.scans, spectrum.angle_deg
    from_zero = {
        "etch time": (spectrum.etch_time_s, limit),
        "etch level": (spectrum.etch_level, MAX_LEVEL + 1),
    }
    for what, (count, bound) in from_zero.items():
        if count is not None and not 0 <= count < bound:
            return f"its {what} is {count:g}, not a number from 0 on"
    if scans is not None and scans > MAX_SCANS:
        return f"it has {scans} scans, more than can be"
    if angle is not None and not abs(angle) < limit:
        return f"its angle is {angle:g}, not a finite number"
    columns = {
        "an energy": (spectrum.binding_energy_ev, MAX_ENERGY_EV),
        "an intensity": (spectrum.intensity, limit),
        "a value of its transmission": (spectrum.transmission, limit),
    }
    for what, (values, bound) in columns.items():
        if values is not None and not (np.abs(values) < bound).all():
            return f"{what} is no finite number below {bound:g}"
    return ""
