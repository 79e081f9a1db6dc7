"""Relative sputter rates: the files of ``data/sputter/``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaklib.cells import read_toml
from peaklib.sputter_record import SputterRate

if TYPE_CHECKING:
    from collections.abc import Collection
    from importlib.resources.abc import Traversable

    from peaklib.cells import Cells


def read_sputter(file: Traversable, sources: Collection[str]) -> dict[str, SputterRate]:
    """Return the relative sputter rates of a file by material, in its order.

    Parameters
    ----------
    file : Traversable
        A TOML file.
    sources : collection of str
        The keys that the file may name as its source.

    Raises
    ------
    DataError
        If the file breaks a rule; the message names file and key.
    """
    cells = read_toml(file)
    ion, reference = cells.text("ion"), cells.text("reference")
    source, factor = cells.source(sources), cells.positive("factor")
    if factor < 1.0:
        raise cells.error("factor", "must be 1 or more")
    rates = {
        name: _rate(name, member, (ion, reference, source), factor)
        for name, member in cells.table("materials").members()
    }
    cells.finish()
    return rates


def _rate(
    name: str, cells: Cells, of_file: tuple[str, str, str], factor: float
) -> SputterRate:
    ion, reference, source = of_file
    low, high = cells.ordered("low", "high")
    elemental, cohesive = cells.positive("elemental"), cells.positive("cohesive")
    if not low <= (elemental * cohesive) ** 0.5 <= high:
        raise cells.error("low", f"{name} is not within its own spread")
    rate = SputterRate(
        material=name,
        reference=reference,
        ion=ion,
        elemental=elemental,
        cohesive=cohesive,
        spread_low=low,
        spread_high=high,
        factor=factor,
        source=source,
        density_g_cm3=cells.positive("density_g_cm3")
        if "density_g_cm3" in cells
        else None,
        note=cells.optional_text("note"),
    )
    cells.finish()
    return rate
