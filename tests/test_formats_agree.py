"""One sample in every format that can be written gives the same numbers.

Five formats hold every digit of these counts and energies, so the results are the same
to the last bit. The others print ten digits or more, which moves a rate by at most
5e-11 of itself. The counting error of a rate is at least 5e-3 of it here (up to 4e4
counts), so the data move by a hundred-millionth of their errors; a result, which weighs
all data, may move by a millionth of its own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests import avantage_writer, avg_writer, vgd_writer
from xpsfit.acquisition import with_count_time, with_photon_energy
from xpsfit.analysis import analyze
from xpsfit.readers import read
from xpsfit.writers.spectra import write_spectra

if TYPE_CHECKING:
    from collections.abc import Callable

    from xpsfit.spectrum import Spectrum

    Write = Callable[[Path, list[Spectrum]], list[Spectrum]]

SAMPLES = Path(__file__).parents[1] / "sample_spectra"
SAMPLE = "tma_20s"
STEP_EV = 0.1


@cache
def original() -> tuple[Spectrum, ...]:
    return tuple(read(SAMPLES / f"{SAMPLE}.vms"))


def counts_up(one: Spectrum) -> list[float]:
    """Return the counts in the order of kinetic energy."""
    values: list[float] = one.intensity[::-1].tolist()
    return values


def first_kinetic_ev(one: Spectrum) -> float:
    assert one.photon_energy_ev is not None
    return round(one.photon_energy_ev - float(one.binding_energy_ev[-1]), 6)


def by_library(suffix: str) -> Write:
    def write(folder: Path, spectra: list[Spectrum]) -> list[Spectrum]:
        return read(write_spectra(folder / f"{SAMPLE}{suffix}", spectra))

    return write


def vgd(folder: Path, spectra: list[Spectrum]) -> list[Spectrum]:
    found = []
    for one in spectra:
        name = one.region.replace(" ", "")
        axis = vgd_writer.Axis(
            points=one.intensity.size, start=first_kinetic_ev(one), width=STEP_EV
        )
        content = vgd_writer.Vgd(
            ((axis,),),
            counts_up(one),
            properties={
                0x069: (vgd_writer.R4, one.photon_energy_ev),
                0x131: (vgd_writer.R4, one.dwell_s),
                0x132: (vgd_writer.I4, one.scans),
                0x148: (vgd_writer.I4, one.scans),
                0x194: (vgd_writer.R4, one.pass_energy_ev),
                0x0E8: (vgd_writer.LPWSTR, one.sample),
            },
            summary={2: (vgd_writer.LPWSTR, f"{name} Scan")},
        ).content()
        path = folder / f"{name} Scan.VGD"
        path.write_bytes(content)
        found += read(path)
    return found


def avg(folder: Path, spectra: list[Spectrum]) -> list[Spectrum]:
    found = []
    for one in spectra:
        name = one.region.replace(" ", "")
        dump = avg_writer.Dump(
            (counts_up(one),),
            ((avg_writer.energy(one.intensity.size, first_kinetic_ev(one), STEP_EV),),),
            folder=SAMPLE,
            name=f"{name} Scan",
            properties={
                "DS_EXT_SUPROPID_TITLE": ("VT_BSTR", f"{name} Scan"),
                "DS_SOPROPID_ENERGY": ("VT_R4", one.photon_energy_ev),
                "DS_ACPROPID_ACQ_TIME": ("VT_R4", one.dwell_s),
                "DS_ACPROPID_PERIODS": ("VT_I4", one.scans),
                "DS_ANPROPID_PASS": ("VT_R4", one.pass_energy_ev),
            },
        )
        path = folder / f"{name}.avg"
        path.write_bytes(dump.bytes())
        found += read(path)
    return found


def grids(spectra: list[Spectrum]) -> dict[str, avantage_writer.Grid]:
    """Return the sheets of an export: counts/s against falling binding energy."""
    return {
        f"{one.region.replace(' ', '')} Scan": avantage_writer.Export(
            path=f"{SAMPLE}.DATA\\{one.region.replace(' ', '')} Scan.VGD",
            energies=one.binding_energy_ev[::-1].round(6).tolist(),
            columns=(one.counts_per_s[::-1].tolist(),),
        ).grid()
        for one in spectra
    }


def stated(found: list[Spectrum], spectra: list[Spectrum]) -> list[Spectrum]:
    """Return an export with what its user has to state, region by region."""
    times = {one.region: one.count_time_s for one in spectra}
    return [
        one
        for bare in with_photon_energy(found, 1486.69)
        for one in with_count_time([bare], times[bare.region] or 0.0)
    ]


def excel(folder: Path, spectra: list[Spectrum]) -> list[Spectrum]:
    path = folder / "export.xlsx"
    path.write_bytes(avantage_writer.xlsx(grids(spectra)))
    return stated(read(path), spectra)


def old_excel(folder: Path, spectra: list[Spectrum]) -> list[Spectrum]:
    path = folder / "export.xls"
    path.write_bytes(avantage_writer.xls(grids(spectra)))
    return stated(read(path), spectra)


def export_text(folder: Path, spectra: list[Spectrum]) -> list[Spectrum]:
    found = []
    for name, grid in grids(spectra).items():
        path = folder / f"{name}.txt"
        path.write_text(avantage_writer.delimited(grid), "utf-8", newline="")
        found += read(path)
    return stated(found, spectra)


def two_columns(folder: Path, spectra: list[Spectrum]) -> list[Spectrum]:
    found = []
    for one in spectra:
        path = folder / f"{one.region}.txt"
        head = {
            "xpsfit-columns": "kinetic_energy_ev, counts",
            "region": one.region,
            "sample": one.sample,
            "photon_energy_ev": one.photon_energy_ev,
            "pass_energy_ev": one.pass_energy_ev,
            "dwell_s": one.dwell_s,
            "scans": one.scans,
        }
        start = first_kinetic_ev(one)
        rows = [
            f"{start + STEP_EV * n:.2f}\t{count:.0f}"
            for n, count in enumerate(counts_up(one))
        ]
        lines = [*(f"# {key}: {value}" for key, value in head.items()), *rows]
        path.write_text("\n".join(lines), "utf-8")
        found += read(path)
    return found


FORMATS: dict[str, tuple[Write, float]] = {
    "csv": (by_library(".csv"), 0.0),
    "vamas": (by_library(".vms"), 0.0),
    "hdf5": (by_library(".h5"), 0.0),
    "vgd": (vgd, 0.0),
    "avg": (avg, 0.0),
    "avantage-excel": (excel, 1e-6),
    "avantage-excel, old": (old_excel, 1e-6),
    "avantage-text": (export_text, 1e-6),
    "columns": (two_columns, 1e-6),
}
"""How a format is written, and by how many standard errors results may move."""


def numbers(spectra: list[Spectrum]) -> dict[str, tuple[float, float]]:
    """Return every position, area and atomic percent with its standard error."""
    [result] = analyze(spectra)
    [level] = result.levels
    assert level.failures == ()
    found = {}
    for fit in level.fits:
        for part in fit.components:
            name = f"{fit.region.name}, {part.name}"
            found[f"{name}, eV"] = (part.center_ev, part.center_ev_stderr or np.inf)
            found[f"{name}, area"] = (part.area_cps_ev, part.area_cps_ev_stderr)
    assert level.composition is not None
    for row in level.composition.elements:
        found[f"{row.region}, at%"] = (row.atomic_percent, row.atomic_percent_stderr)
    return found


@cache
def expected() -> dict[str, tuple[float, float]]:
    return numbers(list(original()))


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_gives_the_numbers_of_the_sample(name: str, tmp_path: Path) -> None:
    write, allowed = FORMATS[name]
    found = numbers(write(tmp_path, list(original())))
    assert found.keys() == expected().keys()
    assert len(found) > 15
    moved = {
        what: abs(value - expected()[what][0]) / expected()[what][1]
        for what, (value, _) in found.items()
    }
    assert {what: by for what, by in moved.items() if by > allowed} == {}
