"""What a ``.VGD`` says besides the spectrum, as words for `Spectrum.metadata`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.readers import vgd_fields as field

if TYPE_CHECKING:
    from xpsfit.readers.vgd_properties import PropertySet

SUMMARY = {
    field.TITLE: "title",
    field.SUBJECT: "experiment",
    field.AUTHOR: "operator",
    field.COMMENTS: "experiment comments",
    field.CREATED: "created",
    field.SAVED: "saved",
}

NAMES = {
    0x004: "technique code",
    0x006: "instrument",
    0x010: "source file",
    0x011: "software",
    0x012: "software of last processing",
    0x014: "system number",
    0x067: "source type",
    0x068: "monochromator",
    0x069: "source energy [eV]",
    0x06A: "anode voltage [V]",
    0x06B: "source current [A]",
    0x06C: "spot size x [um]",
    0x06D: "spot size y [um]",
    0x073: "gun type",
    0x0CB: "stage x [nm]",
    0x0CC: "stage y [nm]",
    0x0CD: "stage z [nm]",
    0x0E8: "sample id",
    0x12F: "date",
    0x130: "end of acquisition",
    0x131: "signal collection time [s]",
    0x132: "number of scans asked for",
    0x137: "detector mode",
    0x138: "scan direction",
    0x148: "number of scans",
    0x193: "analyser mode",
    0x194: "pass energy or retard ratio",
    0x196: "analyser work function field [eV], not used",
    0x19B: "lens mode",
    0x19F: "corrected for transmission",
    0x25B: "flood gun current [uA]",
    0x25C: "flood gun energy [eV]",
    0x25D: "flood gun",
    0x2BF: "sputtering beam current [uA]",
    0x2C0: "sputtering energy [eV]",
    0x2C1: "sputtering width x [mm]",
    0x2C2: "sputtering width y [mm]",
    0x2C3: "sputtering angle to surface [deg]",
    0x2C4: "sputtering ion",
    0x2C5: "sputtering gun",
    0x2C6: "sputtering with rotation",
    0x2C7: "sputtering rate [nm/min]",
}
"""The names a VAMAS file gives its fields, where there is such a field."""

CODES = {
    field.ANALYSER_MODE: {"1": "FAT"},
    field.SCAN_DIRECTION: {"0": "snapshot", "1": "scanned"},
}
FIRST_COEFFICIENT = 100_000
MAX_COEFFICIENTS = 16
LAST_NAMED = 0xFFFF
"""Numbers beyond are lists of coefficients."""


def metadata(own: PropertySet, summary: PropertySet | None) -> dict[str, str]:
    """Return everything the property sets say, by name.

    Names are those of a VAMAS file for the same field, else the English names of the
    file's own dictionary.
    """
    fields = {
        name: summary.words(number) if summary else ""
        for number, name in SUMMARY.items()
    }
    dictionary = own.names()
    for number in own.numbers():
        name = NAMES.get(number) or dictionary.get(number, "")
        if name and number <= LAST_NAMED:
            words = own.words(number)
            fields[name] = CODES.get(number, {}).get(words, words)
    fields["transmission coefficients"] = _coefficients(own)
    return {name: text for name, text in fields.items() if text}


def _coefficients(own: PropertySet) -> str:
    """Return a of log10 T = sum of a[i] log10(kinetic energy / pass energy)^i."""
    return ", ".join(
        own.words(number)
        for number in range(FIRST_COEFFICIENT, FIRST_COEFFICIENT + MAX_COEFFICIENTS)
        if number in own.numbers()
    )
