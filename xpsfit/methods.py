"""What a methods section says about a measurement, from the words of its file.

Every format has its own names and units for the same thing. Here they become one set of
fields; what a file does not say is None, and nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from xpsfit import statements
from xpsfit.readers.text import parse_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.spectrum import Spectrum

NOTHING = frozenset({"", "not specified", "none", "unknown", "n/a"})
TRUTH = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}

TEXTS: Mapping[str, tuple[str, ...]] = {
    "instrument": ("instrument",),
    "software": ("software", "DS_GEPROPID_SOFTWARE_VERSION"),
    "operator": ("operator",),
    "date": ("date",),
    "date_end": ("end of acquisition",),
    "source": ("source label", "Source Gun Type"),
    "analyzer_mode": ("analyser mode", "Analyser Mode"),
    "lens_mode": ("lens mode", "Lens Mode"),
    "flood_gun": ("flood gun",),
    "ion_gun": ("sputtering gun",),
    "ion": ("sputtering ion",),
    "energy_calibration": ("Calibration Energy Scale",),
}
"""Names in the metadata by field; the first that says something counts."""

UM, NM = 1.0, 1e-3
NUMBERS: Mapping[str, tuple[tuple[str, float], ...]] = {
    "source_power_w": (("source strength [W for X-rays]", 1.0),),
    "spot_x_um": (("spot size x [um]", UM),),
    "spot_y_um": (("spot size y [um]", UM),),
    "analysis_x_um": (("analysis width x [um]", UM),),
    "analysis_y_um": (("analysis width y [um]", UM),),
    "flood_gun_current_ua": (("flood gun current [uA]", 1.0),),
    "flood_gun_energy_ev": (("flood gun energy [eV]", 1.0),),
    "ion_energy_ev": (("sputtering energy [eV]", 1.0),),
    "ion_current_ua": (
        ("sputtering beam current [uA]", 1.0),
        ("sputtering beam current [nA]", 1e-3),
    ),
    "ion_raster_x_mm": (
        ("sputtering width x [mm]", 1.0),
        ("sputtering width x [um]", 1e-3),
    ),
    "ion_raster_y_mm": (
        ("sputtering width y [mm]", 1.0),
        ("sputtering width y [mm], 0 = square", 1.0),
        ("sputtering width y [um]", 1e-3),
    ),
}
"""Names and factors by field. 0 stands for "not known" in real files."""

SIGNED: Mapping[str, tuple[tuple[str, float], ...]] = {
    "take_off_angle_deg": (("take-off polar angle [deg]", 1.0),),
    "stage_x_um": (("stage x [um]", UM), ("stage x [nm]", NM)),
    "stage_y_um": (("stage y [um]", UM), ("stage y [nm]", NM)),
    "stage_z_um": (("stage z [um]", UM), ("stage z [nm]", NM)),
}
"""Fields in which 0 is a value."""

COMMENTS = ("block comments", "experiment comments", "comments")
SPOT = re.compile(r"X-ray spot-size: ([0-9.]+) um by ([0-9.]+) um")
LENS = re.compile(
    r"\bLens(?: Mode)? ?: ?([A-Za-z]+)|\| ([A-Za-z]\w*)  [0-9]+/[0-9]+/[0-9]{4}   [0-9]"
)
MONOCHROMATIC = re.compile(r"\bmono\b|\bmonochrom", re.IGNORECASE)
NEUTRALIZER = re.compile(r"\b(?:Charge Neutraliser|C/N) ?: ?(On|Off)\b")


@dataclass(frozen=True, slots=True)
class Methods:
    """One set of names and units for what files say about a measurement.

    Attributes
    ----------
    instrument, software, operator : str or None
    date, date_end : str or None
        Beginning and end of the acquisition, ISO 8601 where the file is clear.
    source : str or None
        The source in the file's words.
    monochromatic : bool or None
    source_power_w : float or None
        As stated, else anode voltage x current.
    spot_x_um, spot_y_um : float or None
        X-ray spot.
    analysis_x_um, analysis_y_um : float or None
        Analyzed width.
    analyzer_mode, lens_mode : str or None
        ``FAT`` is constant pass energy.
    take_off_angle_deg : float or None
    flood_gun : str or None
        In the file's words, or ``On`` and ``Off``.
    flood_gun_current_ua, flood_gun_energy_ev : float or None
    ion_gun, ion : str or None
    ion_energy_ev, ion_current_ua : float or None
    ion_raster_x_mm, ion_raster_y_mm : float or None
    stage_x_um, stage_y_um, stage_z_um : float or None
    energy_calibration : str or None
        The last check of the energy scale, in the file's words.
    """

    instrument: str | None = None
    software: str | None = None
    operator: str | None = None
    date: str | None = None
    date_end: str | None = None
    source: str | None = None
    monochromatic: bool | None = None
    source_power_w: float | None = None
    spot_x_um: float | None = None
    spot_y_um: float | None = None
    analysis_x_um: float | None = None
    analysis_y_um: float | None = None
    analyzer_mode: str | None = None
    lens_mode: str | None = None
    take_off_angle_deg: float | None = None
    flood_gun: str | None = None
    flood_gun_current_ua: float | None = None
    flood_gun_energy_ev: float | None = None
    ion_gun: str | None = None
    ion: str | None = None
    ion_energy_ev: float | None = None
    ion_current_ua: float | None = None
    ion_raster_x_mm: float | None = None
    ion_raster_y_mm: float | None = None
    stage_x_um: float | None = None
    stage_y_um: float | None = None
    stage_z_um: float | None = None
    energy_calibration: str | None = None


def methods_of(spectrum: Spectrum) -> Methods:
    """Return what the metadata of a spectrum say about its measurement.

    Examples
    --------
    >>> from xpsfit.spectrum import Spectrum
    >>> words = {"stage x [nm]": "35880000", "instrument": "K-Alpha"}
    >>> foil = Spectrum("C 1s", "", [1], [2], "counts", metadata=words)
    >>> methods_of(foil).stage_x_um, methods_of(foil).instrument
    (35880.0, 'K-Alpha')
    """
    words = spectrum.metadata
    found: dict[str, str | float | bool | None] = {
        **{name: _text(words, keys) for name, keys in TEXTS.items()},
        **{name: _number(words, keys) or None for name, keys in NUMBERS.items()},
        **{name: _number(words, keys) for name, keys in SIGNED.items()},
        "monochromatic": _monochromatic(words),
    }
    said = (*_power(words), *_from_comments(words), *_stated(spectrum))
    for name, value in said:
        found[name] = value if found.get(name) is None else found[name]
    return Methods(**found)  # type: ignore[arg-type]


def field_names() -> tuple[str, ...]:
    """Return the names of all fields in order."""
    return tuple(field.name for field in fields(Methods))


def _stated(spectrum: Spectrum) -> list[tuple[str, str | float | None]]:
    """Return what the user states, which counts where the file says nothing."""
    return [
        (key, parse_number(value) if key in statements.NUMBERS else value)
        for key, value in statements.statements_of(spectrum).items()
        if key in field_names()
    ]


def _text(words: Mapping[str, str], keys: tuple[str, ...]) -> str | None:
    texts = (words[key] for key in keys if key in words)
    return next((text for text in texts if text.casefold() not in NOTHING), None)


def _number(
    words: Mapping[str, str], keys: tuple[tuple[str, float], ...]
) -> float | None:
    for key, factor in keys:
        value = parse_number(words[key]) if key in words else None
        if value is not None:
            return float(f"{value * factor:.9g}")
    return None


def _monochromatic(words: Mapping[str, str]) -> bool | None:
    stated = TRUTH.get(words.get("monochromator", "").casefold())
    if stated is not None:
        return stated
    text = f"{words.get('source label', '')} {_comments(words)}"
    return True if MONOCHROMATIC.search(text) else None


def _power(words: Mapping[str, str]) -> list[tuple[str, float | None]]:
    volts = _number(words, (("anode voltage [V]", 1.0),))
    amperes = _number(words, (("source current [A]", 1.0), ("anode current [A]", 1.0)))
    if not volts or not amperes:
        return []
    return [("source_power_w", float(f"{volts * amperes:.6g}"))]


def _from_comments(words: Mapping[str, str]) -> list[tuple[str, str | float | None]]:
    """Return what Kratos and CasaXPS write into comments."""
    text = _comments(words)
    found: list[tuple[str, str | float | None]] = []
    if spot := SPOT.search(text):
        found += [
            ("spot_x_um", parse_number(spot[1])),
            ("spot_y_um", parse_number(spot[2])),
        ]
    if lens := LENS.search(text):
        found.append(("lens_mode", lens[1] or lens[2]))
    if neutralizer := NEUTRALIZER.search(text):
        found.append(("flood_gun", neutralizer[1]))
    return found


def _comments(words: Mapping[str, str]) -> str:
    return " | ".join(words.get(name, "") for name in COMMENTS)
