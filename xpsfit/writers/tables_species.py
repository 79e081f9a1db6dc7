"""The table of species: amounts that rest on several core levels at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.writers.depth_columns import depth_cells, depth_columns
from xpsfit.writers.table import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.results import LevelResult, SampleResult, SpeciesAmount

_COLUMNS = (
    "sample",
    "etch_time_s",
    "depth_nm",
    "species",
    "composition",
    "atomic_percent",
    "atomic_percent_stderr",
    "presence",
    "atomic_percent_upper_95",
    "regions",
    "slack",
)


def species_table(results: Sequence[SampleResult]) -> Table:
    """Return one row per sample, level and species.

    Parameters
    ----------
    results : sequence of SampleResult

    Returns
    -------
    Table
        `atomic_percent` counts all atoms of the species; without rows where no model
        has species.
    """
    extra = depth_columns(results)
    rows = [
        (*_row(result, level, amount), *depth_cells(level, extra))
        for result in results
        for level in result.levels
        if level.composition is not None
        for amount in level.composition.species
    ]
    return Table("species", (*_COLUMNS, *extra), tuple(rows))


def atoms_text(composition: dict[str, float]) -> str:
    """Return a composition in words.

    Examples
    --------
    >>> atoms_text({"Li": 2.0, "C": 1.0, "O": 3.0})
    'Li 2 C 1 O 3'
    """
    return " ".join(f"{element} {atoms:g}" for element, atoms in composition.items())


def _row(
    result: SampleResult, level: LevelResult, amount: SpeciesAmount
) -> tuple[Cell, ...]:
    species = next(s for s in result.model.species if s.name == amount.species)
    return (
        level.sample,
        level.etch_time_s,
        level.depth_nm,
        amount.species,
        atoms_text(species.composition),
        amount.atomic_percent,
        amount.atomic_percent_stderr,
        amount.presence,
        amount.atomic_percent_upper_95,
        " ".join(region.replace(" ", "") for region in amount.regions),
        amount.slack,
    )
