"""Peak models built from the recipes and chemical states of peaklib."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import peaklib
from xpsfit.errors import ModelError, UnknownNameError
from xpsfit.model.check import check_model
from xpsfit.model.read_toml import load_model
from xpsfit.model.types import (
    BackgroundModel,
    Component,
    DoubletSplit,
    Link,
    Parameter,
    PeakModel,
    ReferenceLine,
    RegionModel,
    Species,
)

if TYPE_CHECKING:
    from peaklib import ChemicalState, RegionRecipe, SpeciesRecipe

DEFAULT_MODEL = "li-tma"
CARBON_MODEL = "adventitious-carbon"
# The library states hundredths of an eV; what is computed from them is as exact in
# these decimals, and reads well in a model file.
DECIMALS = 6
# One region against another: what analyzer and charge reference leave open.
SHIFT_SPREAD_EV = 0.05
# The standard deviation of rounding to 0.1 eV, as positions are printed.
PRINTED_SPREAD_EV = round(0.1 / math.sqrt(12.0), DECIMALS)
# Instrument and sample broaden all components of a region alike.
WIDTH_SPREAD = 0.15


def builtin_models() -> tuple[str, ...]:
    """Return the names of the models that ship with xpsfit."""
    return peaklib.recipes()


@cache
def builtin_model(name: str = DEFAULT_MODEL) -> PeakModel:
    """Return a shipped peak model.

    Positions and their ranges are those of the chemical states in peaklib; widths
    start in the middle of their range.

    Parameters
    ----------
    name : str
        One of `builtin_models`.

    Returns
    -------
    PeakModel

    Raises
    ------
    UnknownNameError
        If no shipped model has this name.

    Examples
    --------
    >>> [region.region for region in builtin_model("li-tma").regions]
    ['C 1s', 'O 1s', 'Al 2p', 'Li 1s']
    """
    if name not in peaklib.recipes():
        raise UnknownNameError("peak model", name, peaklib.recipes())
    recipe = peaklib.recipe(name)
    reference = peaklib.chemical_state(recipe.reference_level, recipe.reference_state)
    return check_model(
        PeakModel(
            name=recipe.name,
            title=recipe.title,
            source=_citation((recipe.source,)),
            reference=ReferenceLine(
                recipe.reference_level, reference.name, recipe.reference_ev
            ),
            regions=tuple(_region(region) for region in recipe.regions),
            species=tuple(_species(species) for species in recipe.species),
        )
    )


def find_model(name: str) -> PeakModel:
    """Return a shipped model by its name, or the model in the TOML file of that path.

    Raises
    ------
    ModelError
        If it is neither, or the file is not a sound model.
    """
    if name in peaklib.recipes():
        return builtin_model(name)
    path = Path(name)
    if name and (path.exists() or path.is_symlink()):
        return load_model(path)
    raise ModelError(
        f"{name!r} is neither a shipped model ({', '.join(builtin_models())}) nor a "
        "file; write one to start from with 'xpsfit model init FILE'"
    )


def _region(recipe: RegionRecipe) -> RegionModel:
    states = [peaklib.chemical_state(recipe.level, key) for key in recipe.states]
    return RegionModel(
        region=recipe.level,
        low_ev=recipe.low_ev,
        high_ev=recipe.high_ev,
        background=BackgroundModel(),
        components=tuple(
            _component(state, recipe) for state in sorted(states, key=_energy)
        ),
        shift_spread_ev=SHIFT_SPREAD_EV,
        width_spread=WIDTH_SPREAD,
    )


def _energy(state: ChemicalState) -> float:
    return state.be_ev


def _component(state: ChemicalState, recipe: RegionRecipe) -> Component:
    pair = peaklib.doublet(state.level)
    center = _known(state.be_ev, state.be_min_ev, state.be_max_ev)
    return Component(
        name=state.name,
        species=state.species,
        line_shape=recipe.line_shape,
        center_ev=_held(center, state, recipe),
        fwhm_ev=_width(state),
        shape={"mixing": Parameter(recipe.mixing, vary=False)},
        doublet=None
        if pair is None
        else DoubletSplit(pair.splitting_ev, pair.branching_ratio),
        source=_citation(state.sources),
    )


def _known(value: float, minimum: float, maximum: float) -> Parameter:
    """Return a quantity whose library range stands for two standard deviations."""
    spread = round((maximum - minimum) / 4.0, DECIMALS)
    return Parameter(value, minimum, maximum, spread=spread)


def _width(state: ChemicalState) -> Parameter:
    """Return a width that the library's range guides without walling it in.

    The ranges are stated for a pass energy of 50 eV; another one must not push every
    width against a bound.
    """
    low, high = state.fwhm_min_ev, state.fwhm_max_ev
    return replace(
        _known(round((low + high) / 2.0, DECIMALS), low, high),
        minimum=round(low / 2.0, DECIMALS),
        maximum=round(1.5 * high, DECIMALS),
    )


def _held(
    center: Parameter, state: ChemicalState, recipe: RegionRecipe
) -> Parameter | Link:
    """Return the position as the recipe wants it: free, or at a held separation."""
    if recipe.anchor is None:
        return center
    anchor = peaklib.chemical_state(recipe.level, recipe.anchor)
    if anchor.key == state.key:
        return replace(center, spread=PRINTED_SPREAD_EV)
    return Link(anchor.name, offset=round(state.be_ev - anchor.be_ev, DECIMALS))


def _species(recipe: SpeciesRecipe) -> Species:
    return Species(
        name=recipe.name,
        composition=dict(recipe.atoms),
        components={
            level: peaklib.chemical_state(level, key).name
            for level, key in recipe.states.items()
        },
        source=_citation(recipe.sources),
    )


def _citation(keys: tuple[str, ...]) -> str:
    return "; ".join(peaklib.source(key).citation for key in keys)
