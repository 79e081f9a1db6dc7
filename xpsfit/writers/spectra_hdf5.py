"""Spectra as HDF5: layout in `xpsfit.readers.spectra_hdf5`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit._version import __version__
from xpsfit.details import dump_details, etch_words
from xpsfit.readers.spectra_hdf5 import GROUP, MARKER, VERSION
from xpsfit.writers.hdf5 import (
    Group,
    hdf5_bytes,
    new_group,
    set_fixed_text,
    write_array,
    write_fixed_text,
)
from xpsfit.writers.spectra_check import check_writable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.spectrum import Spectrum

UNITS = {"counts": "counts", "counts_per_s": "counts/s", "arbitrary": ""}


def spectra_hdf5_bytes(spectra: Sequence[Spectrum]) -> bytes:
    """Return the spectra as the bytes of an HDF5 file.

    Raises
    ------
    OutputError
        If a spectrum could not be read back as it is.
    """
    check_writable(spectra)

    def fill(root: Group) -> None:
        # First, so that it stands near the beginning of the file, where it is sought.
        set_fixed_text(root, "format", MARKER)
        root.attrs["version"] = VERSION
        root.attrs["spectra"] = len(spectra)
        set_fixed_text(root, "written_by", f"xpsfit {__version__}")
        for number, spectrum in enumerate(spectra, start=1):
            _fill(new_group(root, GROUP.format(number)), spectrum)

    return hdf5_bytes(fill)


def _fill(group: Group, spectrum: Spectrum) -> None:
    texts = {
        "region": spectrum.region,
        "sample": spectrum.sample,
        "intensity_unit": spectrum.intensity_unit,
        "transmission_state": spectrum.transmission_state,
    }
    if spectrum.position is not None:
        texts["position"] = spectrum.position
    for name, text in texts.items():
        set_fixed_text(group, name, text)
    numbers = {
        "photon_energy_ev": spectrum.photon_energy_ev,
        "pass_energy_ev": spectrum.pass_energy_ev,
        "dwell_s": spectrum.dwell_s,
        "etch_time_s": spectrum.etch_time_s,
        "angle_deg": spectrum.angle_deg,
    }
    for name, value in numbers.items():
        if value is not None:
            group.attrs[name] = float(value)
    if spectrum.scans is not None:
        group.attrs["scans"] = int(spectrum.scans)
    for name, word in etch_words(spectrum).items():
        if isinstance(word, str):
            set_fixed_text(group, name, word)
        else:
            group.attrs[name] = int(word)
    write_array(group, "binding_energy_ev", spectrum.binding_energy_ev)
    unit = UNITS[spectrum.intensity_unit]
    write_array(group, "intensity", spectrum.intensity, unit)
    if spectrum.transmission is not None:
        write_array(group, "transmission", spectrum.transmission)
    write_fixed_text(group, "details", dump_details(spectrum))
