"""Folders of every layout from end to end, and what is chosen from them."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from sample_spectra import design
from sample_spectra.forward import RegionTruth, file_counts, profile_truth, region_truth
from tests.cli.running import Run, the_error
from tests.vamas_writer import Block, File
from tests.vgd_writer import (
    ANGLE,
    ETCH_TIME,
    LPWSTR,
    POSITION,
    R4,
    Axis,
    Vgd,
    X,
    Y,
    counted,
)

if TYPE_CHECKING:
    from pathlib import Path

LEVELS = (0, 4, 8)
TIMES = [design.ETCH_TIMES_S[level] for level in LEVELS]
REGIONS = ("C 1s", "O 1s")


def a_block(truth: RegionTruth, *variables: object, sample: str = "foil") -> Block:
    element, level = truth.region.split()
    return Block(
        identifier=truth.region,
        sample=sample,
        photon_energy=design.PHOTON_ENERGY_EV,
        species=element,
        transition=level,
        variables=variables,
        dwell=truth.dwell_s,
        scans=truth.scans,
        abscissa=("Binding Energy", "eV", round(float(truth.energy_ev[0]), 6), 0.1),
        rows=[(int(count),) for count in file_counts(truth)],
    )


def vamas(*blocks: Block, variable: tuple[str, str] | None = None) -> str:
    return File(blocks, variables=(variable,) if variable else ()).text()


ETCH = ("Etch Time", "s")


def per_region(folder: Path) -> None:
    for region in REGIONS:
        blocks = [
            a_block(profile_truth(level, region), time)
            for level, time in zip(LEVELS, TIMES, strict=True)
        ]
        (folder / f"{region}.vms").write_text(vamas(*blocks, variable=ETCH))


def per_level(folder: Path) -> None:
    for level, time in zip(LEVELS, TIMES, strict=True):
        blocks = [a_block(profile_truth(level, region), time) for region in REGIONS]
        (folder / f"run {level:02}.vms").write_text(vamas(*blocks, variable=ETCH))


def named_per_level(folder: Path) -> None:
    for level, time in zip(LEVELS, TIMES, strict=True):
        blocks = [a_block(profile_truth(level, region)) for region in REGIONS]
        (folder / f"Etch {time:g} s.vms").write_text(vamas(*blocks))


def named_per_both(folder: Path) -> None:
    for region in REGIONS:
        for level, time in zip(LEVELS, TIMES, strict=True):
            block = a_block(profile_truth(level, region))
            (folder / f"{region}_{time:g}s.vms").write_text(vamas(block))


def a_table(folder: Path) -> None:
    rows = ["level,etch_time_min"]
    for level, time in enumerate(TIMES):
        blocks = [a_block(profile_truth(LEVELS[level], region)) for region in REGIONS]
        (folder / f"Level {level}.vms").write_text(vamas(*blocks))
        rows.append(f"{level},{time / 60!r}")
    (folder / "times.csv").write_text("\n".join(rows))


def vgd(truth: RegionTruth, *sides: tuple[Axis, ...], **said: str) -> bytes:
    kinetic_ev = design.PHOTON_ENERGY_EV - truth.energy_ev[-1]
    copies = 1
    for side in sides:
        copies *= side[0].points
    return Vgd(
        sides=((Axis(points=truth.energy_ev.size, start=kinetic_ev),), *sides),
        counts=file_counts(truth)[::-1].tolist() * copies,
        properties={
            0x069: (R4, design.PHOTON_ENERGY_EV),
            0x0E8: (LPWSTR, said.get("sample", "foil")),
        },
        summary={2: (LPWSTR, f"{truth.region.replace(' ', '')} Scan")},
    ).content()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "series"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    "layout",
    [per_region, per_level, named_per_level, named_per_both, a_table],
    ids=lambda layout: layout.__name__,
)
def test_every_layout_is_the_same_series(
    run: Run, folder: Path, layout: object
) -> None:
    layout(folder)  # type: ignore[operator]
    table = folder / "times.csv"
    words = ("--etch-times", table) if table.exists() else ()
    shown = run("info", folder, "--json", *words)
    assert shown.exit_code == 0, shown.output
    found = {(r["region"], r["etch_time_s"]) for r in json.loads(shown.stdout)}
    assert found == {(region, time) for region in REGIONS for time in TIMES}
    result = run("depth-profile", folder, "--no-figures", "-o", "out", *words)
    assert result.exit_code == 0, result.output
    [profile] = folder.parent.rglob("profile.csv")
    rows = list(csv.DictReader(profile.read_text("utf-8").splitlines()))
    assert [float(row["etch_time_s"]) for row in rows] == TIMES
    assert all(row["C_at_percent"] and row["O_at_percent"] for row in rows)


def test_companions_are_passed_over_by_name(run: Run, folder: Path) -> None:
    per_region(folder)
    (folder / "notes.txt").write_text("etched with argon, 1 keV")
    camera = Vgd(sides=((counted(X, 4),), (counted(Y, 3),)))
    (folder / "camera.VGD").write_bytes(camera.content())
    result = run("info", folder)
    assert result.exit_code == 0
    left_out = [line for line in result.stderr.splitlines() if "Left out: " in line]
    assert ["notes.txt" in "".join(left_out), "camera.VGD" in "".join(left_out)] == [
        True,
        True,
    ]


def test_numbers_that_nobody_can_read_are_no_companion(run: Run, folder: Path) -> None:
    per_region(folder)
    (folder / "al2p.txt").write_text("70 100\n71 120\n72 90\n73 80\n")
    result = run("info", folder)
    assert result.exit_code == 3
    assert "Failed: " in result.stderr


def test_copies_are_explained_and_a_point_can_be_fitted(run: Run, folder: Path) -> None:
    truth = region_truth("bare_li", "C 1s")
    for end in ("", "_0", "_1"):
        (folder / f"C1s Scan{end}.VGD").write_bytes(vgd(truth))
    for command in ("depth-profile", "fit"):
        text = the_error(run(command, folder))
        assert "at 3 positions (1, 2, 3)" in text
        assert "'C1s Scan.VGD' and 'C1s Scan_0.VGD' are copies" in text
        assert "no etch levels" in text
        assert "--position 1" in text
    result = run("fit", folder, "--position", "2", "--no-figures", "--json")
    assert result.exit_code == 0, result.output
    samples = {row["sample"] for row in json.loads(result.stdout)["components"]}
    assert samples == {"foil (position 2)"}
    assert "no etch levels" in the_error(
        run("depth-profile", folder, "--position", "2", "--force")
    )


class TestPlaces:
    def test_points_of_a_data_space_need_a_choice(self, run: Run, folder: Path) -> None:
        spots = (counted(POSITION, 3), counted(X, 3), counted(Y, 3))
        file = folder / "C1s Scan.VGD"
        file.write_bytes(vgd(region_truth("bare_li", "C 1s"), spots))
        assert "spectra at 3 positions (1, 2, 3)" in the_error(run("fit", file))
        result = run("fit", file, "--position", "3", "--no-figures", "--json")
        assert result.exit_code == 0, result.output
        rows = json.loads(result.stdout)["composition"]
        assert {row["sample"] for row in rows} == {"foil (position 3)"}
        text = the_error(run("fit", file, "--position", "4", "--force"))
        assert "'4'; known: 1, 2, 3" in text

    def test_a_profile_is_made_at_one_angle(self, run: Run, folder: Path) -> None:
        times = Axis(ETCH_TIME, 2, 0.0, 0.0, (0.0, 30.0), "Etch Time", "EtchTime")
        file = folder / "C1s Scan.VGD"
        truth = region_truth("bare_li", "C 1s")
        file.write_bytes(vgd(truth, (counted(ANGLE, 2, 20.0, 30.0),), (times,)))
        text = the_error(run("depth-profile", file))
        assert "at 2 angles (20, 50 deg), each with 2 etch levels" in text
        result = run("depth-profile", file, "--angle", "50", "--no-figures", "--json")
        assert result.exit_code == 0, result.output
        rows = json.loads(result.stdout)["fits"]
        assert [(row["sample"], row["etch_time_s"]) for row in rows] == [
            ("foil (50 deg)", 0.0),
            ("foil (50 deg)", 30.0),
        ]

    def test_angles_of_vamas_are_shown_and_name_the_results(
        self, run: Run, folder: Path
    ) -> None:
        truth = region_truth("bare_li", "C 1s")
        blocks = [a_block(truth, angle) for angle in (0, 30)]
        file = folder / "arxps.vms"
        file.write_text(vamas(*blocks, variable=("Angle", "degree")))
        shown = json.loads(run("info", file, "--json").stdout)
        assert [record["angle_deg"] for record in shown] == [0, 30]
        assert "angle" in run("info", file).stdout
        assert "--angle 0" in the_error(run("fit", file))
        assert "--angle 0" in the_error(run("depth-profile", file))
        result = run("fit", file, "--angle", "all", "--no-figures", "--json")
        samples = [row["sample"] for row in json.loads(result.stdout)["fits"]]
        assert samples == ["foil (0 deg)", "foil (30 deg)"]

    def test_a_sample_without_carbon_does_not_cost_the_other(
        self, run: Run, folder: Path
    ) -> None:
        good = [a_block(region_truth("bare_li", r)) for r in REGIONS]
        bad = a_block(region_truth("bare_li", "O 1s"), sample="no carbon")
        file = folder / "two.vms"
        file.write_text(vamas(*good, bad))
        result = run("fit", file, "--no-figures", "--json", "-o", "out")
        assert result.exit_code == 3
        assert result.stderr.startswith("Failed: no carbon, all regions: no C 1s")
        content = json.loads(result.stdout)
        assert {row["sample"] for row in content["fits"]} == {"foil"}
        assert content["failures"][0]["sample"] == "no carbon"
        record = json.loads(next(folder.parent.rglob("run.json")).read_text())
        assert record["failures"][0]["sample"] == "no carbon"
        only = run("fit", file, "--sample", "no carbon", "--no-figures")
        assert only.exit_code == 1


def test_a_table_for_several_inputs_is_wrong_usage(run: Run, folder: Path) -> None:
    a_table(folder)
    words = ("info", folder, folder, "--etch-times", folder / "times.csv")
    assert run(*words).exit_code == 2


def test_a_fault_in_the_table_is_one_sentence(run: Run, folder: Path) -> None:
    a_table(folder)
    table = folder / "times.csv"
    table.write_text("level,etch_time_s\n0,0\n1,x\n")
    text = the_error(run("depth-profile", folder, "--etch-times", table))
    assert "times.csv, line 3: expected an etch time" in text
