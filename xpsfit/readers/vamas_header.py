"""The experiment header of a VAMAS file: layout in `xpsfit.readers.vamas`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xpsfit.errors import UnsupportedDataError
from xpsfit.readers.text import printable

if TYPE_CHECKING:
    from xpsfit.readers.vamas_lines import LineCursor

MAGIC = "VAMAS Surface Chemical Analysis Standard Data Transfer Format 1988 May 4"
TERMINATOR = "end of experiment"
GROUPS = 40
MAX_BLOCKS = 100_000
MAX_VARIABLES = 1000
LEAST_BLOCK_LINES = 3

WITHOUT_SPECTRA = {
    "MAPSV": "a map of single values, one number per pixel",
    "MAPSVDP": "a map of single values for every sputtered layer",
    "SEM": "a scanning electron image",
    "SDPSV": "a finished sputter profile, one value per layer and region",
    "NOEXP": "no experiment, a mode without a meaning for data",
}
SPECTRAL = ("NORM", "SDP", "MAP", "MAPDP")
MODES = {mode.casefold(): mode for mode in (*SPECTRAL, *WITHOUT_SPECTRA)}
SCAN_MODES = {scan.casefold(): scan for scan in ("REGULAR", "IRREGULAR", "MAPPING")}


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a quantity and its unit, both in the file's words."""

    name: str
    unit: str

    def __str__(self) -> str:
        """Return ``"name [unit]"``."""
        return f"{self.name} [{self.unit}]"


@dataclass(frozen=True, slots=True)
class Header:
    """What holds for all blocks of a VAMAS file.

    Attributes
    ----------
    texts : dict of str
        Institution, instrument, operator, experiment and comments.
    mode, scan_mode : str
        Experiment mode and scan mode, as the standard writes them.
    positions : int
        Declared number of analysis positions; 0 in modes without a map.
    variables : tuple of Label
        Experimental variables.
    groups : frozenset of int
        Prefix numbers of the groups that blocks after the first one hold.
    future_lines : int
        Lines that a later edition of the standard may add to every block.
    blocks, blocks_line : int
        Declared number of blocks, and the line that says so.
    """

    texts: dict[str, str]
    mode: str
    scan_mode: str
    positions: int
    variables: tuple[Label, ...]
    groups: frozenset[int]
    future_lines: int
    blocks: int
    blocks_line: int


def read_header(cursor: LineCursor) -> Header:
    """Return the experiment header and leave `cursor` at the first block.

    Raises
    ------
    FormatError
        Where a line is not what the layout expects.
    UnsupportedDataError
        If the experiment mode has no spectra, or the blocks are too many.
    """
    names = ("institution", "instrument", "operator", "experiment")
    texts = {name: printable(cursor.text(f"the {name}")) for name in names}
    texts["experiment comments"] = read_comments(cursor, "experiment comment")[0]
    mode, scan_mode = _read_modes(cursor)
    cursor.count("the number of spectral regions", lines_each=0)
    positions = 0
    if mode in {"MAP", "MAPDP"}:
        positions = cursor.count("the number of analysis positions", lines_each=0)
        cursor.count("the number of discrete x coordinates", lines_each=0)
        cursor.count("the number of discrete y coordinates", lines_each=0)
    variables = read_labels(cursor, "experimental variable")
    if len(variables) > MAX_VARIABLES:
        cursor.fail(f"{len(variables)} experimental variables are not plausible")
    groups = _read_groups(cursor)
    cursor.skip(
        "the prefix number of a manually entered item",
        cursor.count("the number of manually entered items"),
    )
    future_header = cursor.count("the number of future-upgrade experiment entries")
    future_lines = cursor.count("the number of future-upgrade block entries")
    cursor.skip("a future-upgrade experiment entry", future_header)
    blocks = cursor.count("the number of blocks", lines_each=LEAST_BLOCK_LINES)
    if blocks > MAX_BLOCKS:
        raise UnsupportedDataError(
            f"the file holds {blocks} blocks, more than the {MAX_BLOCKS} that are read",
            file=cursor.file,
        )
    return Header(
        texts,
        mode,
        scan_mode,
        positions,
        variables,
        groups,
        future_lines,
        blocks,
        cursor.line,
    )


def read_comments(cursor: LineCursor, what: str) -> tuple[str, tuple[str, ...]]:
    """Return comment lines, shortened and joined for a record, and each by itself."""
    count = cursor.count(f"the number of {what} lines")
    lines = tuple(cursor.text(f"a {what} line") for _ in range(count))
    words = (printable(line) for line in lines[:100])
    return printable(" | ".join(word for word in words if word), limit=2000), lines


def read_labels(cursor: LineCursor, what: str) -> tuple[Label, ...]:
    """Return a counted list of names with units."""
    count = cursor.count(f"the number of {what}s", lines_each=2)
    return tuple(
        Label(
            printable(cursor.text(f"the label of a {what}")),
            printable(cursor.text(f"the unit of a {what}")),
        )
        for _ in range(count)
    )


def _read_modes(cursor: LineCursor) -> tuple[str, str]:
    mode = cursor.choice("the experiment mode", MODES)
    if mode in WITHOUT_SPECTRA:
        raise UnsupportedDataError(
            f"experiment mode {mode}: the file holds {WITHOUT_SPECTRA[mode]}, and no "
            "spectra to fit; export the spectra instead",
            file=cursor.file,
            line=cursor.line,
        )
    scan_mode = cursor.choice("the scan mode", SCAN_MODES)
    if scan_mode == "MAPPING":
        raise UnsupportedDataError(
            "scan mode MAPPING: the file holds values over a map, and no spectra to "
            "fit; export the spectra instead",
            file=cursor.file,
            line=cursor.line,
        )
    return mode, scan_mode


def _read_groups(cursor: LineCursor) -> frozenset[int]:
    """Return which groups later blocks hold; the sign of the count says in or out."""
    field = "the number of entries in the inclusion or exclusion list"
    signed = cursor.integer(field)
    if abs(signed) > GROUPS:
        cursor.fail(f"{field} is {signed:.10g}, but there are only {GROUPS} groups")
    listed = set()
    for _ in range(abs(signed)):
        number = cursor.integer("a prefix number of the inclusion or exclusion list")
        if not 1 <= number <= GROUPS:
            cursor.fail(f"prefix number {number:.10g} is not between 1 and {GROUPS}")
        listed.add(number)
    every = frozenset(range(1, GROUPS + 1))
    return frozenset(listed) if signed > 0 else every - listed
