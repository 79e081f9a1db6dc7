"""How the spectra were taken, in sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xpsfit.account.words import by_region, listed, sentence, short_name
from xpsfit.methods import methods_of
from xpsfit.statements import evaluated_spectra, stated_of, statements_of
from xpsfit.stating import contradictions, methods_in_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from xpsfit.methods import Methods
    from xpsfit.results import SampleResult
    from xpsfit.spectrum import Spectrum

    Found = list[tuple[Spectrum, Methods]]

CHECK_LINES = (("au_4f7", "Au 4f7/2"), ("ag_3d5", "Ag 3d5/2"), ("cu_2p3", "Cu 2p3/2"))
MONO = re.compile(r"[()]|\bmono(?:chrom\w*)?\b\.?", re.IGNORECASE)


def measurement_sentences(result: SampleResult) -> list[str]:
    """Return sentences on instrument, source, analyzer, sample and ion gun.

    They are of the spectra that were evaluated, no others.
    """
    spectra = evaluated_spectra(result)
    found = [(spectrum, methods_of(spectrum)) for spectrum in spectra]
    stated = stated_of([result])
    sentences = [*_recorded(result, found), _pass_energy(spectra), *_analyzer(found)]
    sentences += _angle(spectra)
    for words, key in (
        (
            "Charge neutralization",
            by_region((s.region, _neutralizer(m)) for s, m in found),
        ),
        ("Mounting", stated.get("mounting", "")),
        ("Preparation", stated.get("preparation", "")),
    ):
        if key:
            sentences.append(f"{words}: {sentence(key)}")
    if "base_pressure_mbar" in stated:
        pressure = stated["base_pressure_mbar"]
        sentences.append(f"The base pressure was {pressure} mbar.")
    sentences += _energy_check(found, stated)
    denied = dict.fromkeys(w for s in spectra for w in contradictions(s))
    return sentences + [sentence(words) for words in denied]


def _recorded(result: SampleResult, found: Found) -> list[str]:
    """Return with what the spectra were taken; apart where only some of them say it."""
    instruments = {m.instrument or "" for _, m in found}
    sources = {_source(s, m) for s, m in found}
    name = short_name(result.sample)
    instrument = by_region((s.region, m.instrument or "") for s, m in found)
    source = by_region((s.region, _source(s, m)) for s, m in found)
    if len(instruments) > 1 or len(sources) > 1:
        return [
            f"Spectra of {name} were recorded.",
            f"Instrument: {instrument or 'not recorded'}.",
            f"X-ray source: {source or 'not recorded'}.",
        ]
    on = f"on {instrument}" if instrument else "(instrument not recorded)"
    rays = source or "an X-ray source that was not recorded"
    return [f"Spectra of {name} were recorded {on} with {rays}."]


def _source(spectrum: Spectrum, one: Methods) -> str:
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
    return f"{_rays(one)} ({details})" if details else _rays(one)


def _rays(one: Methods) -> str:
    """Return what X-rays these are, "monochromatic" said once."""
    kinds = {True: "monochromatic", False: "non-monochromatic", None: ""}
    source = one.source or ""
    if one.monochromatic:
        source = " ".join(MONO.sub(" ", source).split())
    rays = source if "ray" in source.casefold() else f"{source} X-rays"
    return " ".join(f"{kinds[one.monochromatic]} {rays}".split())


def _pass_energy(spectra: list[Spectrum]) -> str:
    known = by_region((s.region, _pass_energy_of(s)) for s in spectra)
    return f"The pass energy was {known}." if known else "Pass energy: not recorded."


def _pass_energy_of(spectrum: Spectrum) -> str:
    stated = statements_of(spectrum).get("pass_energy_ev")
    if spectrum.pass_energy_ev is None:
        return f"{stated} eV" if stated else ""
    return f"{spectrum.pass_energy_ev:g} eV"


def _analyzer(found: Found) -> list[str]:
    def told(tell: Callable[[Spectrum, Methods], str]) -> str:
        return by_region((s.region, tell(s, m)) for s, m in found)

    parts = {
        "analyzer mode": told(lambda _, m: m.analyzer_mode or ""),
        "lens mode": told(lambda _, m: m.lens_mode or ""),
        "take-off angle": told(
            lambda s, m: (
                ""
                if s.angle_deg is not None or m.take_off_angle_deg is None
                else f"{m.take_off_angle_deg:g}°"
            )
        ),
        "energy step": told(lambda s, _: _step(s)),
        "dwell time": told(
            lambda s, _: "" if s.dwell_s is None else f"{s.dwell_s:.4g} s"
        ),
        "scans": told(lambda s, _: "" if s.scans is None else f"{s.scans}"),
    }
    known = [f"{name} {words}" for name, words in parts.items() if words]
    return [sentence("; ".join(known))] if known else []


def _angle(spectra: list[Spectrum]) -> list[str]:
    """Return the angle of an angle-resolved measurement, where it has one."""
    angles = by_region(
        (s.region, "" if s.angle_deg is None else f"{s.angle_deg:g}°") for s in spectra
    )
    if not angles:
        return []
    others = listed(
        f"{stated:g}°"
        for s in spectra
        if s.angle_deg is not None
        and (stated := methods_in_file(s).take_off_angle_deg) not in (None, s.angle_deg)
    )
    field = f"; the field for the polar take-off angle says {others} and does not count"
    return [
        (
            f"The angle of this angle-resolved measurement was {angles}, as the file "
            f"gives it for the spectrum{field if others else ''}."
        )
    ]


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


def _energy_check(found: Found, stated: dict[str, str]) -> list[str]:
    lines = [
        f"{name} {stated[key]} eV"
        for line, name in CHECK_LINES
        if (key := f"energy_check_{line}_ev") in stated
    ]
    checked = by_region((s.region, m.energy_calibration or "") for s, m in found)
    words = checked or listed(lines)
    if not words:
        return ["The last check of the energy scale (ISO 15472) was not recorded."]
    date = stated.get("energy_check_date")
    on = f" on {date}" if date else ""
    return [f"The energy scale was last checked{on}: {words}."]


def ion_words(result: SampleResult) -> str:
    """Return ion, energy, current and raster as far as they are known."""
    spectra = evaluated_spectra(result)
    angle = stated_of([result]).get("ion_angle_deg")
    words = by_region((s.region, _ion(methods_of(s))) for s in spectra)
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
