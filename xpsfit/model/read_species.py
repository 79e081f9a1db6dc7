"""The species of a peak model out of its TOML tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.model.types import Species

if TYPE_CHECKING:
    from xpsfit.model.toml_table import Table


def read_species(table: Table) -> Species:
    """Return the species written in a ``[[species]]`` table."""
    name = table.text("name")
    table.where = f"species {name}"
    composition = table.needed("composition")
    components = table.needed("components")
    species = Species(
        name=name,
        composition={key: composition.number(key) for key in composition.values},
        components={key: components.text(key) for key in components.values},
        slack=table.number("slack", 0.0),
        source=table.text("source", ""),
    )
    table.finish()
    return species
