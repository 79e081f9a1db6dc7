"""How the spectra were taken, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.account.words import by_region, listed, name_of, sentence
from xpsfit.methods import methods_of
from xpsfit.statements import spectra_of, stated_of

if TYPE_CHECKING:
    from xpsfit.methods import Methods
    from xpsfit.results import SampleResult
    from xpsfit.spectrum import Spectrum

CHECK_LINES = (("au_4f7", "Au 4f7/2"), ("ag_3d5", "Ag 3d5/2"), ("cu_2p3", "Cu 2p3/2"))


def measurement_sentences(result: SampleResult) -> list[str]:
    """Return sentences on instrument, source, analyzer, sample and ion gun."""
    spectra = spectra_of(result)
    found = [methods_of(spectrum) for spectrum in spectra]
    stated = stated_of([result])
    instrument = listed(one.instrument or "" for one in found)
    on = f"on {instrument}" if instrument else "(instrument not recorded)"
    source = listed(_source(s, m) for s, m in zip(spectra, found, strict=True))
    sentences = [
        (
            f"Spectra of {name_of(result.sample)} were recorded {on} with "
            f"{source or 'an X-ray source that was not recorded'}."
        ),
        _pass_energy(spectra, stated),
        *_analyzer(spectra, found),
    ]
    for words, key in (
        ("Charge neutralization", listed(_neutralizer(one) for one in found)),
        ("Mounting", stated.get("mounting", "")),
        ("Preparation", stated.get("preparation", "")),
    ):
        if key:
            sentences.append(f"{words}: {sentence(key)}")
    if "base_pressure_mbar" in stated:
        pressure = stated["base_pressure_mbar"]
        sentences.append(f"The base pressure was {pressure} mbar.")
    return sentences + _energy_check(found, stated)


def _source(spectrum: Spectrum, one: Methods) -> str:
    kinds = {True: "monochromatic ", False: "non-monochromatic ", None: ""}
    parts = [
        "" if one.source_power_w is None else f"{one.source_power_w:g} W",
        _size("spot", one.spot_x_um, one.spot_y_um, "µm"),
        ""
        if spectrum.photon_energy_ev is None
        else f"photon energy {spectrum.photon_energy_ev:g} eV",
    ]
    details = ", ".join(part for part in parts if part)
    if not (one.source or details):
        return ""
    rays = one.source or ""
    rays = rays if "ray" in rays.casefold() else f"{rays} X-rays".strip()
    name = f"{kinds[one.monochromatic]}{rays}"
    return f"{name} ({details})" if details else name


def _pass_energy(spectra: list[Spectrum], stated: dict[str, str]) -> str:
    known = by_region(
        (s.region, "" if s.pass_energy_ev is None else f"{s.pass_energy_ev:g} eV")
        for s in spectra
    )
    if not known and "pass_energy_ev" in stated:
        known = f"{stated['pass_energy_ev']} eV"
    return f"The pass energy was {known}." if known else "Pass energy: not recorded."


def _analyzer(spectra: list[Spectrum], found: list[Methods]) -> list[str]:
    parts = {
        "analyzer mode": listed(one.analyzer_mode or "" for one in found),
        "lens mode": listed(one.lens_mode or "" for one in found),
        "take-off angle": listed(
            "" if one.take_off_angle_deg is None else f"{one.take_off_angle_deg:g}°"
            for one in found
        ),
        "energy step": by_region((s.region, _step(s)) for s in spectra),
        "dwell time": by_region(
            (s.region, "" if s.dwell_s is None else f"{s.dwell_s:g} s") for s in spectra
        ),
        "scans": by_region(
            (s.region, "" if s.scans is None else f"{s.scans}") for s in spectra
        ),
    }
    known = [f"{name} {words}" for name, words in parts.items() if words]
    return [sentence("; ".join(known))] if known else []


def _step(spectrum: Spectrum) -> str:
    energy = spectrum.binding_energy_ev
    if energy.size < 2:
        return ""
    return f"{(energy[-1] - energy[0]) / (energy.size - 1):.3g} eV"


def _neutralizer(one: Methods) -> str:
    parts = (
        one.flood_gun or "",
        ""
        if one.flood_gun_current_ua is None
        else f"{one.flood_gun_current_ua:g} µA emission",
        "" if one.flood_gun_energy_ev is None else f"{one.flood_gun_energy_ev:g} eV",
    )
    return ", ".join(part for part in parts if part)


def _energy_check(found: list[Methods], stated: dict[str, str]) -> list[str]:
    lines = [
        f"{name} {stated[key]} eV"
        for line, name in CHECK_LINES
        if (key := f"energy_check_{line}_ev") in stated
    ]
    words = listed(one.energy_calibration or "" for one in found) or listed(lines)
    if not words:
        return ["The last check of the energy scale (ISO 15472) was not recorded."]
    date = stated.get("energy_check_date")
    on = f" on {date}" if date else ""
    return [f"The energy scale was last checked{on}: {words}."]


def ion_words(result: SampleResult) -> str:
    """Return ion, energy, current and raster as far as they are known."""
    found = [methods_of(spectrum) for spectrum in spectra_of(result)]
    stated = stated_of([result])
    angle = stated.get("ion_angle_deg")
    words = listed(_ion(one) for one in found)
    return f"{words}, {angle}° incidence" if words and angle else words


def _ion(one: Methods) -> str:
    parts = (
        one.ion or one.ion_gun or "",
        "" if one.ion_energy_ev is None else f"{one.ion_energy_ev:g} eV",
        "" if one.ion_current_ua is None else f"{one.ion_current_ua:g} µA",
        _size("raster", one.ion_raster_x_mm, one.ion_raster_y_mm, "mm"),
    )
    return ", ".join(part for part in parts if part)


def _size(what: str, x: float | None, y: float | None, unit: str) -> str:
    known = [f"{value:g}" for value in (x, y) if value is not None]
    return f"{what} {' × '.join(known)} {unit}" if known else ""
