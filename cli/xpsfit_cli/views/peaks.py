"""What the peak library holds, as tables with numbered sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xpsfit_cli.render import Grid

if TYPE_CHECKING:
    from xpsfit_cli.views.peaks_found import Found

STATE_COLUMNS = (
    "state",
    "confidence",
    "sources",
    "energy\n/ eV",
    "range\n/ eV",
    "FWHM\n/ eV",
)
CONFIDENCE = {"none": "none: placeholder", "reject": "rejected: a warning"}


def peak_grids(found: Found, *, notes: bool = False) -> list[Grid]:
    """Return the answer of `find_peaks` as tables.

    Parameters
    ----------
    found : dict
        From `find_peaks`.
    notes : bool
        Whether each state is explained in words.
    """
    if found["kind"] == "overview":
        return _overview(found)
    numbers = {key: f"[{i}]" for i, key in enumerate(found["sources"], start=1)}
    grids = [_levels(found, numbers)]
    if found["kind"] == "element":
        names = dict.fromkeys(state["level"] for state in found["states"])
        known = ", ".join(names) or "none of its levels"
        return [*grids, Grid(f"Chemical states are known for {known}."), _cited(found)]
    if found["states"]:
        grids.append(_states(found, numbers, notes))
    else:
        grids.append(Grid("No chemical states in the library."))
    return [*grids, _cited(found)]


def _overview(found: Found) -> list[Grid]:
    states = found["levels_with_states"]
    return [
        Grid(
            f"{len(found['elements'])} elements with their core levels",
            above=(" ".join(found["elements"]),),
        ),
        Grid(
            "Core levels with chemical states",
            ("level", "states"),
            [(level, str(count)) for level, count in states.items()],
        ),
        Grid(
            "Sensitivity factors",
            ("library", "title", "levels"),
            [
                (library["name"], library["title"], str(library["levels"]))
                for library in found["sensitivity_libraries"]
            ],
            below=tuple(
                f"{library['name']}: {library['provenance']}"
                for library in found["sensitivity_libraries"]
            ),
            words=2,
        ),
        Grid(f"Peak models: {', '.join(found['models'])}"),
    ]


def _levels(found: Found, numbers: dict[str, str]) -> Grid:
    levels = found["levels"]
    libraries = list(levels[0]["sensitivity"]) if levels else []
    rows = [
        (
            level["name"],
            numbers[level["source"]],
            f"{level['binding_energy_ev']:.1f}",
            *(_factor(level["sensitivity"][library]) for library in libraries),
        )
        for level in levels
    ]
    return Grid(
        _title(found),
        (
            "core level",
            "source",
            "look near\n/ eV",
            *(f"{n}\nfactor" for n in libraries),
        ),
        rows,
        above=_doublet(found.get("doublet"), numbers),
        words=2,
    )


def _title(found: Found) -> str:
    if found["kind"] == "element":
        return f"{found['element']}, {found['name']}, Z = {found['atomic_number']}"
    if found["kind"] == "level":
        return str(found["level"])
    return (
        f"{found['energy_ev']:g} eV, within {found['tolerance_ev']:g} eV: "
        f"{len(found['levels'])} core levels, {len(found['states'])} chemical states"
    )


def _factor(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"


def _doublet(pair: dict[str, Any] | None, numbers: dict[str, str]) -> tuple[str, ...]:
    if pair is None:
        return ()
    sentence = (
        f"doublet {pair['major']} and {pair['minor']}: splitting "
        f"{pair['splitting_ev']:g} eV (sources: {pair['splitting_min_ev']:g} to "
        f"{pair['splitting_max_ev']:g}) {numbers[pair['source']]}, area ratio "
        f"{pair['branching_ratio']:.3f}"
    )
    return (sentence,)


def _states(found: Found, numbers: dict[str, str], notes: bool) -> Grid:
    states = found["states"]
    several = found["kind"] != "level"
    rows = [_state(state, numbers, named=several) for state in states]
    words = tuple(
        f"{state['name']}: {state['label']}. {' '.join(state['note'].split())}"
        for state in states
    )
    return Grid(
        "Chemical states",
        STATE_COLUMNS,
        rows,
        below=words if notes else ("-v explains each state in words",),
        words=3,
    )


def _state(
    state: dict[str, Any], numbers: dict[str, str], named: bool
) -> tuple[str, ...]:
    confidence = CONFIDENCE.get(state["confidence"], state["confidence"])
    memory = ", from memory" if state["memory_only"] else ""
    return (
        f"{state['level']} {state['name']}" if named else state["name"],
        f"{confidence}{memory}",
        "".join(numbers[key] for key in state["sources"]),
        f"{state['be_ev']:.2f}",
        f"{state['be_min_ev']:.2f} to {state['be_max_ev']:.2f}",
        f"{state['fwhm_min_ev']:g} to {state['fwhm_max_ev']:g}",
    )


def _cited(found: Found) -> Grid:
    lines = []
    for number, source in enumerate(found["sources"].values(), start=1):
        doi = f", doi:{source['doi']}" if source["doi"] else ""
        lines.append(f"[{number}] {source['citation']}{doi} ({source['tier']})")
    return Grid("Sources", above=tuple(lines))
