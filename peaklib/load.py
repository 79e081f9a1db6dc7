"""The data folder: found once, read when asked for, kept from then on.

Nothing is read at import. The folder is reached through `importlib.resources`, so the
library works from a wheel, from a source tree and from a zip file.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from peaklib.errors import (
    UnknownElementError,
    UnknownRecordError,
)
from peaklib.read_element import read_element
from peaklib.read_recipe import read_recipe
from peaklib.read_sensitivity import read_sensitivity
from peaklib.read_sources import read_sources
from peaklib.read_sputter import read_sputter

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from peaklib.records import (
        Element,
        ModelRecipe,
        SensitivityLibrary,
        Source,
    )
    from peaklib.sputter_record import SputterRate


@cache
def load_sources() -> dict[str, Source]:
    """Return all sources by key."""
    return read_sources(files("peaklib") / "data" / "sources.toml")


@cache
def element_symbols() -> tuple[str, ...]:
    """Return the symbols of all elements in alphabetical order."""
    return tuple(_folder("elements"))


@cache
def load_element(symbol: str) -> Element:
    """Return an element by its exact symbol.

    Raises
    ------
    UnknownElementError
        If the library has no such element.
    """
    known = _folder("elements")
    if symbol not in known:
        raise UnknownElementError("element", symbol, known)
    return read_element(known[symbol], load_sources())


@cache
def load_libraries() -> dict[str, SensitivityLibrary]:
    """Return all sensitivity libraries by name."""
    known = _folder("sensitivity").values()
    libraries = [read_sensitivity(file, load_sources()) for file in known]
    return {library.name: library for library in libraries}


@cache
def recipe_names() -> tuple[str, ...]:
    """Return the names of all recipes in alphabetical order."""
    return tuple(_folder("models"))


@cache
def load_recipe(name: str) -> ModelRecipe:
    """Return a recipe by name.

    Raises
    ------
    UnknownRecordError
        If there is no such recipe.
    """
    known = _folder("models")
    if name not in known:
        raise UnknownRecordError("model recipe", name, known)
    return read_recipe(known[name], load_sources())


@cache
def load_sputter_rates() -> dict[str, SputterRate]:
    """Return the relative sputter rates by material."""
    file = files("peaklib") / "data" / "sputter" / "argon.toml"
    return read_sputter(file, load_sources())


@cache
def _folder(name: str) -> dict[str, Traversable]:
    folder = files("peaklib") / "data" / name
    return {
        file.name.rpartition(".")[0]: file
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
    }
