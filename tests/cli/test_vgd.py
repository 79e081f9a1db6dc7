"""A folder of VGD files from end to end, beside the same spectra in a VAMAS file."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sample_spectra import design
from sample_spectra.forward import file_counts, profile_truth, region_truth
from tests.cli.running import SAMPLES, Run, the_error
from tests.vgd_writer import (
    I4,
    LPWSTR,
    POSITION,
    R4,
    Axis,
    Vgd,
    X,
    Y,
    counted,
    etch_times,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sample_spectra.forward import RegionTruth

NUMBERS = ("center_ev", "fwhm_ev", "area_cps_ev", "area_cps_ev_stderr")


def written(folder: Path, levels: Sequence[RegionTruth]) -> None:
    """Write the levels of one region as Avantage does, beside its chart."""
    first = levels[0]
    name = f"{first.region.replace(' ', '')} Scan"
    kinetic_ev = design.PHOTON_ENERGY_EV - first.energy_ev[-1]
    sides = [(Axis(points=first.energy_ev.size, start=kinetic_ev),)]
    times = [level.etch_time_s for level in levels]
    if times[0] is not None:
        sides.append((etch_times(*[time or 0.0 for time in times]),))
    file = Vgd(
        sides=sides,
        counts=np.concatenate([file_counts(one)[::-1] for one in levels]).tolist(),
        properties={
            0x069: (R4, design.PHOTON_ENERGY_EV),
            0x131: (R4, first.dwell_s),
            0x132: (I4, first.scans),
            0x148: (I4, first.scans),
            0x194: (R4, float(design.PASS_ENERGY_EV)),
            0x0E8: (LPWSTR, first.sample),
        },
        summary={2: (LPWSTR, name)},
    )
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.VGD").write_bytes(file.content())
    (folder / f"{name}.xml").write_text("<Chart/>")


@pytest.fixture
def surface(tmp_path: Path) -> Path:
    """Return a folder with the regions of the sample bare_li."""
    folder = tmp_path / "Bare Li.DATA"
    for region in design.REGIONS:
        written(folder, [region_truth("bare_li", region)])
    return folder


def test_info_shows_each_file_and_no_chart(run: Run, surface: Path) -> None:
    result = run("info", surface, "--json")
    assert result.exit_code == 0, result.output
    records = json.loads(result.stdout)
    assert {one["format"] for one in records} == {"vgd"}
    assert {one["transmission"] for one in records} == {"corrected"}
    assert {one["sample"] for one in records} == {"bare_li"}
    assert {one["region"] for one in records} == set(design.REGIONS)
    assert all(one["metadata"]["instrument"] == "ESCALAB_X" for one in records)


def test_a_fit_gives_the_numbers_of_the_same_spectra_in_vamas(
    run: Run, surface: Path
) -> None:
    tables = []
    for name in (surface, SAMPLES / "bare_li.vms"):
        result = run("fit", name, "--no-figures", "--json")
        assert result.exit_code == 0, result.output
        rows = json.loads(result.stdout)["components"]
        tables.append({(row["region"], row["component"]): row for row in rows})
    ours, expected = tables
    assert ours.keys() == expected.keys()
    for key, row in ours.items():
        for number in NUMBERS:
            assert row[number] == pytest.approx(expected[key][number], rel=1e-6)


def test_files_of_one_region_each_make_a_profile(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "TMA 20 s.DATA"
    chosen = range(0, 12, 4)
    for region in design.REGIONS:
        written(folder, [profile_truth(level, region) for level in chosen])
    result = run("depth-profile", folder, "--no-figures", "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    [profile] = (tmp_path / "out").rglob("profile.csv")
    rows = list(csv.DictReader(profile.read_text("utf-8").splitlines()))
    expected = [design.ETCH_TIMES_S[level] for level in chosen]
    assert [float(row["etch_time_s"]) for row in rows] == expected


def test_several_positions_are_refused_in_one_sentence(
    run: Run, tmp_path: Path
) -> None:
    spots = (counted(POSITION, 10), counted(X, 10), counted(Y, 10))
    file = tmp_path / "C1s Scan.VGD"
    file.write_bytes(Vgd(sides=((Axis(),), spots)).content())
    result = run("fit", file)
    assert result.exit_code == 1
    assert "spectra at 10 positions" in the_error(result)
