r"""VGD, the native format of Thermo Avantage (ESCALAB, Nexsa, K-Alpha): ``.VGD``.

A VGD is an OLE compound file, a small file system in a file (`xpsfit.readers.ole`).
Avantage keeps each region of each sample or spot in a VGD of its own, and all levels of
an etch series of that region in one. All numbers are little-endian.

Streams
-------
===================================== ================================================
``VGData``                            the intensities: f64, energy fastest, then level
``VGDataAxes``                        the sides of the data, `xpsfit.readers.vgd_axes`
``VGSpaceAxes``                       what a step along each side means: energy, etch
                                      time, position, angle
``\x05Q5nw4m3lIjudbfwyAayojlptCa``    the acquisition, a property set; its name encodes
                                      59EB37F0-285F-11D1-8AC5-006097D69B02
``\x05SummaryInformation``            title, operator, dates; a property set too
``VersionInfo``, ``AuditTrail/...``,  version, history, markers of the display, and sets
``VGDataBackMarker``, others          empty in files of spectra: passed over
===================================== ================================================

The same container holds experiments (``.VGX``), processing projects (``.VGP``), Excel
and Word files: a VGD is what has the first three streams.

Properties that decide
----------------------
======== ===================== ========================================================
Number   Name in the file      Meaning
======== ===================== ========================================================
0x069    SourceEnergy          photon energy in eV, a 4-byte float: rounded to 0.001
0x131    DwellTime             s per point and scan
0x148    Current Scan          scans done; 0x132 has those asked for
0x13C    EnergyScale           1: the axis is kinetic energy; else the file is refused
0x194    PassEnergy            eV, where 0x193 AnalyserMode is 1 (constant)
0x19F    Acq_TXFN_Correction   whether intensities are corrected for transmission
0x004    Technique             6 is ion scattering and refused; 1 and 17 are XPS
0x00C    (value type)          11 counts; 13 a picture, 21 heights: refused
0x0E8    Parent Experiment     name of the sample or spot
         Object Name
======== ===================== ========================================================

What is kept
------------
* Binding energy = photon energy - kinetic energy. Kinetic energies are referred to the
  Fermi level already; the work function (0x196) is not subtracted.
* Intensities are counts summed over all scans, and yet not whole numbers: the detector
  response is divided out and, where 0x19F is true, the transmission function, relative
  to its value at the energy of Ag 3d5/2. They are not corrected a second time.
* The region comes from the title up to ``Scan``, ``Snap``, ``Survey`` or ``Region``, or
  else from the file name in the same way without a copy number (``C1s Scan_3.VGD``).
* The sample is the object name of the acquisition, else the folder without ``.DATA``.
  Ten spots are often ten files ``X.VGD``, ``X_0.VGD`` to ``X_8.VGD``
  (`xpsfit.gather.copies`).
* Points and angles are spectra of their own, with their place.
* An etch series gives a spectrum a level, with the cumulative etch time in s. Levels
  that were not acquired (values that are no numbers) are left out with a warning.

Not known
---------
No file with several positions, angles or a map was at hand, and none of an etch series:
that layout follows programs whose authors had such files. So streams have to end where
their last axis ends, and their lengths have to agree with each other.

References
----------
[MS-CFB] Compound File Binary File Format; [MS-OLEPS] Object Linking and Embedding
Property Set Data Structures; Microsoft.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.errors import FormatError, UnsupportedDataError
from xpsfit.readers import vgd_fields as field
from xpsfit.readers.data_space import layout
from xpsfit.readers.ole import open_ole, stream_names
from xpsfit.readers.vgd_axes import DATA_AXES, SPACE_AXES, read_data_axes
from xpsfit.readers.vgd_properties import read_property_set
from xpsfit.readers.vgd_spectrum import Measurement, refuse_other_data, to_spectra

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.arrays import FloatArray
    from xpsfit.readers.data_space import Layout
    from xpsfit.readers.ole import OleFile
    from xpsfit.spectrum import Spectrum

DATA = "VGData"
STREAMS = frozenset({DATA, DATA_AXES, SPACE_AXES})


def recognises(head: bytes, path: Path) -> bool:
    """Return whether an OLE file has the streams of a data space.

    Only the header and the directory of the file are read.

    Examples
    --------
    >>> from pathlib import Path
    >>> recognises(b"VAMAS Surface Chemical Analysis", Path("bare_li.vms"))
    False
    """
    return stream_names(head, path) >= STREAMS


def read(path: Path) -> list[Spectrum]:
    """Return the spectra of a VGD: one, or one for each level, point and angle.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    list of Spectrum
        At least one, in counts.

    Raises
    ------
    FormatError
        If the container or a stream is damaged; names the stream.
    UnsupportedDataError
        If the file holds something else, e.g. a map or a picture; says what.
    InputError
        If the file cannot be read.
    """
    with open_ole(path) as container:
        sides = read_data_axes(container)
        acquisition = read_property_set(
            container, field.ACQUISITION_STREAM, field.ACQUISITION_ID
        )
        if acquisition is None:
            raise FormatError(
                "the acquisition properties are missing, so neither photon energy nor "
                "scans are known; copy the file again",
                file=path,
            )
        space = layout(sides, path)
        refuse_other_data(acquisition, path)
        values = _values(container, space)
        summary = read_property_set(container, field.SUMMARY_STREAM, field.SUMMARY_ID)
    return to_spectra(Measurement(path, space, values, acquisition, summary))


def _values(container: OleFile, space: Layout) -> FloatArray:
    """Return the intensities, shape (spectra, points)."""
    count = len(space.places)
    expected = 8 * count * space.energy.points
    size = container.size(DATA)
    if size == 0:
        raise UnsupportedDataError(
            "the data space is empty, as after an aborted measurement",
            file=container.path,
        )
    if size != expected:
        raise FormatError(
            f"stream '{DATA}' has {size} bytes, but {space.energy.points} points in "
            f"{count} levels need {expected}; the file is damaged, copy it "
            "again",
            file=container.path,
        )
    data = container.stream(DATA, at_most=expected)
    values = np.frombuffer(data, dtype="<f8").astype(np.float64)
    return values.reshape(count, space.energy.points)
