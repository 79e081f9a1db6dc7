"""What an Avantage dump says besides the spectrum, as words for `Spectrum.metadata`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.readers import avg_meaning
from xpsfit.readers.avg_properties import COMMENTS, Properties
from xpsfit.readers.space_axes import ETCH_TIME
from xpsfit.readers.text import parse_number, printable

if TYPE_CHECKING:
    from xpsfit.readers.avg_axes import Axes
    from xpsfit.readers.avg_blocks import Block

SCAN_DIRECTION = "DS_ACPROPID_DIRECTION"
NAMES = {
    avg_meaning.TITLE: "title",
    avg_meaning.SUBJECT: "experiment",
    COMMENTS: "comments",
    "DS_EXT_SUPROPID_AUTHOR": "operator",
    "DS_EXT_SUPROPID_CREATED": "created",
    "DS_EXT_SUPROPID_SAVED": "saved",
    avg_meaning.TECHNIQUE: "technique code",
    "DS_GEPROPID_INSTRUMENT": "instrument",
    "DS_SOPROPID_STYPE": "source type",
    "DS_SOPROPID_MONO": "monochromator",
    avg_meaning.PHOTON_ENERGY: "source energy [eV]",
    "DS_SOPROPID_VOLTAGE": "anode voltage [V]",
    "DS_SOPROPID_CURRENT": "anode current [A]",
    "DS_SOPROPID_WIDTH": "spot size x [um]",
    "DS_SOPROPID_LENGTH": "spot size y [um]",
    "DS_SOPROPID_GUN": "gun type",
    "DS_ACPROPID_START_TIME": "date",
    "DS_ACPROPID_END_TIME": "end of acquisition",
    avg_meaning.DWELL: "signal collection time [s]",
    avg_meaning.SCANS: "number of scans",
    "DS_ACPROPID_MODE": "detector mode",
    SCAN_DIRECTION: "scan direction",
    avg_meaning.ANALYSER_MODE: "analyser mode",
    avg_meaning.PASS_ENERGY: "pass energy or retard ratio",
    "DS_ANPROPID_WORK_FTN": "analyser work function field [eV], not used",
    "DS_ANPROPID_LENS_MODE_NAME": "lens mode",
    "DS_SOURCE_FLOODGUNPROPID_CURRENT": "flood gun current [uA]",
    "DS_SOURCE_FLOODGUNPROPID_ENERGY": "flood gun energy [eV]",
    "DS_SOURCE_FLOODGUNPROPID_DESCRIPTION": "flood gun",
    "DS_DEPTHPROFILE_IONGUNPROPID_CURRENT": "sputtering beam current [uA]",
    "DS_DEPTHPROFILE_IONGUNPROPID_ENERGY": "sputtering energy [eV]",
    "DS_DEPTHPROFILE_IONGUNPROPID_RASTER_WIDTH": "sputtering width x [mm]",
    "DS_DEPTHPROFILE_IONGUNPROPID_RASTER_HEIGHT": (
        "sputtering width y [mm], 0 = square"
    ),
    "DS_DEPTHPROFILE_IONGUNPROPID_ANGLETOSURFACE": "sputtering angle to surface [deg]",
    "DS_DEPTHPROFILE_IONGUNPROPID_IONTYPE": "sputtering ion",
    "DS_DEPTHPROFILE_IONGUNPROPID_DESCRIPTION": "sputtering gun",
    "DS_DEPTHPROFILE_IONGUNPROPID_SPUTTERRATE": "sputtering rate [nm/min]",
}
"""The names a VAMAS file gives its fields, where there is such a field.

All other properties keep the name they have in the dump.
"""

STAGE_NM = {
    "DS_STPROPID_POS_X": "stage x [um]",
    "DS_STPROPID_POS_Y": "stage y [um]",
    "DS_STPROPID_POS_Z": "stage z [um]",
}
COEFFICIENT = "DS_ANPROPID_TXFN_COEFF["
CODES = {
    avg_meaning.ANALYSER_MODE: {"1": "FAT"},
    SCAN_DIRECTION: {"0": "snapshot", "1": "scanned"},
}
FLAGS = {"True": "yes", "False": "no"}
REALS = frozenset({"VT_R4", "VT_R8"})
MAX_KEPT = 300
"""Properties that are kept; real files have about sixty."""


def metadata(properties: Properties, source: str) -> dict[str, str]:
    """Return everything the properties say, by name.

    Stage positions are turned from nm into um.

    Parameters
    ----------
    properties : Properties
        Of the dump.
    source : str
        Path of the data space that was dumped.
    """
    fields: dict[str, str] = {}
    for name in list(properties.entries)[:MAX_KEPT]:
        words = _words(properties, name)
        place = parse_number(words) if name in STAGE_NM else None
        if place is not None:
            fields[STAGE_NM[name]] = f"{place / 1000:.7g}"
        elif not name.startswith(COEFFICIENT):
            fields[NAMES.get(name, name)] = words
    fields["transmission coefficients"] = printable(
        ", ".join(
            _words(properties, name)
            for name in list(properties.entries)[:MAX_KEPT]
            if name.startswith(COEFFICIENT)
        )
    )
    fields["source file"] = printable(source)
    return {name: text for name, text in fields.items() if text}


def places(axes: Axes, block: Block) -> dict[str, str]:
    """Return where a block stands on the axes other than the etch time."""
    return {
        f"axis: {axes.space[number].label or axes.space[number].kind}": _number(
            printable(value.text.strip("'"))
        )
        for number, value in sorted(block.axis_values.items())
        if axes.space[number].kind != ETCH_TIME
    }


def _words(properties: Properties, name: str) -> str:
    """Return a property of any type as a person would write it."""
    text = properties.text(name)
    kind = properties.entries[name].kind
    if kind == "VT_BOOL":
        return FLAGS.get(text, text)
    text = _number(text) if kind in REALS else text
    return CODES.get(name, {}).get(text, text)


def _number(text: str) -> str:
    """Return a number without the zeros that fill it up, other text as it is."""
    value = parse_number(text)
    return text if value is None else f"{value:.7g}"
