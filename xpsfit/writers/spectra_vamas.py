"""Spectra as VAMAS (ISO 14976): layout in `xpsfit.readers.vamas`.

Experiment mode ``NORM``; every spectrum is a block; etch times are the experimental
variable ``Etch Time`` in s, as CasaXPS and Avantage write depth profiles. Angles are
the variable ``Angle`` in degree; points are numbered by the variable ``Position``.
Evenly spaced energies are given by start and increment (scan mode ``REGULAR``). The
scan mode holds for the whole file, so one spectrum with other energies makes all of
them ``IRREGULAR``, with the binding energies as the first corresponding variable.

Lines are ASCII and at most 80 characters long, as the standard wants. What it has no
field for stands in block comments, `xpsfit.readers.vamas_record`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xpsfit._version import __version__
from xpsfit.readers.vamas_header import MAGIC, TERMINATOR, Label
from xpsfit.readers.vamas_lines import NOT_SUPPLIED
from xpsfit.readers.vamas_record import ETCH_TIME, plain_line
from xpsfit.writers.spectra_check import check_writable
from xpsfit.writers.vamas_axis import RegularAxis, regular_axis
from xpsfit.writers.vamas_blocks import (
    REGULAR,
    Variable,
    block_lines,
    comment_lines,
    number_text,
    variable_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.spectrum import Spectrum

NAMES = ("institution", "instrument", "operator", "experiment")
END = "\r\n"
ETCHED = Variable(ETCH_TIME, "")
TURNED = Variable(Label("Angle", "degree"), "")
PLACED = Variable(Label("Position", "d"), "")
NUMBERED = re.compile(r"0|[1-9][0-9]{0,5}")
MAX_VARIABLES = 32
"""As many as the reader keeps."""


def vamas_bytes(spectra: Sequence[Spectrum]) -> bytes:
    """Return the spectra as a VAMAS file.

    Raises
    ------
    OutputError
        If a spectrum could not be read back as it is.
    """
    check_writable(spectra, NOT_SUPPLIED)
    axes = [regular_axis(spectrum) for spectrum in spectra]
    if None in axes:
        axes = [None] * len(spectra)
    variables = _variables(spectra)
    lines = _header(spectra, axes, variables)
    points = _point_numbers(spectra)
    for spectrum, axis in zip(spectra, axes, strict=True):
        lines += block_lines(spectrum, axis, _values(spectrum, variables, points))
    return "".join(f"{line}{END}" for line in (*lines, TERMINATOR)).encode("ascii")


def _header(
    spectra: Sequence[Spectrum],
    axes: Sequence[RegularAxis | None],
    variables: Sequence[Variable],
) -> list[str]:
    comments = [
        f"Written by xpsfit {__version__}",
        *comment_lines(_shared(spectra, "experiment comments")),
    ]
    return [
        MAGIC,
        *(plain_line(_shared(spectra, name)) for name in NAMES),
        str(len(comments)),
        *comments,
        "NORM",
        "IRREGULAR" if None in axes else REGULAR,
        str(len({spectrum.region for spectrum in spectra})),
        str(len(variables)),
        *(line for variable in variables for line in variable.lines()),
        *("0", "0", "0", "0"),
        str(len(spectra)),
    ]


def _shared(spectra: Sequence[Spectrum], name: str) -> str:
    """Return an entry of the metadata on which all spectra agree."""
    found = {spectrum.metadata.get(name, "") for spectrum in spectra}
    return found.pop() if len(found) == 1 else ""


def _variables(spectra: Sequence[Spectrum]) -> list[Variable]:
    """Return the experimental variables, first those that tell spectra apart."""
    own = {
        ETCHED: any(spectrum.etch_time_s is not None for spectrum in spectra),
        TURNED: any(spectrum.angle_deg is not None for spectrum in spectra),
        PLACED: any(spectrum.position is not None for spectrum in spectra),
    }
    others = (variable_of(key) for spectrum in spectra for key in spectrum.metadata)
    by_label = {variable.label: variable for variable, used in own.items() if used}
    for variable in others:
        if variable is not None:
            by_label.setdefault(variable.label, variable)
    return [*by_label.values()][:MAX_VARIABLES]


def _point_numbers(spectra: Sequence[Spectrum]) -> dict[str, float]:
    """Return a number for each point: its own name, or its place among the points."""
    names = list(dict.fromkeys(s.position for s in spectra if s.position is not None))
    numbered = all(NUMBERED.fullmatch(name) for name in names)
    return {
        name: float(name) if numbered else float(place)
        for place, name in enumerate(names, start=1)
    }


def _values(
    spectrum: Spectrum, variables: Sequence[Variable], points: Mapping[str, float]
) -> dict[Label, str]:
    own = {
        ETCHED: spectrum.etch_time_s,
        TURNED: spectrum.angle_deg,
        PLACED: points.get(spectrum.position or ""),
    }
    return {
        variable.label: number_text(own[variable])
        if variable in own
        else variable.value_in(spectrum.metadata)
        for variable in variables
    }
