"""Spectra of files as tables, one per file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xpsfit.writers.tables import info_table, tables_as_json
from xpsfit_cli.render import Grid
from xpsfit_cli.views.methods import methods_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.spectrum import Spectrum

    Record = dict[str, Any]

COLUMNS = (
    "region",
    "etch time\n/ s",
    "points",
    "from\n/ eV",
    "to\n/ eV",
    "step\n/ eV",
    "photons\n/ eV",
    "pass energy\n/ eV",
    "dwell\n/ s",
    "scans",
    "maximum",
    "unit",
    "transmission",
)
ALIKE = (
    "sample",
    "region",
    "points",
    "binding_energy_low_ev",
    "binding_energy_high_ev",
    "step_ev",
    "photon_energy_ev",
    "pass_energy_ev",
    "dwell_s",
    "scans",
    "intensity_unit",
    "transmission",
    "transmission_column",
)
PLACES = {"position": "position", "angle_deg": "angle\n/ deg"}
UNITS = {"counts_per_s": "counts/s"}


def info_grids(spectra: Sequence[Spectrum], *, every: bool = False) -> list[Grid]:
    """Return one grid per file.

    Parameters
    ----------
    spectra : sequence of Spectrum
    every : bool
        Whether each spectrum has its own line; otherwise those that differ in etch
        time only share one.
    """
    records = tables_as_json([info_table(spectra)])["info"]
    files: dict[str, list[Record]] = {}
    for record in records:
        files.setdefault(str(record["file"]), []).append(record)
    return [_file(name, own, spectra, every) for name, own in files.items()]


def _file(
    name: str, records: list[Record], spectra: Sequence[Spectrum], every: bool
) -> Grid:
    groups: dict[tuple[Any, ...], list[Record]] = {}
    for number, record in enumerate(records):
        key = (number,) if every else _acquisition(record)
        groups.setdefault(key, []).append(record)
    samples = dict.fromkeys(str(record["sample"]) for record in records)
    own = [spectrum for spectrum in spectra if spectrum.file == name]
    warnings = dict.fromkeys(w for spectrum in own for w in spectrum.warnings)
    count = len(records)
    several = len(samples) > 1
    named = () if several else (f"sample: {next(iter(samples)) or 'not named'}",)
    places = tuple(
        key for key in PLACES if any(r.get(key) is not None for r in records)
    )
    return Grid(
        f"{name}: {records[0]['format']}, {count} spectr{'um' if count == 1 else 'a'}",
        (
            *(("sample",) if several else ()),
            COLUMNS[0],
            *(PLACES[key] for key in places),
            *COLUMNS[1:],
        ),
        [_row(group, places)[0 if several else 1 :] for group in groups.values()],
        above=(*named, *methods_lines(own)),
        below=tuple(f"! {warning}" for warning in warnings),
        words=1 + several,
    )


def _acquisition(record: Record) -> tuple[Any, ...]:
    """Return what must agree for two levels to share a line."""
    return tuple(
        round(value, 3) if isinstance(value := record.get(key), float) else value
        for key in (*ALIKE, *PLACES)
    )


def _row(group: list[Record], places: tuple[str, ...]) -> tuple[str, ...]:
    first = group[0]
    unit = str(first["intensity_unit"])
    return (
        str(first["sample"]),
        str(first["region"]),
        *(
            "-"
            if first[key] is None
            else f"{first[key]:g}"
            if key == "angle_deg"
            else str(first[key])
            for key in places
        ),
        _etch_times(group),
        str(first["points"]),
        f"{first['binding_energy_low_ev']:.2f}",
        f"{first['binding_energy_high_ev']:.2f}",
        _number(first["step_ev"], "{:.4g}"),
        _number(first["photon_energy_ev"], "{:.2f}"),
        _number(first["pass_energy_ev"], "{:g}"),
        _number(first["dwell_s"], "{:.4g}"),
        _number(first["scans"], "{}"),
        f"{max(record['max_counts'] for record in group):.6g}",
        UNITS.get(unit, unit),
        f"{first['transmission']}{', column' if first['transmission_column'] else ''}",
    )


def _etch_times(group: list[Record]) -> str:
    times = [record["etch_time_s"] for record in group]
    known = [time for time in times if time is not None]
    if not known:
        return "-" if len(times) == 1 else f"- ({len(times)} spectra)"
    if len(known) == 1:
        return f"{known[0]:g}"
    return f"{min(known):g} to {max(known):g} ({len(known)} levels)"


def _number(value: float | None, pattern: str) -> str:
    return "-" if value is None else pattern.format(value)
