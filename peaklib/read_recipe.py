"""Peak model recipes: the files of ``data/models/``."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from peaklib.cells import read_toml
from peaklib.names import split_canonical
from peaklib.records import LINE_SHAPES, ModelRecipe, RegionRecipe, SpeciesRecipe

if TYPE_CHECKING:
    from collections.abc import Collection
    from importlib.resources.abc import Traversable

    from peaklib.cells import Cells


def read_recipe(file: Traversable, sources: Collection[str]) -> ModelRecipe:
    """Return the peak model recipe of a file.

    Parameters
    ----------
    file : Traversable
        A TOML file.
    sources : collection of str
        The keys that the recipe may name as its source.

    Raises
    ------
    DataError
        If the file breaks a rule; the message names file and key.
    """
    cells = read_toml(file)
    reference = cells.table("reference")
    recipe = ModelRecipe(
        name=cells.text("name"),
        title=cells.text("title"),
        description=cells.text("description").strip(),
        source=cells.source(sources),
        reference_level=reference.text("level"),
        reference_state=reference.text("state"),
        reference_ev=reference.positive("binding_energy_ev"),
        regions=tuple(_region(table) for table in cells.listed_tables("regions")),
        species=tuple(
            _species(table, sources) for table in cells.listed_tables("species")
        ),
    )
    reference.finish()
    cells.finish()
    _check_regions(recipe, cells, reference)
    _check_species(recipe, cells)
    return recipe


def _region(cells: Cells) -> RegionRecipe:
    level = cells.text("level")
    if split_canonical(level) is None:
        raise cells.error("level", f"{level!r} is not spelled like 'C 1s'")
    low_ev, high_ev = cells.ordered("low_ev", "high_ev")
    states = cells.texts("states")
    anchor = cells.optional_text("anchor") or None
    if anchor is not None and anchor not in states:
        raise cells.error("anchor", f"{anchor!r} is not one of the states")
    region = RegionRecipe(
        level=level,
        low_ev=low_ev,
        high_ev=high_ev,
        states=states,
        line_shape=cells.choice("line_shape", LINE_SHAPES),
        mixing=cells.fraction("mixing"),
        anchor=anchor,
    )
    cells.finish()
    return region


def _species(cells: Cells, sources: Collection[str]) -> SpeciesRecipe:
    species = SpeciesRecipe(
        name=cells.text("name"),
        atoms=MappingProxyType(cells.table("atoms").positives()),
        states=MappingProxyType(cells.table("states").named_texts()),
        sources=cells.sources(sources),
        note=cells.text("note"),
    )
    cells.finish()
    return species


def _check_species(recipe: ModelRecipe, cells: Cells) -> None:
    held = {region.level: region.states for region in recipe.regions}
    for number, species in enumerate(recipe.species, start=1):
        for level, state in species.states.items():
            if state not in held.get(level, ()):
                raise cells.error(
                    f"species[{number}].states",
                    f"{state!r} is not a state of {level!r} in this recipe",
                )
            if level.split()[0] not in species.atoms:
                raise cells.error(
                    f"species[{number}].atoms", f"lacks the element of {level!r}"
                )


def _check_regions(recipe: ModelRecipe, cells: Cells, reference: Cells) -> None:
    levels = [region.level for region in recipe.regions]
    if len(set(levels)) != len(levels):
        raise cells.error("regions", "a core level has two regions")
    if not any(
        region.level == recipe.reference_level
        and recipe.reference_state in region.states
        for region in recipe.regions
    ):
        raise reference.error("state", "no region of this recipe holds that state")
