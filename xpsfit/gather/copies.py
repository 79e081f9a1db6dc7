"""Avantage's copies of a region: points of a sample, and never etch levels.

Of an experiment at ten points Avantage writes ten files ``C1s Scan.VGD``,
``C1s Scan_0.VGD`` to ``C1s Scan_8.VGD`` without an axis of positions; repeated scans of
one point get the same names. The number tells which spectra of different regions belong
together, so it becomes the position: 1 for the file without a number, 2 for ``_0``.
Where the files state etch times of their own, all different, they are levels after all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.spectrum import Spectrum

FORMATS = frozenset({"vgd", "avg"})
COPY = re.compile(r"(.+)_([0-9]{1,2})")
SCAN = re.compile(r".*\b(?:scan|snap|survey|region)", re.IGNORECASE)


def with_positions(spectra: Sequence[Spectrum]) -> list[Spectrum]:
    """Return the spectra, those of folders with copies each with its position."""
    folders: dict[Path, set[str]] = defaultdict(set)
    for one in spectra:
        if one.format in FORMATS and one.file:
            folders[Path(one.file).parent].add(Path(one.file).stem)
    copies = {
        folder: families
        for folder, stems in folders.items()
        if (families := _families(stems))
    }
    levels = {
        (folder, base)
        for folder, families in copies.items()
        for base in families
        if _are_levels(spectra, folder, families[base])
    }
    return [_placed(one, copies, levels) for one in spectra]


def _families(stems: set[str]) -> dict[str, set[str]]:
    """Return the names that are copies of each other, by the name they share."""
    families: dict[str, set[str]] = defaultdict(set)
    for stem in stems:
        found = COPY.fullmatch(stem)
        if found and (found[1] in stems or SCAN.fullmatch(found[1])):
            families[found[1]] |= {stem, found[1]} & stems
    return dict(families)


def _are_levels(spectra: Sequence[Spectrum], folder: Path, stems: set[str]) -> bool:
    """Return whether the files themselves say that each is another level."""
    times = [
        one.etch_time_s
        for one in spectra
        if Path(one.file).parent == folder and Path(one.file).stem in stems
    ]
    return len(times) > 1 and None not in times and len(set(times)) == len(times)


def _placed(
    one: Spectrum,
    copies: dict[Path, dict[str, set[str]]],
    levels: set[tuple[Path, str]],
) -> Spectrum:
    path = Path(one.file)
    families = copies.get(path.parent, {})
    if not families or one.format not in FORMATS or one.position is not None:
        return one
    found = COPY.fullmatch(path.stem)
    base = found[1] if found and found[1] in families else path.stem
    if (path.parent, base) in levels:
        return one
    number = int(found[2]) + 2 if found and base != path.stem else 1
    most = max(len(stems) for stems in families.values())
    shown = sorted(next(s for s in families.values() if len(s) == most))[:2]
    names = " and ".join(f"'{name}{path.suffix}'" for name in shown)
    doubt = (
        f"{names} are copies, as Avantage writes for the points of a sample or for "
        "repeated scans, and no etch levels"
        if len(shown) > 1
        else f"{names} is one of several copies, as Avantage writes for the points of "
        "a sample or for repeated scans, and no etch level"
    )
    return replace(one, position=str(number), etch_doubt=one.etch_doubt or doubt)
