"""The sample spectra are what their script, their truth and their README say."""

from __future__ import annotations

import ast
import csv
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sample_spectra.forward import RegionTruth, profile_truth, region_truth
from sample_spectra.truth_tables import PROFILE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "sample_spectra"
FAMILY_FOLDERS = {"matched": FOLDER, "voigt": FOLDER / "voigt"}
REGIONS = ("C 1s", "O 1s", "Al 2p", "Li 1s")

# Four of the nineteen rows printed in the design of the benchmark, version 1.
PRINTED_PROFILE = {
    0: (73.26, 11.81, 3.99, 10.94, 0.5853, 0.201, 0.2137, 0.081, 0.8245, 0.0685, 0.026),
    6: (
        62.41,
        1.44,
        18.91,
        17.24,
        0.8473,
        0.0672,
        0.0855,
        0.4179,
        0.5756,
        0.0055,
        0.0011,
    ),
    9: (
        47.12,
        1.22,
        12.67,
        38.99,
        0.3039,
        0.2867,
        0.4094,
        0.7725,
        0.2222,
        0.0044,
        0.0009,
    ),
    18: (37.64, 0.73, 19.08, 42.55, 0.0, 0.639, 0.361, 0.7676, 0.2324, 0.0, 0.0),
}


@dataclass(frozen=True)
class Block:
    """One spectrum of a VAMAS file as read by position in the list of its lines."""

    sample: str
    region: str
    etch_time_s: float | None
    binding_energy_ev: np.ndarray[Any, np.dtype[np.float64]]
    counts: np.ndarray[Any, np.dtype[np.int64]]
    dwell_s: float
    scans: int


def read_blocks(path: Path) -> list[Block]:
    """Read a file in the one layout the script writes; not a reader of VAMAS."""
    lines = iter(path.read_bytes().decode("ascii").split("\r\n"))

    def take(count: int) -> list[str]:
        return list(islice(lines, count))

    take(5)
    take(int(next(lines)))
    assert take(2) == ["NORM", "REGULAR"]
    next(lines)
    variables = int(next(lines))
    assert take(2 * variables) == ["Etch Time", "s"][: 2 * variables]
    assert take(4) == ["0"] * 4
    blocks = [read_block(take, variables) for _ in range(int(next(lines)))]
    assert list(lines) == ["end of experiment", ""]
    return blocks


def read_block(take: Callable[[int], list[str]], variables: int) -> Block:
    sample = take(2)[1]
    take(7)
    take(int(take(1)[0]))
    assert take(1) == ["XPS"]
    times = [float(value) for value in take(variables)]
    hv_ev = float(take(7)[1])
    assert take(2) == ["FAT", "50"]
    take(7)
    species, transition, charge = take(3)
    assert charge == "-1"
    assert take(2) == ["kinetic energy", "eV"]
    start_ev, step_ev = map(float, take(2))
    assert take(4) == ["1", "counts", "d", "pulse counting"]
    dwell_s, scans, dead_time_s = take(3)
    assert [dead_time_s, *take(4)] == ["0"] * 5
    points, lowest, highest = map(int, take(3))
    counts = np.array(take(points), dtype=np.int64)
    assert (counts.min(), counts.max()) == (lowest, highest)
    return Block(
        sample=sample,
        region=f"{species} {transition}",
        etch_time_s=times[0] if times else None,
        binding_energy_ev=np.asarray(hv_ev - start_ev - step_ev * np.arange(points)),
        counts=counts,
        dwell_s=float(dwell_s),
        scans=int(scans),
    )


@cache
def truths(family: str) -> tuple[RegionTruth, ...]:
    surface = [
        region_truth(sample, region, family)
        for sample in ("bare_li", "tma_5s", "tma_20s", "li_al_reference")
        for region in REGIONS
    ]
    profile = [
        profile_truth(level, region, family)
        for region in REGIONS
        for level in range(19)
    ]
    return (*surface, *profile)


def files_of(family: str) -> list[Path]:
    folder = FAMILY_FOLDERS[family]
    return [*folder.glob("*.vms"), *(folder / "tma_20s_profile").glob("*.vms")]


def table(name: str) -> list[dict[str, str]]:
    text = (FOLDER / "truth" / name).read_text(encoding="ascii")
    return list(csv.DictReader(text.splitlines()))


def test_the_committed_files_are_what_the_script_writes(tmp_path: Path) -> None:
    command = [sys.executable, str(FOLDER / "make.py"), "--out", str(tmp_path)]
    subprocess.run(command, check=True, cwd=tmp_path, capture_output=True)
    fresh = {p.relative_to(tmp_path): p for p in tmp_path.rglob("*") if p.is_file()}
    kept = {
        p.relative_to(FOLDER)
        for p in FOLDER.rglob("*")
        if p.suffix in {".vms", ".csv"} and p.is_file()
    }
    assert set(fresh) == kept
    assert len(fresh) == 20
    for name, path in fresh.items():
        assert path.read_bytes() == (FOLDER / name).read_bytes(), name


def test_the_script_imports_nothing_that_the_spectra_are_meant_to_test() -> None:
    scripts = list(FOLDER.rglob("*.py"))
    assert len(scripts) == 8
    allowed = {"numpy", "scipy", "sample_spectra", *sys.stdlib_module_names}
    for script in scripts:
        for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found = {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found = {(node.module or "").split(".")[0]}
            else:
                continue
            assert found <= allowed, script.name
        for word in ("importlib", "__import__", "exec(", "eval("):
            assert word not in script.read_text(encoding="utf-8"), script.name


@pytest.mark.parametrize("family", ["matched", "voigt"])
def test_files_hold_every_region_once_with_its_own_window(family: str) -> None:
    windows = {"C 1s": (279, 295), "O 1s": (524, 540)}
    windows |= {"Al 2p": (65, 82), "Li 1s": (48, 64)}
    seen = [
        (block.sample, block.region, block.etch_time_s)
        for path in files_of(family)
        for block in read_blocks(path)
    ]
    expected = {(t.sample, t.region, t.etch_time_s) for t in truths(family)}
    assert len(seen) == len(expected) == 16 + 4 * 19
    assert set(seen) == expected
    for path in files_of(family):
        for block in read_blocks(path):
            high_to_low = block.binding_energy_ev
            assert (high_to_low[-1], high_to_low[0]) == pytest.approx(
                windows[block.region], abs=1e-9
            )
            assert np.diff(high_to_low) == pytest.approx(-0.1, abs=1e-9)


@pytest.mark.parametrize("family", ["matched", "voigt"])
def test_counts_in_the_files_scatter_about_the_truth_as_poisson_says(
    family: str,
) -> None:
    truth_of = {(t.sample, t.region, t.etch_time_s): t for t in truths(family)}
    total, points = 0.0, 0
    for path in files_of(family):
        for block in read_blocks(path):
            truth = truth_of[block.sample, block.region, block.etch_time_s]
            assert (block.dwell_s, block.scans) == (truth.dwell_s, truth.scans)
            expected = truth.expected_cps[::-1] * block.dwell_s * block.scans
            chi_square = float(((block.counts - expected) ** 2 / expected).sum())
            spread = (2 * expected.size) ** 0.5
            assert abs(chi_square - expected.size) < 5 * spread, block
            total, points = total + chi_square, points + expected.size
    assert abs(total - points) < 4 * (2 * points) ** 0.5


def test_the_composition_table_sums_to_a_hundred_and_matches_the_design() -> None:
    totals: dict[tuple[str, str, str], float] = {}
    percent: dict[tuple[str, str], list[float]] = {}
    for row in table("composition.csv"):
        key = row["family"], row["sample"], row["etch_time_s"]
        value = float(row["atomic_percent"])
        totals[key] = totals.get(key, 0.0) + value
        if row["etch_time_s"] == "" and row["family"] == "matched":
            percent.setdefault((row["family"], row["sample"]), []).append(value)
    assert len(totals) == 2 * (4 + 19)
    assert list(totals.values()) == pytest.approx([100.0] * len(totals), abs=1e-5)
    # C, O, Al, Li as printed in the design of the benchmark.
    assert percent["matched", "bare_li"] == pytest.approx(
        [36.8, 33.8, 0, 29.3], abs=0.05
    )
    assert percent["matched", "tma_5s"] == pytest.approx(
        [58.6, 18.3, 5.9, 17.2], abs=0.05
    )
    assert percent["matched", "li_al_reference"] == pytest.approx(
        [5.0, 2.3, 48.0, 44.7], abs=0.05
    )


def test_region_areas_and_composition_tell_the_same_story() -> None:
    factors = {"C": 1.0, "O": 2.93, "Al": 0.5371, "Li": 0.0568}
    references = {"C": 284.8, "O": 531.0, "Al": 73.0, "Li": 55.0}
    areas: dict[tuple[str, ...], dict[str, float]] = {}
    for row in table("components.csv"):
        element = row["region"].split()[0]
        by_element = areas.setdefault(
            (row["family"], row["sample"], row["etch_time_s"]), {}
        )
        by_element[element] = by_element.get(element, 0) + float(row["area_cps_ev"])
    for row in table("composition.csv"):
        by_element = areas[row["family"], row["sample"], row["etch_time_s"]]
        atoms = {
            e: a / factors[e] / (1486.69 - references[e]) ** 0.6
            for e, a in by_element.items()
        }
        percent = 100.0 * atoms[row["element"]] / sum(atoms.values())
        assert percent == pytest.approx(float(row["atomic_percent"]), abs=1e-3)


def test_the_profile_table_reproduces_the_printed_truth() -> None:
    rows = table("profile.csv")
    assert tuple(rows[0]) == PROFILE_COLUMNS
    for level, printed in PRINTED_PROFILE.items():
        made = [float(value) for value in rows[level].values()][2:]
        assert made[:4] == pytest.approx(printed[:4], abs=0.00501)
        assert made[4:] == pytest.approx(printed[4:], abs=0.0000501)


def test_positions_are_nominal_plus_shift_plus_jitter() -> None:
    shifts = {"bare_li": 0.62, "tma_5s": 0.31, "tma_20s": 0.18, "li_al_reference": 0.0}
    jitters = set()
    for row in table("components.csv"):
        shift_ev, jitter_ev = float(row["charge_shift_ev"]), float(row["jitter_ev"])
        moved_ev = float(row["center_ev_measured"]) - float(row["center_ev"])
        assert moved_ev == pytest.approx(shift_ev + jitter_ev, abs=1e-6)
        if row["etch_time_s"]:
            planned = 0.18 * np.exp(-float(row["etch_time_s"]) / 400.0) - 0.05
        else:
            planned = shifts[row["sample"]]
        assert shift_ev == pytest.approx(planned, abs=1e-6)
        spectrum = row["family"], row["sample"], row["etch_time_s"], row["region"]
        jitters.add((spectrum, jitter_ev))
    values = np.array([jitter_ev for _, jitter_ev in jitters])
    assert values.size == 184
    # 0.03 eV within four standard errors of a standard deviation and of a mean.
    assert np.std(values) == pytest.approx(0.03, abs=4 * 0.03 / (2 * 184) ** 0.5)
    assert np.mean(values) == pytest.approx(0.0, abs=4 * 0.03 / 184**0.5)
