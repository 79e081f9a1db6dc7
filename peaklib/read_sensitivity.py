"""Sensitivity libraries: the tables of ``data/sensitivity/``.

Layout of a file::

    # key: value        name, title, source, unit, photon_energy_ev, version, provenance
    ## remark           for readers of the file
    core_level,factor,source
    C 1s,1,casaxps-library
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from peaklib.cells import Cells, read_text
from peaklib.errors import DataError
from peaklib.names import split_canonical
from peaklib.records import SensitivityLibrary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from importlib.resources.abc import Traversable

_COLUMNS = ["core_level", "factor", "source"]


def read_sensitivity(file: Traversable, sources: Collection[str]) -> SensitivityLibrary:
    """Return the sensitivity library of a file.

    Parameters
    ----------
    file : Traversable
        A table as described above.
    sources : collection of str
        The keys that the library and its rows may name as their source.

    Raises
    ------
    DataError
        If the file breaks a rule; the message names file and line.
    """
    lines = read_text(file).splitlines()
    factors: dict[str, float] = {}
    origins: dict[str, str] = {}
    for cells in _rows(lines, str(file)):
        level = cells.text("core_level")
        if split_canonical(level) is None:
            raise cells.error("core_level", f"{level!r} is not spelled like 'C 1s'")
        if level in factors:
            raise cells.error("core_level", f"{level} stands here twice")
        factors[level] = cells.positive("factor")
        origins[level] = cells.source(sources)
    head = _header(lines, str(file))
    library = SensitivityLibrary(
        name=head.text("name"),
        title=head.text("title"),
        source=head.source(sources),
        unit=head.text("unit"),
        version=head.text("version"),
        provenance=head.text("provenance"),
        photon_energy_ev=head.positive("photon_energy_ev"),
        factors=MappingProxyType(factors),
        factor_sources=MappingProxyType(origins),
    )
    head.finish()
    return library


def _header(lines: Sequence[str], file: str) -> Cells:
    pairs = (line[2:].partition(":") for line in lines if line.startswith("# "))
    header: dict[str, object] = {key: value.strip() for key, _, value in pairs}
    if "photon_energy_ev" in header:
        header["photon_energy_ev"] = _number(str(header["photon_energy_ev"]))
    return Cells(header, file, "header")


def _rows(lines: Sequence[str], file: str) -> Iterator[Cells]:
    table = [(n, row) for n, row in enumerate(lines, 1) if not row.startswith("#")]
    if not table or table[0][1] != ",".join(_COLUMNS):
        message = f"the table must start with {','.join(_COLUMNS)}"
        raise DataError(message, file=file, key="header")
    for number, line in table[1:]:
        row = line.split(",")
        where = f"line {number}"
        if len(row) != len(_COLUMNS):
            message = f"must have the cells {', '.join(_COLUMNS)}"
            raise DataError(message, file=file, key=where)
        level, factor, source = row
        cells = {"core_level": level, "factor": _number(factor), "source": source}
        yield Cells(cells, file, where)


def _number(text: str) -> object:
    """Return the number, or the text itself for `Cells` to refuse."""
    try:
        return float(text)
    except ValueError:
        return text
