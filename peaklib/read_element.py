"""Elements with levels, doublets and chemical states: ``data/elements/``.

Doublets are checked against physics: the line of lower j lies at higher binding energy
and is the weaker one, because a level of total angular momentum j holds 2j + 1
electrons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from peaklib.cells import read_toml
from peaklib.names import split_canonical
from peaklib.records import (
    LINE_SHAPES,
    Asymmetry,
    ChemicalState,
    Confidence,
    CoreLevel,
    Doublet,
    Element,
    Origin,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from importlib.resources.abc import Traversable

    from peaklib.cells import Cells

_ASYMMETRIES: tuple[Asymmetry, ...] = get_args(Asymmetry)
_ORIGINS: tuple[Origin, ...] = get_args(Origin)
_CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
_J_OF_LINES = {"p": ("3/2", "1/2"), "d": ("5/2", "3/2"), "f": ("7/2", "5/2")}
UNVERIFIED = "unverified"


def read_element(file: Traversable, sources: Collection[str]) -> Element:
    """Return the element of a file.

    Parameters
    ----------
    file : Traversable
        A TOML file.
    sources : collection of str
        The keys that records may name as their source.

    Raises
    ------
    DataError
        If the file breaks a rule; the message names file and key.
    """
    cells = read_toml(file)
    symbol = cells.text("symbol")
    levels = cells.table("core_levels").members()
    doublets = cells.table("doublets").members() if "doublets" in cells else ()
    element = Element(
        symbol=symbol,
        name=cells.text("name"),
        atomic_number=cells.integer("atomic_number"),
        levels=tuple(_core_level(symbol, name, c, sources) for name, c in levels),
        doublets=tuple(_doublet(symbol, name, c, sources) for name, c in doublets),
        states=tuple(_state(symbol, c, sources) for c in cells.listed_tables("states")),
    )
    cells.finish()
    _check_states(element, cells)
    return element


def _core_level(
    symbol: str, level: str, cells: Cells, sources: Collection[str]
) -> CoreLevel:
    record = CoreLevel(
        name=_level_name(symbol, level, cells),
        element=symbol,
        level=level,
        binding_energy_ev=cells.positive("binding_energy_ev"),
        source=cells.source(sources),
        note=cells.optional_text("note"),
    )
    cells.finish()
    return record


def _doublet(
    symbol: str, level: str, cells: Cells, sources: Collection[str]
) -> Doublet:
    name = _level_name(symbol, level, cells)
    if level[1:] not in _J_OF_LINES:
        raise cells.error("", f"{name} is not a pair of lines")
    major_j, minor_j = _J_OF_LINES[level[1:]]
    for key, j in (("major", major_j), ("minor", minor_j)):
        if cells.text(key) != level + j:
            raise cells.error(key, f"must be {level + j}: the higher j is the major")
    least, splitting, most = cells.ordered(
        "splitting_min_ev", "splitting_ev", "splitting_max_ev"
    )
    record = Doublet(
        level=name,
        major=level + major_j,
        minor=level + minor_j,
        splitting_ev=splitting,
        splitting_min_ev=least,
        splitting_max_ev=most,
        branching_ratio=(int(minor_j[0]) + 1) / (int(major_j[0]) + 1),
        scofield_area_ratio=cells.fraction("scofield_area_ratio"),
        source=cells.source(sources),
        note=cells.optional_text("note"),
    )
    cells.finish()
    return record


def _state(symbol: str, cells: Cells, sources: Collection[str]) -> ChemicalState:
    be_min, be, be_max = cells.ordered("be_min_ev", "be_ev", "be_max_ev")
    fwhm_min, fwhm_max = cells.ordered("fwhm_min_ev", "fwhm_max_ev")
    record = ChemicalState(
        key=cells.text("key"),
        level=_level_name(symbol, cells.text("level"), cells),
        name=cells.text("name"),
        species=cells.text("species"),
        label=cells.text("label"),
        formula=cells.text("formula"),
        be_ev=be,
        be_min_ev=be_min,
        be_max_ev=be_max,
        fwhm_min_ev=fwhm_min,
        fwhm_max_ev=fwhm_max,
        line_shape=cells.choice("line_shape", LINE_SHAPES),
        mixing=cells.fraction("mixing") if "mixing" in cells else None,
        alternative_shapes=cells.choices("alternative_shapes", LINE_SHAPES),
        asymmetry=cells.choice("asymmetry", _ASYMMETRIES),
        origin=cells.choice("origin", _ORIGINS),
        confidence=cells.choice("confidence", _CONFIDENCES),
        memory_only=cells.flag("memory_only"),
        sources=cells.sources(sources),
        note=cells.optional_text("note").strip(),
    )
    cells.finish()
    if (record.mixing is not None) != (record.line_shape == "gl_product"):
        raise cells.error("mixing", "belongs to gl_product, and to that shape alone")
    if record.memory_only != (UNVERIFIED in record.sources):
        raise cells.error("memory_only", f"must say whether {UNVERIFIED!r} is a source")
    return record


def _level_name(symbol: str, level: str, cells: Cells) -> str:
    name = f"{symbol} {level}"
    if split_canonical(name) is None:
        raise cells.error("", f"{name!r} is not spelled like 'C 1s' or 'Al 2p3/2'")
    return name


def _check_states(element: Element, cells: Cells) -> None:
    levels = {level.name for level in element.levels}
    keys = [(state.level, state.key) for state in element.states]
    names = [(state.level, state.name) for state in element.states]
    if not {state.level for state in element.states} <= levels:
        raise cells.error("states", "a state belongs to a level that is not listed")
    if len(set(keys)) < len(keys) or len(set(names)) < len(names):
        raise cells.error("states", "two states of a level share a key or a name")
