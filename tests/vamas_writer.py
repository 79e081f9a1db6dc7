"""Write VAMAS files for tests, straight from the layout of ISO 14976.

Nothing here comes from the reader. A file is described in the order of the standard;
`text_of` puts in exactly the groups that the mode, the technique, the scan mode and the
inclusion or exclusion list call for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

MAGIC = "VAMAS Surface Chemical Analysis Standard Data Transfer Format 1988 May 4"
NONE = "1E37"

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Block:
    """One block; defaults are an XPS spectrum of C 1s with three points."""

    identifier: str = "C 1s/1"
    sample: str = "bare Li"
    date: Sequence[object] = (2024, 2, 29, 23, 59, 58)
    gmt_hours: object = 1
    comments: Sequence[str] = ()
    technique: str = "XPS"
    xy: tuple[object, object] = (1, 1)
    variables: Sequence[object] = ()
    source: str = "Al mono"
    sputter_ion: Sequence[object] = (18, 1, 1)
    photon_energy: object = 1486.68
    strength: object = 150
    beam_width: Sequence[object] = (400, 400)
    field_of_view: Sequence[object] = (6000, 6000)
    linescan: Sequence[object] = (1, 2, 3, 4, 5, 6)
    source_polar: object = 54.7
    source_azimuth: object = 0
    analyser_mode: str = "FAT"
    pass_energy: object = 50
    differential_width: object = 2.5
    magnification: object = NONE
    work_function: object = 4.2
    target_bias: object = 0
    analysis_width: Sequence[object] = (NONE, NONE)
    take_off: Sequence[object] = (0, 0)
    species: str = "C"
    transition: str = "1s"
    charge: object = -1
    abscissa: Sequence[object] = ("Kinetic Energy", "eV", 1191.68, 0.5)
    columns: Pairs = (("Intensity", "d"),)
    signal_mode: str = "pulse counting"
    dwell: object = 0.05
    scans: object = 10
    dead_time: object = "70E-9"
    sputter_source: Sequence[object] = (1000, 500, 2000, 2000, 45, 90, "cyclic")
    tilt: Sequence[object] = (NONE, NONE)
    rotation: object = NONE
    parameters: Sequence[tuple[str, str, object]] = ()
    future: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = ((100,), (140,), (90,))
    count: object = None
    """Declared number of ordinates where it is to differ from the true one."""

    def groups(self, mode: str, scan_mode: str) -> dict[int, list[object]]:
        """Return the lines of every group that applies, by prefix number."""
        sims = self.technique in {
            "FABMS",
            "FABMS energy spec",
            "ISS",
            "SIMS",
            "SIMS energy spec",
            "SNMS",
            "SNMS energy spec",
        }
        layered = mode in {"MAPDP", "MAPSVDP", "SDP", "SDPSV"}
        found: dict[int, list[object]] = {
            number: [value] for number, value in enumerate(self.date, start=1)
        }
        found[7] = [self.gmt_hours]
        found[8] = [len(self.comments), *self.comments]
        found[9] = [self.technique]
        if mode in {"MAP", "MAPDP"}:
            found[10] = [*self.xy]
        found[11] = [*self.variables]
        found[12] = [self.source]
        if layered or sims:
            found[13] = [*self.sputter_ion]
        found[14], found[15] = [self.photon_energy], [self.strength]
        found[16] = [*self.beam_width]
        if mode in {"MAP", "MAPDP", "MAPSV", "MAPSVDP", "SEM"}:
            found[17] = [*self.field_of_view]
        if mode in {"MAPSV", "MAPSVDP", "SEM"}:
            found[18] = [*self.linescan]
        found[19], found[20] = [self.source_polar], [self.source_azimuth]
        found[21], found[22] = [self.analyser_mode], [self.pass_energy]
        if self.technique == "AES diff":
            found[23] = [self.differential_width]
        found[24], found[25] = [self.magnification], [self.work_function]
        found[26], found[27] = [self.target_bias], [*self.analysis_width]
        found[28], found[29] = [*self.take_off], [self.species]
        found[30] = [self.transition, self.charge]
        if scan_mode == "REGULAR":
            found[31] = [*self.abscissa]
        found[32] = [
            len(self.columns),
            *(word for pair in self.columns for word in pair),
        ]
        found[33], found[34] = [self.signal_mode], [self.dwell]
        found[35], found[36] = [self.scans], [self.dead_time]
        if layered and not sims:
            found[37] = [*self.sputter_source]
        found[38], found[39] = [*self.tilt], [self.rotation]
        found[40] = [
            len(self.parameters),
            *(word for parameter in self.parameters for word in parameter),
        ]
        return found

    def tail(self) -> list[object]:
        """Return what follows the groups: future entries, counts, ordinates."""
        flat = [value for row in self.rows for value in row]
        count = len(flat) if self.count is None else self.count
        placeholders = [0, 1] * len(self.columns)
        return [*self.future, count, *placeholders, *flat]


@dataclass(frozen=True)
class File:
    """A whole file; `block_count` where it is to differ from the true one."""

    blocks: Sequence[Block] = field(default_factory=lambda: (Block(),))
    mode: str = "NORM"
    scan_mode: str = "REGULAR"
    names: Sequence[str] = ("NPL", "Nexsa", "N. N.", "TMA on Li")
    comments: Sequence[str] = ()
    regions: object = 1
    positions: Sequence[object] = (1, 1, 1)
    variables: Pairs = ()
    listed: Sequence[int] = ()
    sign: int = 1
    manual: Sequence[int] = ()
    future: Sequence[str] = ()
    future_block: int = 0
    block_count: object = None
    terminator: str | None = "end of experiment"

    def lines(self) -> list[str]:
        """Return the file as lines."""
        found: list[object] = [MAGIC, *self.names, len(self.comments), *self.comments]
        found += [self.mode, self.scan_mode]
        if self.mode in {"MAP", "MAPDP", "NORM", "SDP"}:
            found.append(self.regions)
        if self.mode in {"MAP", "MAPDP"}:
            found += self.positions
        found.append(len(self.variables))
        found += [word for pair in self.variables for word in pair]
        found += [self.sign * len(self.listed), *self.listed]
        found += [len(self.manual), *self.manual]
        found += [len(self.future), self.future_block, *self.future]
        found.append(len(self.blocks) if self.block_count is None else self.block_count)
        for index, block in enumerate(self.blocks):
            found += [block.identifier, block.sample]
            for number, group in sorted(
                block.groups(self.mode, self.scan_mode).items()
            ):
                if index == 0 or self._holds(number):
                    found += group
            found += block.tail()
        if self.terminator is not None:
            found.append(self.terminator)
        return [str(item) for item in found]

    def text(self, end: str = "\r\n") -> str:
        """Return the file as text, every line closed by `end`."""
        return "".join(line + end for line in self.lines())

    def _holds(self, number: int) -> bool:
        if not self.listed:
            return True
        return (number in self.listed) == (self.sign > 0)


def of_one(block: Block | None = None, /, **changes: object) -> File:
    """Return a file of one block with some fields changed."""
    return File((replace(block or Block(), **changes),))  # type: ignore[arg-type]
