"""What the peak library holds for a question, as plain data for JSON and tables."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

import peaklib
from peaklib.errors import PeakLibError, UnknownRecordError

Found = dict[str, Any]


def find_peaks(question: str, tolerance_ev: float) -> Found:
    """Return what the library holds for a core level, an energy or an element.

    Parameters
    ----------
    question : str
        ``"Al 2p"``, ``"74.5"``, ``"Al"``, or empty for an overview.
    tolerance_ev : float
        Largest distance from an energy.

    Returns
    -------
    dict
        With the keys ``kind`` (``level``, ``energy``, ``element``, ``overview``),
        ``levels``, ``states`` and ``sources`` (key to citation), and what belongs to
        the kind.

    Raises
    ------
    UnknownRecordError
        If the question is none of them; the nearest names are given.
    """
    text = question.strip()
    if not text:
        return _overview()
    energy_ev = _energy(text)
    if energy_ev is not None:
        return _near(energy_ev, tolerance_ev)
    if _is_element(text):
        return _element(peaklib.element(text))
    try:
        return _level(peaklib.parse_core_level(text))
    except PeakLibError as error:
        if getattr(error, "known", ()):
            raise
        names = [e.symbol for e in peaklib.elements()]
        names += [level.name for level in peaklib.core_levels()]
        raise UnknownRecordError(
            "core level, energy or element", text, names
        ) from error


def _energy(text: str) -> float | None:
    try:
        energy_ev = float(text.casefold().removesuffix("ev"))
    except ValueError:
        return None
    if not 0.0 <= energy_ev < math.inf:
        raise UnknownRecordError(
            "binding energy", text, hint="binding energies are above 0 eV"
        )
    return energy_ev


def _is_element(text: str) -> bool:
    try:
        peaklib.element(text)
    except PeakLibError:
        return False
    return True


def _overview() -> Found:
    elements = peaklib.elements()
    states = [state for element in elements for state in element.states]
    libraries = [peaklib.sensitivity(name) for name in peaklib.sensitivity_libraries()]
    return {
        "kind": "overview",
        "elements": [element.symbol for element in elements],
        "levels_with_states": {
            level: sum(state.level == level for state in states)
            for level in dict.fromkeys(state.level for state in states)
        },
        "sensitivity_libraries": [
            {
                "name": library.name,
                "title": library.title,
                "photon_energy_ev": library.photon_energy_ev,
                "levels": len(library.factors),
                "provenance": library.provenance,
                "source": library.source,
            }
            for library in libraries
        ],
        "models": list(peaklib.recipes()),
        "sources": _sources(library.source for library in libraries),
    }


def _level(name: str) -> Found:
    parent = peaklib.parent_level(name)
    element = peaklib.element(name.partition(" ")[0])
    states = [asdict(state) for state in peaklib.chemical_states(parent)]
    pair = peaklib.doublet(parent)
    levels = [
        _described(level)
        for level in element.levels
        if level.name == name or level.name.startswith(f"{name}")
    ]
    return {
        "kind": "level",
        "level": name,
        "levels": levels,
        "doublet": None if pair is None else asdict(pair),
        "states": states,
        "sources": _cited(levels, states, [] if pair is None else [pair.source]),
    }


def _element(element: peaklib.Element) -> Found:
    levels = [_described(level) for level in element.levels]
    return {
        "kind": "element",
        "element": element.symbol,
        "name": element.name,
        "atomic_number": element.atomic_number,
        "levels": levels,
        "states": [asdict(state) for state in element.states],
        "sources": _cited(levels, [], []),
    }


def _near(energy_ev: float, tolerance_ev: float) -> Found:
    levels = [_described(v) for v in peaklib.levels_near(energy_ev, tolerance_ev)]
    states = sorted(
        (
            state
            for element in peaklib.elements()
            for state in element.states
            if abs(state.be_ev - energy_ev) <= tolerance_ev
        ),
        key=lambda state: abs(state.be_ev - energy_ev),
    )
    found = [asdict(state) for state in states]
    return {
        "kind": "energy",
        "energy_ev": energy_ev,
        "tolerance_ev": tolerance_ev,
        "levels": levels,
        "states": found,
        "sources": _cited(levels, found, []),
    }


def _described(level: peaklib.CoreLevel) -> Found:
    """Return a core level with its factor in every library, None where it has none."""
    return {
        **asdict(level),
        "sensitivity": {
            name: peaklib.sensitivity(name).factors.get(level.name)
            for name in peaklib.sensitivity_libraries()
        },
    }


def _cited(levels: list[Found], states: list[Found], others: list[str]) -> Found:
    keys = [key for state in states for key in state["sources"]]
    return _sources([*keys, *others, *(level["source"] for level in levels)])


def _sources(keys: Any) -> Found:
    return {key: asdict(peaklib.source(key)) for key in dict.fromkeys(keys)}
