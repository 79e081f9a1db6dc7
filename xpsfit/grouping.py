"""Which spectra belong together, and which shipped model suits them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import peaklib
from peaklib.errors import PeakLibError
from xpsfit.errors import QuantificationError
from xpsfit.model.builtin import (
    CARBON_MODEL,
    DEFAULT_MODEL,
    builtin_model,
    builtin_models,
)
from xpsfit.saturation import saturation_notes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.model.types import PeakModel
    from xpsfit.spectrum import Spectrum


# No core level with its losses is measured over so wide a range.
SURVEY_SPAN_EV = 400.0


@dataclass(frozen=True, slots=True)
class Surface:
    """One level that is not part of a series."""

    etch_time_s: float | None
    spectra: tuple[Spectrum, ...]
    note: str = ""


def choose_model(spectra: Sequence[Spectrum]) -> PeakModel:
    """Return the shipped model that fits the elements measured.

    ``li-tma``, unless the core levels include elements foreign to it and neither
    lithium nor aluminum: naming the oxygen of another material Li2O would be wrong, so
    only its carbon is fitted then (``adventitious-carbon``).

    Parameters
    ----------
    spectra : sequence of Spectrum
        Core levels of a sample.

    Returns
    -------
    PeakModel
    """
    default = builtin_model(DEFAULT_MODEL)
    elements = {
        peaklib.core_level(s.region).element for s in spectra if is_core_level(s)
    }
    own = {peaklib.core_level(region.region).element for region in default.regions}
    if elements - own and not elements & {"Li", "Al"}:
        return builtin_model(CARBON_MODEL)
    return default


def foreign_names(spectra: Sequence[Spectrum], model: PeakModel) -> list[str]:
    """Return a note where `li-tma`, chosen by itself, names lithium nobody measured.

    Parameters
    ----------
    spectra : sequence of Spectrum
        Core levels of a sample.
    model : PeakModel
        As `choose_model` gives it, perhaps with another background or with what a
        reference sample shows.

    Returns
    -------
    list of str
        Empty where a line of lithium was measured, or no region has a peak model.
    """
    elements = {
        peaklib.core_level(s.region).element for s in spectra if is_core_level(s)
    }
    modelled = any(model.region(s.region) is not None for s in spectra)
    if model.name != DEFAULT_MODEL or "Li" in elements or not modelled:
        return []
    missing, native = "neither Li nor Al was measured", ""
    if "Al" in elements:
        missing = "no line of Li was measured"
        native = ", and no shipped model is made for aluminum under its native oxide"
    without, with_lithium = _other_models()
    note = (
        f"{missing}: model {DEFAULT_MODEL}, chosen as none was given, names states of "
        "lithium metal exposed to trimethylaluminum (Li-Al, Li2CO3, R-Li); for a "
        f"sample without lithium give --model {without} (all but C 1s is integrated) "
        f"or a model file of your own; {with_lithium} presumes lithium too{native}"
    )
    return [note]


def _other_models() -> tuple[str, str]:
    """Return the names of the other shipped models without and with lithium."""
    names: dict[bool, list[str]] = {False: [], True: []}
    for name in builtin_models():
        if name != DEFAULT_MODEL:
            names[builtin_model(name).region("Li 1s") is not None].append(name)
    return ", ".join(names[False]), ", ".join(names[True])


def in_order(spectra: Sequence[Spectrum], model: PeakModel) -> list[Spectrum]:
    """Return spectra in the order of the model, the others behind by binding energy."""
    regions = [region.region for region in model.regions]

    def place(spectrum: Spectrum) -> tuple[int, float]:
        if spectrum.region in regions:
            return regions.index(spectrum.region), 0.0
        return len(regions), -float(spectrum.binding_energy_ev[0])

    return sorted(spectra, key=place)


def is_core_level(spectrum: Spectrum) -> bool:
    """Return whether the region of a spectrum is a core level of peaklib."""
    try:
        peaklib.core_level(spectrum.region)
    except PeakLibError:
        return False
    return True


def core_levels(
    sample: str, spectra: Sequence[Spectrum]
) -> tuple[list[Spectrum], list[str]]:
    """Return the spectra of core levels, and notes on what is left out or saturated.

    Raises
    ------
    QuantificationError
        If there are none.
    """
    core = [s for s in spectra if is_core_level(s)]
    others = dict.fromkeys(s.region for s in spectra if not is_core_level(s))
    if not core:
        raise QuantificationError(
            f"{sample}: no region is that of a core level (found: "
            f"{', '.join(others)}); name regions as in 'C 1s' or 'Al 2p'"
        )
    notes = [f"{region}: not a core level, left out" for region in others]
    return core, [*notes, *saturation_notes(core)]


def surveys_of(spectra: Sequence[Spectrum]) -> tuple[Spectrum, ...]:
    """Return the spectra that span several core levels and belong to none."""
    return tuple(
        spectrum
        for spectrum in spectra
        if not is_core_level(spectrum)
        and spectrum.binding_energy_ev[-1] - spectrum.binding_energy_ev[0]
        > SURVEY_SPAN_EV
    )


def samples_of(spectra: Sequence[Spectrum]) -> dict[str, list[Spectrum]]:
    """Return the spectra of each sample and place, in the order of the file.

    Each place of a sample stands for itself, as ``"foil (position 2)"`` or
    ``"foil (30 deg)"``.
    """
    samples: dict[str, list[Spectrum]] = {}
    for spectrum in spectra:
        place = f"({spectrum.place})" if spectrum.place else ""
        name = f"{spectrum.sample} {place}".strip()
        samples.setdefault(name, []).append(spectrum)
    return samples


def positions_of(
    sample: str, spectra: Sequence[Spectrum]
) -> list[tuple[str, list[Spectrum]]]:
    """Return repeated measurements of a sample as positions of their own."""
    seen: dict[tuple[str, float | None], int] = {}
    positions: dict[int, list[Spectrum]] = {}
    for spectrum in spectra:
        key = (spectrum.region, spectrum.etch_time_s)
        seen[key] = seen.get(key, 0) + 1
        positions.setdefault(seen[key], []).append(spectrum)
    return [
        (sample if number == 1 else f"{sample} #{number}", own)
        for number, own in positions.items()
    ]
