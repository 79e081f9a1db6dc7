"""Spectra with what their user states, and where that contradicts their files."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from xpsfit.methods import field_names, methods_of
from xpsfit.readers.text import parse_number
from xpsfit.statements import NUMBERS, PREFIX, TEXTS, statements_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xpsfit.methods import Methods
    from xpsfit.spectrum import Spectrum

# Files and people round differently.
RELATIVE = 1e-3


def with_statements(
    spectra: Iterable[Spectrum], stated: Mapping[str, str]
) -> list[Spectrum]:
    """Return the spectra with what the user states beside the words of their files.

    A statement that contradicts a file adds a warning to its spectrum; the file counts.
    """
    own = {f"{PREFIX}{key}": value for key, value in stated.items()}
    told = [
        replace(spectrum, metadata={**spectrum.metadata, **own}) for spectrum in spectra
    ]
    return [replace(s, warnings=(*s.warnings, *contradictions(s))) for s in told]


def methods_in_file(spectrum: Spectrum) -> Methods:
    """Return what the file says about a measurement, without what the user states."""
    words = spectrum.metadata.items()
    own = {key: value for key, value in words if not key.startswith(PREFIX)}
    return methods_of(replace(spectrum, metadata=own))


def contradictions(spectrum: Spectrum) -> tuple[str, ...]:
    """Return where the user states another value than the file, a clause for each."""
    stated = statements_of(spectrum)
    if not stated:
        return ()
    said = methods_in_file(spectrum)
    recorded: dict[str, object] = {
        name: getattr(said, name) for name in field_names() if name in stated
    }
    recorded["pass_energy_ev"] = spectrum.pass_energy_ev
    if spectrum.angle_deg is not None:
        recorded["take_off_angle_deg"] = spectrum.angle_deg
    return tuple(
        f"--metadata states {key} = {value}, but the file of {spectrum.region} says "
        f"{_words(theirs)} for the {TEXTS.get(key) or NUMBERS[key]}; the file counts"
        for key, value in stated.items()
        if (theirs := recorded.get(key)) is not None and _differ(key, value, theirs)
    )


def _differ(key: str, value: str, theirs: object) -> bool:
    if key not in NUMBERS:
        one, other = (" ".join(str(v).casefold().split()) for v in (value, theirs))
        # A longer name of the same instrument, or a date with its time, is no denial.
        return one not in other and other not in one
    number = parse_number(value)
    return (
        number is not None
        and isinstance(theirs, int | float)
        and not math.isclose(number, theirs, rel_tol=RELATIVE, abs_tol=1e-9)
    )


def _words(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)
