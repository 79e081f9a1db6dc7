"""VAMAS, the exchange format of surface analysis (ISO 14976): ``.vms``, ``.npl``.

Written by CasaXPS, Kratos, PHI MultiPak, SPECS, Omicron and others; Thermo spectra
come in it through CasaXPS. It is plain text with one item a line, and the meaning of a
line follows only from its place: a line too many or too few shifts everything after it.
So every line is checked against what the layout expects there, and a message names the
line and the field.

Layout of the file
------------------
==== =============================================== =================================
Line Item                                            Remark
==== =============================================== =================================
1    format identifier                               after a byte-order mark and blank
                                                     lines, if any
2-5  institution, instrument, operator, experiment   may be empty
6    n, then n comment lines
7-8  experiment mode; scan mode                      ``NORM``...; ``REGULAR``...
9    number of spectral regions                      not in every mode; not reliable
10   analysis positions, x and y coordinates         3 lines, ``MAP`` and ``MAPDP`` only
13   n, then n experimental variables                label and unit, 2 lines each
14   signed n, then |n| prefix numbers               blocks after the first hold only
                                                     these groups; n < 0: all but these
15   n, then n prefix numbers of items typed in      passed over
16   number of future experiment entries, e
17   number of future block entries, f
--   e lines                                         passed over
18   number of blocks
--   the blocks, then ``end of experiment``
==== =============================================== =================================

Layout of a block
-----------------
Block identifier; sample identifier; the groups 1 to 40 as far as they apply
(`xpsfit.readers.vamas_groups.GROUPS` lists them); f future entries; the number of
ordinate values; minimum and maximum of each corresponding variable; the ordinates,
interleaved: first value of every variable, then the second of every variable, and so
on. A group left out by the list of line 14 keeps its value of block 1. In scan mode
``IRREGULAR`` there is no abscissa (group 31), and the first variable is the energy.

What is kept
------------
* A kinetic axis becomes photon energy minus kinetic energy, with the photon energy of
  the block (group 14). The work function (group 25) is not used.
* The first variable is the intensity: unit ``d`` is counts summed over the scans,
  ``c/s`` and its relatives are rates.
* A variable called transmission is kept beside the spectrum and never applied.
* The etch time is the experimental variable whose label says so; angle and point of a
  spectrum where they set it apart (`xpsfit.readers.vamas_places`). All variables go to
  the metadata with everything else the file says.

Experiment modes
----------------
``NORM`` and ``SDP`` hold spectra. ``MAP`` and ``MAPDP`` hold spectra at points of a
map, often at one, as Kratos writes ordinary spectra. ``MAPSV``,
``MAPSVDP``, ``SEM``, ``SDPSV`` and ``NOEXP`` hold no spectra and are refused.

What is tolerated
-----------------
Byte-order mark; blank lines before line 1; CRLF, LF or CR; blanks and NUL characters at
the end of a line; exponents with ``D``; integers printed as reals; 1E37 for "not
supplied"; unknown dates; a missing last line (with a warning).

Not known
---------
Whether intensities were divided by the transmission already: the format has no field
for it. Minimum and maximum lines are often placeholders and are not used.

References
----------
ISO 14976:1998, Surface chemical analysis - Data transfer format.
W. A. Dench, L. B. Hazell, M. P. Seah, Surf. Interface Anal. 13 (1988) 63-122.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xpsfit.errors import FormatError, UnsupportedDataError
from xpsfit.readers.text import decode_head, printable
from xpsfit.readers.text_lines import load_text_lines
from xpsfit.readers.vamas_block import read_blocks
from xpsfit.readers.vamas_etch import etch_times
from xpsfit.readers.vamas_header import MAGIC, TERMINATOR, read_header
from xpsfit.readers.vamas_lines import LineCursor
from xpsfit.readers.vamas_places import with_places
from xpsfit.readers.vamas_record import with_record
from xpsfit.readers.vamas_spectrum import Converter

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.readers.vamas_fields import Block
    from xpsfit.readers.vamas_header import Header
    from xpsfit.spectrum import Spectrum


def recognises(head: bytes, path: Path) -> bool:
    """Return whether the first line with content is the VAMAS format identifier.

    Examples
    --------
    >>> from pathlib import Path
    >>> recognises(b"VAMAS Surface Chemical Analysis Standard Data", Path("a.txt"))
    False
    """
    del path
    return decode_head(head).replace("\0", "").lstrip().startswith(MAGIC)


def read(path: Path) -> list[Spectrum]:
    """Return the spectra of a VAMAS file, in the order of its blocks.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    list of Spectrum
        At least one. Blocks that hold something else are named in the warnings.

    Raises
    ------
    FormatError
        If a line is not what the layout expects; names the line and the field.
    UnsupportedDataError
        If the file is sound but none of its blocks is a usable spectrum.
    InputError
        If the file cannot be read.
    """
    lines = load_text_lines(path)
    numbers = range(len(lines))
    start = next((i for i in numbers if lines[i].strip()), len(lines) - 1)
    if not lines[start].strip().startswith(MAGIC):
        raise FormatError(
            f"expected the format identifier '{MAGIC}'", file=path, line=start + 1
        )
    cursor = LineCursor(lines, path, at=start + 1)
    header = read_header(cursor)
    blocks = read_blocks(cursor, header)
    notes = _read_terminator(cursor, header)
    times, etch_notes = etch_times(header, blocks, path)
    converted, unread = _convert(header, blocks, times, path)
    placed = with_places(header, blocks, converted)
    by_index = {block.index: block for block in blocks}
    # Last, because the record knows more than what can be told from the fields.
    spectra = [with_record(one, header, by_index[one.block or 0]) for one in placed]
    notes += (*etch_notes, *unread)
    if not notes:
        return spectra
    return [replace(one, warnings=(*one.warnings, *notes)) for one in spectra]


def _read_terminator(cursor: LineCursor, header: Header) -> tuple[str, ...]:
    found = cursor.rest()
    if not found:
        return (f"the file ends without '{TERMINATOR}'; it may be incomplete",)
    if found.casefold() != TERMINATOR:
        cursor.fail(
            f"expected '{TERMINATOR}' after block {header.blocks}, found "
            f"'{printable(found, limit=40)}'; the number of blocks in line "
            f"{header.blocks_line} is wrong, or a line is missing or too many above"
        )
    if cursor.rest():
        cursor.fail(
            f"the file goes on after '{TERMINATOR}'; put every experiment in a file of "
            "its own"
        )
    return ()


def _convert(
    header: Header, blocks: list[Block], times: list[float | None], path: Path
) -> tuple[list[Spectrum], tuple[str, ...]]:
    """Return the usable spectra, and one warning about all other blocks."""
    converter = Converter(header, path)
    spectra: list[Spectrum] = []
    refused: list[str] = []
    for block, etch_time_s in zip(blocks, times, strict=True):
        try:
            spectra.append(converter.spectrum(block, etch_time_s))
        except UnsupportedDataError as error:
            refused.append(
                f"block {block.index} (line {block.line}, '{block.identifier}'): "
                f"{error.message}"
            )
    if not spectra:
        raise UnsupportedDataError(
            f"none of the {len(blocks)} blocks is a spectrum to fit"
            + (f": {_shorten(refused)}" if refused else ""),
            file=path,
        )
    return spectra, (f"blocks not read: {_shorten(refused)}",) if refused else ()


def _shorten(reasons: list[str]) -> str:
    more = f"; and {len(reasons) - 3} more" if len(reasons) > 3 else ""
    return "; ".join(reasons[:3]) + more
