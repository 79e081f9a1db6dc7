"""Avantage's dump of a data space as text: ``.avg``, ``.avx``.

Thermo Avantage keeps a measurement in a *data space*: values over one or more axes,
with properties. On disk it is a ``.VGD`` file (a binary one); "dump" writes the same
data space as plain text. A data space is one core level: a depth profile is a dump per
core level, each with all its etch levels.

No dump from an instrument was at hand when this was written. The layout rests on what
several public parsers of such files agree about, and the meaning of the properties on
measured ``.VGD`` files, which hold the same ones. Whatever does not follow the layout
is therefore refused with its line and not guessed at.

Layout
------
Lines that start with ``;`` are comments, blank lines mean nothing, text is Latin-1.

====================================== ===============================================
Line                                   Meaning
====================================== ===============================================
``;Dump of DataSpace '<path>'``        comment, near the top; the path of the ``.VGD``
``$FORMAT=3``                          or 4
``$PROPERTIES=SUM`` and ``=STD``       properties follow, one a line:
``NAME[index] : VT_TYPE = value``      the index only where there are several
``$DATAAXES=n,#empty#``                n lines follow, one for each index of the data:
``0= start, end, spaces``              first and last index, number of its space axes
``$SPACEAXES=m``                       m lines follow, one for each quantity:
``0= start, width, points, type,
LINEAR, 'symbol', 'unit', 'label'``    on a single line; or ``NON-LINEAR``
``$AXISVALUE= DATAXIS=1 SPACEAXIS=1
LABEL='Etch Time' POINT=0 VALUE=0;``   on a single line; where the next block stands
``$DATA=*,i,j``                        a spectrum: its index on each axis after energy
``LIST@ k= v, v, v, v``                values; k is the index of the first of them
====================================== ===============================================

The space axes belong to the data axes in their order, and the first data axis is the
energy. Spectra follow each other with the first index running fastest. ``#empty#`` is a
value that was not acquired.

A text (``VT_BSTR``) stands in single quotes and may itself hold quotes, ``:`` and
``=``; comments may go on over lines that start with a blank. Dates are ``d/m/yyyy``.

What is kept
------------
* Energies are kinetic (``DS_ACPROPID_EV_SCALE`` 1) and become photon energy
  (``DS_SOPROPID_ENERGY``, rounded to 3 decimals) minus kinetic energy. The work
  function is not used.
* Values are counts summed over all scans (``DS_ACPROPID_PERIODS``), with
  ``DS_ACPROPID_ACQ_TIME`` seconds per point and scan. They are not whole numbers, as
  the instrument has corrected them for its detector.
* Whether they are divided by the transmission function is a flag of the ``.VGD`` whose
  name in a dump is not known: without a flag the state is ``"unknown"``.
* Etch times are cumulative seconds: the values beside the blocks, or start and width of
  a linear axis.
* The region comes from the title up to ``Scan``, ``Snap``, ``Survey`` or ``Region``, or
  else from the name of the ``.VGD`` in the same way without a copy number; the sample
  is the folder of the ``.VGD``, which Avantage calls by the sample or point.

What is refused
---------------
Maps, pictures, tables of heights, ion scattering, energy scales other than kinetic,
dumps of headers without values. An axis of one point is passed over. A level with a gap
is left out, with a warning on all others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xpsfit.errors import UnsupportedDataError
from xpsfit.readers import avg_meaning
from xpsfit.readers.avg_axes import DATA_AXES, read_axes
from xpsfit.readers.avg_blocks import read_blocks
from xpsfit.readers.avg_lines import COMMENT, StatementCursor
from xpsfit.readers.avg_properties import Properties, read_properties
from xpsfit.readers.avg_spectrum import Dump, spectra_of, to_spectra
from xpsfit.readers.text import decode_head, load_lines

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.spectrum import Spectrum

TITLE = "Dump of DataSpace"
TITLE_WITHIN = 400
FORMAT = "$FORMAT="
FORMATS = (3, 4)
PROPERTIES = "$PROPERTIES="
SOURCE = re.compile(rf";\s*{TITLE}\s*'(.*)'\s*")
SOURCE_LINES = 20


def recognises(head: bytes, path: Path) -> bool:
    """Return whether a file starts as a dump: with its title or its format number.

    A VAMAS file from CasaXPS may quote a dump in its comments; it starts otherwise.

    Examples
    --------
    >>> from pathlib import Path
    >>> recognises(b"$FORMAT=4", Path("C1s.avg"))
    True
    >>> recognises(b"VAMAS Surface ;Dump of DataSpace 'C1s.VGD'", Path("C1s.avg"))
    False
    """
    del path
    text = decode_head(head).replace("\0", "")
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    if not lines or not lines[0].startswith((COMMENT, FORMAT)):
        return False
    if TITLE in text[:TITLE_WITHIN]:
        return True
    statements = (line for line in lines if not line.startswith(COMMENT))
    return next(statements, "").startswith(FORMAT)


def read(path: Path) -> list[Spectrum]:
    """Return the spectra of a dump: one, or one for each etch level.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    list of Spectrum
        At least one, by increasing etch time.

    Raises
    ------
    FormatError
        If a line is not what the layout expects; names the line and the field.
    UnsupportedDataError
        If the file is sound but holds something else than the spectra of one place.
    InputError
        If the file cannot be read.
    """
    lines = load_lines(path)
    cursor = StatementCursor(lines, path)
    properties = _read_header(cursor)
    axes = read_axes(cursor)
    spectra_of(axes, axes.sides, path)
    avg_meaning.refuse_other_data(properties)
    blocks = read_blocks(cursor, axes)
    return to_spectra(Dump(path, _source(lines), properties, axes, blocks))


def _read_header(cursor: StatementCursor) -> Properties:
    """Return all properties, and leave `cursor` before the axes."""
    properties = Properties(cursor.file)
    while not (statement := cursor.peek()).startswith(DATA_AXES):
        cursor.take(f"'{FORMAT}', '{PROPERTIES}' or '{DATA_AXES}'")
        if statement.startswith(FORMAT):
            _check_format(cursor, statement)
        elif statement.startswith(PROPERTIES):
            read_properties(cursor, properties)
        else:
            cursor.expected(f"'{FORMAT}', '{PROPERTIES}' or '{DATA_AXES}'", statement)
    return properties


def _check_format(cursor: StatementCursor, statement: str) -> None:
    number = cursor.integer("the format number", statement.removeprefix(FORMAT))
    if number not in FORMATS:
        raise UnsupportedDataError(
            f"the dump is of format {number}, and only 3 and 4 are known; export the "
            "spectrum as VAMAS",
            file=cursor.file,
            line=cursor.line,
        )


def _source(lines: list[str]) -> str:
    """Return the path of the data space that was dumped, "" if the title is gone."""
    for line in lines[:SOURCE_LINES]:
        if found := SOURCE.fullmatch(line.strip()):
            return found[1]
    return ""
