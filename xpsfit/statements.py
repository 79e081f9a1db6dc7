"""What the user states about a measurement where its files are silent: a TOML file.

::

    operator = "J. Doe"
    mounting = "clipped to the sample holder"
    energy_check_date = "2024-03-01"
    energy_check_au_4f7_ev = 83.95
    ion_current_ua = 2.1

Statements are kept with the metadata of every spectrum under `PREFIX`, so they go where
the words of the file go; what a file states itself comes first.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from xpsfit.errors import FormatError, ModelError
from xpsfit.model.toml_file import toml_table, toml_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from xpsfit.fit.result import FitResult
    from xpsfit.results import IntegratedArea, LevelResult, SampleResult
    from xpsfit.spectrum import Spectrum

PREFIX, KIND = "stated: ", "a table of metadata"
LARGEST_FILE_BYTES, LONGEST_TEXT, LARGEST_NUMBER = 100_000, 500, 1e9

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "instrument": "instrument",
        "operator": "operator",
        "date": "date of the measurement",
        "source": "X-ray source",
        "analyzer_mode": "analyzer mode",
        "lens_mode": "lens mode",
        "flood_gun": "charge neutralization",
        "mounting": "mounting and electrical contact of the sample",
        "preparation": "preparation and transfer of the sample",
        "energy_check_date": "date of the last check of the energy scale",
        "beam_alignment": "alignment of X-rays, ion beam and analyzed area",
        "ion_gun": "ion gun",
        "ion": "sputtering ion",
        "rate_source": "how the sputter rate was determined",
    }
)
"""Recognized keys whose values are words, with what they mean."""

NUMBERS: Mapping[str, str] = MappingProxyType(
    {
        "pass_energy_ev": "pass energy",
        "source_power_w": "power of the X-ray source",
        "spot_x_um": "X-ray spot, first side",
        "spot_y_um": "X-ray spot, second side",
        "take_off_angle_deg": "take-off angle",
        "flood_gun_current_ua": "current of the flood gun",
        "flood_gun_energy_ev": "energy of the flood gun",
        "base_pressure_mbar": "base pressure",
        "energy_check_au_4f7_ev": "Au 4f7/2 as measured (83.96 eV in ISO 15472)",
        "energy_check_ag_3d5_ev": "Ag 3d5/2 as measured (368.21 eV in ISO 15472)",
        "energy_check_cu_2p3_ev": "Cu 2p3/2 as measured (932.62 eV in ISO 15472)",
        "ion_energy_ev": "energy of the ions",
        "ion_current_ua": "ion current at the sample",
        "ion_raster_x_mm": "ion raster, first side",
        "ion_raster_y_mm": "ion raster, second side",
        "ion_angle_deg": "angle of incidence of the ions",
    }
)
"""Recognized keys whose values are numbers, units in the names."""


def read_statements(path: Path) -> dict[str, str]:
    """Return what the user states, by key.

    Parameters
    ----------
    path : Path
        A TOML file with keys of `TEXTS` and `NUMBERS` only.

    Raises
    ------
    FormatError
        If the file cannot be read, or holds another key or a value of another kind.
    """
    try:
        given = toml_table(toml_text(path, LARGEST_FILE_BYTES, KIND), KIND).values
    except ModelError as error:
        raise FormatError(str(error), file=path) from error
    return {key: _stated(key, value, path) for key, value in given.items()}


def _stated(key: str, value: object, path: Path) -> str:
    if key in NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise FormatError(f"{key} must be a number", file=path)
        if not (math.isfinite(value) and abs(value) <= LARGEST_NUMBER):
            raise FormatError(f"{key} is no number that can be measured", file=path)
        return f"{value:.12g}"
    if key not in TEXTS:
        known = ", ".join((*TEXTS, *NUMBERS))
        raise FormatError(f"unknown key {key[:80]!r}; known: {known}", file=path)
    if isinstance(value, dt.date):
        return value.isoformat()
    if not isinstance(value, str) or not value.strip():
        raise FormatError(f"{key} must be a text in quotes, not empty", file=path)
    if len(value) > LONGEST_TEXT:
        raise FormatError(f"{key} is longer than {LONGEST_TEXT} characters", file=path)
    return " ".join(value.split())


def statements_text(stated: Mapping[str, str]) -> str:
    """Return statements as the TOML file that `read_statements` reads.

    Parameters
    ----------
    stated : mapping of str to str
        As `read_statements` gives them; other keys are left out.
    """
    return "".join(
        f"{key} = {value if key in NUMBERS else json.dumps(value)}\n"
        for key, value in stated.items()
        if key in NUMBERS or key in TEXTS
    )


def statements_of(spectrum: Spectrum) -> dict[str, str]:
    """Return what the user stated about a spectrum, by key."""
    return {
        key: value
        for word, value in spectrum.metadata.items()
        if word.startswith(PREFIX)
        and ((key := word.removeprefix(PREFIX)) in TEXTS or key in NUMBERS)
    }


def stated_of(results: Sequence[SampleResult]) -> dict[str, str]:
    """Return what the user stated about the spectra of some results, by key."""
    found: dict[str, str] = {}
    for result in results:
        for spectrum in spectra_of(result):
            found |= statements_of(spectrum)
    return found


def evaluated(level: LevelResult) -> tuple[FitResult | IntegratedArea, ...]:
    """Return what was fitted or integrated at a level."""
    return (*level.fits, *level.integrated)


def spectra_of(result: SampleResult) -> list[Spectrum]:
    """Return every spectrum behind a result once, in the order of its levels."""
    spectra = [
        one.region.spectrum for level in result.levels for one in evaluated(level)
    ]
    return list({id(s): s for s in (*spectra, *result.surveys)}.values())


def evaluated_spectra(result: SampleResult) -> list[Spectrum]:
    """Return every spectrum that was fitted or integrated once, without surveys."""
    return spectra_of(replace(result, surveys=()))
