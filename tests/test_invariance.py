"""The same measurement, written differently, gives the same result."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sample_spectra.forward import file_counts, region_truth
from tests.vamas_writer import Block, File
from xpsfit.analysis import analyze
from xpsfit.readers import read
from xpsfit.writers.tables import components_table, composition_table

if TYPE_CHECKING:
    from pathlib import Path

    from sample_spectra.forward import RegionTruth

REGIONS = ("C 1s", "O 1s", "Al 2p", "Li 1s")
PHOTON_ENERGY_EV = 1486.69


def kinetic_ascending(truth: RegionTruth) -> Block:
    element, level = truth.region.split()
    start = round(PHOTON_ENERGY_EV - float(truth.energy_ev[-1]), 6)
    return Block(
        identifier=truth.region,
        sample="one sample",
        photon_energy=PHOTON_ENERGY_EV,
        species=element,
        transition=level,
        dwell=truth.dwell_s,
        scans=truth.scans,
        abscissa=("Kinetic Energy", "eV", start, 0.1),
        rows=[(int(n),) for n in file_counts(truth)[::-1]],
    )


def kinetic_descending(truth: RegionTruth) -> Block:
    block = kinetic_ascending(truth)
    start = round(PHOTON_ENERGY_EV - float(truth.energy_ev[0]), 6)
    return replace(
        block,
        abscissa=("Kinetic Energy", "eV", start, -0.1),
        rows=list(block.rows)[::-1],
    )


def binding_descending(truth: RegionTruth) -> Block:
    start = round(float(truth.energy_ev[-1]), 6)
    return replace(
        kinetic_ascending(truth), abscissa=("Binding Energy", "eV", start, -0.1)
    )


def binding_ascending(truth: RegionTruth) -> Block:
    block = kinetic_ascending(truth)
    start = round(float(truth.energy_ev[0]), 6)
    return replace(
        block,
        abscissa=("Binding Energy", "eV", start, 0.1),
        rows=list(block.rows)[::-1],
    )


def in_rates(truth: RegionTruth) -> Block:
    time = truth.dwell_s * truth.scans
    rows = [(repr(int(n) / time),) for n in file_counts(truth)[::-1]]
    return replace(kinetic_ascending(truth), columns=(("Intensity", "c/s"),), rows=rows)


WAYS = {
    "kinetic, descending": kinetic_descending,
    "binding, descending": binding_descending,
    "binding, ascending": binding_ascending,
    "counts per second": in_rates,
}


def numbers(path: Path) -> list[float]:
    results = analyze(read(path))
    return [
        cell
        for table in (components_table(results), composition_table(results))
        for row in table.rows
        for cell in row
        if isinstance(cell, float)
    ]


def written(tmp_path: Path, blocks: list[Block]) -> Path:
    path = tmp_path / "spectrum.vms"
    path.write_text(File(blocks=blocks).text(), encoding="ascii")
    return path


@pytest.mark.parametrize("way", WAYS)
def test_results_agree_to_nine_digits(way: str, tmp_path: Path) -> None:
    truths = [region_truth("tma_5s", region) for region in REGIONS]
    reference = numbers(written(tmp_path, [kinetic_ascending(t) for t in truths]))
    found = numbers(written(tmp_path, [WAYS[way](t) for t in truths]))
    assert len(found) == len(reference) > 100
    np.testing.assert_allclose(found, reference, rtol=1e-9, atol=1e-9)


def test_the_order_of_regions_does_not_matter(tmp_path: Path) -> None:
    blocks = [kinetic_ascending(region_truth("tma_5s", region)) for region in REGIONS]
    one = numbers(written(tmp_path, blocks))
    two = numbers(written(tmp_path, blocks[::-1]))
    np.testing.assert_allclose(sorted(two), sorted(one), rtol=1e-9, atol=1e-9)


def test_the_same_analysis_twice_gives_the_same_digits(tmp_path: Path) -> None:
    blocks = [kinetic_ascending(region_truth("bare_li", region)) for region in REGIONS]
    path = written(tmp_path, blocks)
    assert numbers(path) == numbers(path)
