"""The same counts give the same numbers, whichever file they come in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sample_spectra import design
from sample_spectra.forward import file_counts, profile_truth, region_truth
from sample_spectra.vamas_out import vamas_text
from tests.avg_writer import Dump, energy, etching

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sample_spectra.forward import RegionTruth
    from tests.cli.running import Run

LEVELS = (0, 7, 13)
IN_FILES = {"file", "files", "format", "block", "metadata", "methods", "warnings"}
"""What a file may say in its own words; everything else has to be equal."""
# The check of what is recorded: the formats do not record the same.
IN_WORDS = "R56"


def dumped(truths: Sequence[RegionTruth]) -> Dump:
    """Return the dump of one core level, with all its etch levels."""
    first = truths[0]
    axis = energy(
        first.energy_ev.size,
        round(design.PHOTON_ENERGY_EV - float(first.energy_ev[-1]), 2),
        design.STEP_EV,
    )
    times = [t.etch_time_s for t in truths if t.etch_time_s is not None]
    # Avantage keeps the photon energy in four bytes: 1486.689941 for 1486.69 eV.
    photon_energy = float(np.float32(design.PHOTON_ENERGY_EV))
    return Dump(
        [file_counts(truth)[::-1].tolist() for truth in truths],
        ((axis,), etching(times)) if times else ((axis,),),
        folder=f"..\\{first.sample}",
        properties={
            "DS_EXT_SUPROPID_TITLE": (
                "VT_BSTR",
                f"{first.region.replace(' ', '')} Scan",
            ),
            "DS_SOPROPID_ENERGY": ("VT_R4", photon_energy),
            "DS_ACPROPID_ACQ_TIME": ("VT_R4", first.dwell_s),
            "DS_ACPROPID_PERIODS": ("VT_I4", first.scans),
            "DS_ANPROPID_PASS": ("VT_R4", float(design.PASS_ENERGY_EV)),
        },
    )


def write(
    folder: Path, by_region: Sequence[Sequence[RegionTruth]]
) -> tuple[Path, Path]:
    """Return two folders with the same counts, a file for each core level."""
    both = folder / "vamas", folder / "dumps"
    for one in both:
        one.mkdir()
    for number, truths in enumerate(by_region):
        name = f"{number} {truths[0].region}"
        (both[0] / f"{name}.vms").write_text(vamas_text(truths), "latin-1")
        (both[1] / f"{name}.avg").write_bytes(dumped(truths).bytes())
    return both


def leaves(found: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Return every number and word of a JSON document with its place."""
    if isinstance(found, dict):
        if found.get("check") == IN_WORDS:
            return
        for key, value in found.items():
            if key not in IN_FILES:
                yield from leaves(value, f"{path}.{key}")
    elif isinstance(found, list):
        for index, value in enumerate(found):
            yield from leaves(value, f"{path}[{index}]")
    else:
        yield path, found


def assert_the_same(run: Run, command: Sequence[str], both: tuple[Path, Path]) -> None:
    results = [run(*command, folder, "--json") for folder in both]
    for result in results:
        assert result.exit_code == 0, result.output
    theirs, ours = (dict(leaves(json.loads(result.stdout))) for result in results)
    assert ours.keys() == theirs.keys()
    assert sum(isinstance(value, float) for value in theirs.values()) > 50
    for path, value in theirs.items():
        if isinstance(value, float):
            assert ours[path] == pytest.approx(value, rel=1e-9, abs=1e-12), path
        else:
            assert ours[path] == value, path


@pytest.fixture
def surface(tmp_path: Path) -> tuple[Path, Path]:
    regions = list(design.REGIONS)
    return write(tmp_path, [[region_truth("bare_li", name)] for name in regions])


@pytest.fixture
def profile(tmp_path: Path) -> tuple[Path, Path]:
    return write(
        tmp_path,
        [[profile_truth(level, name) for level in LEVELS] for name in design.REGIONS],
    )


def test_a_fit_of_dumps_is_that_of_vamas_files(
    run: Run, surface: tuple[Path, Path]
) -> None:
    assert_the_same(run, ["fit", "--no-figures"], surface)


def test_a_depth_profile_of_dumps_is_that_of_vamas_files(
    run: Run, profile: tuple[Path, Path]
) -> None:
    assert_the_same(run, ["depth-profile", "--no-figures"], profile)


def test_info_shows_the_same_measurement(run: Run, profile: tuple[Path, Path]) -> None:
    assert_the_same(run, ["info"], profile)
    spectra = json.loads(run("info", profile[1], "--json").stdout)
    assert len(spectra) == len(LEVELS) * len(design.REGIONS)
    assert {one["format"] for one in spectra} == {"avg"}
