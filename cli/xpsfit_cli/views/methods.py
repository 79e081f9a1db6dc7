"""What a methods section needs, as lines above the spectra of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.methods import methods_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xpsfit.methods import Methods
    from xpsfit.spectrum import Spectrum

MOST_SHOWN = 3
STATES = {
    "corrected": "intensities are already divided by it",
    "raw": "intensities are not divided by it",
    "unknown": "the file does not say whether intensities are divided by it",
}


def methods_lines(spectra: Sequence[Spectrum]) -> tuple[str, ...]:
    """Return one line per subject, and one that lists what no spectrum says.

    Where spectra of a file differ, the different values stand side by side.
    """
    found = [methods_of(spectrum) for spectrum in spectra]
    subjects = {
        "instrument": _distinct(_instrument(one) for one in found),
        "measured": _dates(found),
        "source": _distinct(_source(one) for one in found),
        "analyzer": _distinct(_analyzer(one) for one in found),
        "flood gun": _distinct(_flood_gun(one) for one in found),
        "ion gun": _distinct(_ion_gun(one) for one in found),
        "energy scale": _distinct(one.energy_calibration or "" for one in found),
        "transmission": _distinct(_transmission(spectrum) for spectrum in spectra),
    }
    lines = [f"{subject}: {words}" for subject, words in subjects.items() if words]
    missing = _missing(spectra, found)
    if missing:
        lines.append(f"not stated: {', '.join(missing)}")
    return tuple(lines)


def _distinct(words: Iterable[str]) -> str:
    different = [word for word in dict.fromkeys(words) if word]
    shown = " | ".join(different[:MOST_SHOWN])
    more = len(different) - MOST_SHOWN
    return f"{shown} | and {more} more" if more > 0 else shown


def _joined(*words: str | None) -> str:
    return ", ".join(word for word in words if word)


def _instrument(one: Methods) -> str:
    operator = f"operator {one.operator}" if one.operator else ""
    return _joined(one.instrument, one.software, operator)


def _dates(found: Sequence[Methods]) -> str:
    begins = [one.date for one in found if one.date]
    if not begins:
        return ""
    ends = [one.date_end for one in found if one.date_end]
    first, last = min(begins), max([*begins, *ends])
    return first if first == last else f"{first} to {last}"


def _source(one: Methods) -> str:
    mono = {True: "monochromatic", False: "not monochromatic", None: ""}
    return _joined(
        one.source,
        mono[one.monochromatic],
        _quantity(one.source_power_w, "W"),
        _size("spot", one.spot_x_um, one.spot_y_um, "um"),
    )


def _analyzer(one: Methods) -> str:
    lens = f"lens {one.lens_mode}" if one.lens_mode else ""
    angle = _quantity(one.take_off_angle_deg, "deg")
    return _joined(
        one.analyzer_mode,
        lens,
        f"take-off angle {angle}" if angle else "",
        _size("analyzed", one.analysis_x_um, one.analysis_y_um, "um"),
    )


def _flood_gun(one: Methods) -> str:
    return _joined(
        one.flood_gun,
        _quantity(one.flood_gun_current_ua, "uA"),
        _quantity(one.flood_gun_energy_ev, "eV"),
    )


def _ion_gun(one: Methods) -> str:
    return _joined(
        one.ion_gun,
        one.ion,
        _quantity(one.ion_energy_ev, "eV"),
        _quantity(one.ion_current_ua, "uA"),
        _size("raster", one.ion_raster_x_mm, one.ion_raster_y_mm, "mm"),
    )


def _transmission(spectrum: Spectrum) -> str:
    state = STATES[spectrum.transmission_state]
    if spectrum.transmission is None:
        return f"no column in the file; {state}"
    return f"a column in the file; {state}"


def _missing(spectra: Sequence[Spectrum], found: Sequence[Methods]) -> list[str]:
    """Return what a methods section needs and no spectrum says."""
    stated: dict[str, list[str | float | None]] = {
        "instrument": [one.instrument for one in found],
        "date": [one.date for one in found],
        "photon energy": [s.photon_energy_ev for s in spectra],
        "pass energy": [s.pass_energy_ev for s in spectra],
        "dwell time": [s.dwell_s for s in spectra],
        "scans": [s.scans for s in spectra],
        "spot size": [one.spot_x_um for one in found],
        "lens mode": [one.lens_mode for one in found],
        "flood gun": [_flood_gun(one) or None for one in found],
    }
    if any(spectrum.etch_time_s for spectrum in spectra):
        stated["ion gun"] = [_ion_gun(one) or None for one in found]
    return [name for name, values in stated.items() if not any(values)]


def _quantity(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:g} {unit}"


def _size(what: str, x: float | None, y: float | None, unit: str) -> str:
    known = [f"{value:g}" for value in (x, y) if value is not None]
    return f"{what} {' x '.join(known)} {unit}" if known else ""
