"""What reporting asks for and neither a file nor the user states.

The order is how much a reader misses a statement, after the faults that G. H. Major et
al. count in published work (J. Vac. Sci. Technol. A 38 (2020) 061204,
https://doi.org/10.1116/6.0000685): what the spectra were taken with comes first. The
standards are named for what they are about: ISO 15472 (energy scale), ISO 19318 (charge
control), ISO 18118 (sensitivity factors), ISO 19830 (peak fitting), ISO 16531 (beam
alignment and ion current) and ISO 17109 (sputter rate).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xpsfit.depth.scale import scale_of
from xpsfit.methods import methods_of
from xpsfit.statements import evaluated_spectra, statements_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.methods import Methods
    from xpsfit.results import SampleResult
    from xpsfit.spectrum import Spectrum


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one measurement."""

    spectrum: Spectrum
    methods: Methods
    result: SampleResult


Tell = Callable[[Known], object]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One statement that a report should hold.

    Attributes
    ----------
    name : str
    asked_by : str
        Where it is asked for.
    keys : tuple of str
        Keys of a metadata file that state it; empty where the spectra must.
    tell : callable
        Returns it from what is known; None or nothing if it is not.
    series_only : bool
    """

    name: str
    asked_by: str
    keys: tuple[str, ...]
    tell: Tell
    series_only: bool = False


def _file(name: str) -> Tell:
    return lambda known: getattr(known.spectrum, name)


def _method(name: str) -> Tell:
    return lambda known: getattr(known.methods, name)


def _stated(*keys: str) -> Tell:
    def tell(known: Known) -> Any:
        own = statements_of(known.spectrum)
        return [own[key] for key in keys if key in own]

    return tell


def _pass_energy(known: Known) -> object:
    return known.spectrum.pass_energy_ev or _stated("pass_energy_ev")(known)


def _angle(known: Known) -> object:
    if known.spectrum.angle_deg is not None:
        return known.spectrum.angle_deg
    return known.methods.take_off_angle_deg


def _transmission(known: Known) -> object:
    if known.spectrum.transmission_state == "corrected":
        return "corrected by the instrument"
    return known.spectrum.transmission


def _rate(known: Known) -> object:
    scale = scale_of(known.result)
    return None if scale is None or scale.assumed else scale.rate_nm_per_s


def _energy_check(known: Known) -> object:
    lines = ("au_4f7", "ag_3d5", "cu_2p3")
    measured = _stated(*(f"energy_check_{line}_ev" for line in lines))(known)
    return known.methods.energy_calibration or (
        measured and _stated("energy_check_date")(known)
    )


def _neutralizer(known: Known) -> object:
    found = known.methods
    return found.flood_gun or found.flood_gun_current_ua or found.flood_gun_energy_ev


PAPER = "Major et al. 2020"
WANTED = (
    Wanted("pass energy", PAPER, ("pass_energy_ev",), _pass_energy),
    Wanted("instrument", PAPER, ("instrument",), _method("instrument")),
    Wanted("X-ray source", PAPER, ("source",), _method("source")),
    Wanted("X-ray spot size", PAPER, ("spot_x_um",), _method("spot_x_um")),
    Wanted(
        "last check of the energy scale on Au, Ag or Cu, with its date",
        "ISO 15472",
        ("energy_check_date", "energy_check_au_4f7_ev"),
        _energy_check,
    ),
    Wanted("charge neutralization", "ISO 19318", ("flood_gun",), _neutralizer),
    Wanted("mounting of the sample", "ISO 19318", ("mounting",), _stated("mounting")),
    Wanted(
        "take-off angle",
        "ISO 18118",
        ("take_off_angle_deg",),
        _angle,
    ),
    Wanted("transmission function", "ISO 18118", (), _transmission),
    Wanted("dwell time per point", "ISO 19830", (), _file("dwell_s")),
    Wanted("number of scans", "ISO 19830", (), _file("scans")),
    Wanted("lens mode", "ISO 18118", ("lens_mode",), _method("lens_mode")),
    Wanted("sputtering ion", "ISO 17109", ("ion",), _method("ion"), True),
    Wanted(
        "ion energy", "ISO 17109", ("ion_energy_ev",), _method("ion_energy_ev"), True
    ),
    Wanted(
        "ion current", "ISO 16531", ("ion_current_ua",), _method("ion_current_ua"), True
    ),
    Wanted(
        "ion raster",
        "ISO 17109",
        ("ion_raster_x_mm",),
        _method("ion_raster_x_mm"),
        True,
    ),
    Wanted(
        "alignment of the beams",
        "ISO 16531",
        ("beam_alignment",),
        _stated("beam_alignment"),
        True,
    ),
    Wanted("sputter rate, given with --rate", "ISO 17109", (), _rate, True),
    Wanted(
        "how the sputter rate was determined",
        "ISO 17109",
        ("rate_source",),
        _stated("rate_source"),
        True,
    ),
    Wanted("date of the measurement", PAPER, ("date",), _method("date")),
    Wanted("operator", "ISO 19830", ("operator",), _method("operator")),
)
"""Everything that is looked for, the statements most missed first."""


def missing(results: Sequence[SampleResult]) -> tuple[Wanted, ...]:
    """Return what at least one spectrum behind some results does not tell.

    Parameters
    ----------
    results : sequence of SampleResult
    """
    series = any(result.rate_nm_per_s is not None for result in results)
    measured = [
        Known(spectrum, methods_of(spectrum), result)
        for result in results
        for spectrum in evaluated_spectra(result)
    ]
    return tuple(
        wanted
        for wanted in WANTED
        if (series or not wanted.series_only)
        and any(_unsaid(wanted.tell(known)) for known in measured)
    )


def _unsaid(value: object) -> bool:
    return value is None or (isinstance(value, str | list) and not value)
