"""Every fact about real VAMAS files that three independent readers agreed upon."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from xpsfit.errors import FormatError
from xpsfit.readers import read
from xpsfit.readers.text_lines import TextLines
from xpsfit.readers.vamas_block import read_blocks
from xpsfit.readers.vamas_header import Header, read_header
from xpsfit.readers.vamas_lines import LineCursor

if TYPE_CHECKING:
    from xpsfit.readers.vamas_fields import Block
    from xpsfit.spectrum import Spectrum

REAL = Path(__file__).parents[4] / "shared" / "real"
NAMES = (
    "vamas_kratos_cheminfo/ARXPS.vms",
    "vamas_kratos_cheminfo/single_sample.vms",
    "vamas_kratos_map_xylib/mjr9_116a.vms",
    "vamas_lg4x/Mutlipak_vms.npl",
    "vamas_phi_etch_qnngroup/211216/103.1.itosa5ei_depth.vms",
    "vamas_specs_pynxtools/irregular.vms",
    "vamas_thermo_casaxps_khervefitting/Pt4f.vms",
)
MALFORMED = "vamas_omicron_feranick/1.vms"
NOT_SUPPLIED = 1e37
RELATIVE = 1e-9
SUM = 5e-7
"""Sums are given with six decimals."""
ENERGY_EV = 1e-6

pytestmark = pytest.mark.skipif(
    not (REAL / "facts.json").exists(),
    reason="the measured files are not distributed with the code",
)


@cache
def facts() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((REAL / "facts.json").read_text())["vamas"]
    return loaded


@cache
def spectra(name: str) -> tuple[Spectrum, ...]:
    return tuple(read(REAL / name))


@cache
def parsed(name: str) -> tuple[Header, tuple[Block, ...]]:
    lines = (REAL / name).read_bytes().decode().replace("\0", "").splitlines()
    start = next(index for index, line in enumerate(lines) if line.strip())
    assert start == facts()[name]["leading_blank"]
    cursor = LineCursor(TextLines.of(lines), REAL / name, at=start + 1)
    header = read_header(cursor)
    blocks = tuple(read_blocks(cursor, header))
    assert cursor.rest() == facts()[name]["term"]
    return header, blocks


def supplied(value: float) -> float | None:
    return None if value == NOT_SUPPLIED else value


def test_the_facts_cover_the_files_tested_here() -> None:
    assert set(facts()) == {*NAMES, MALFORMED}


@pytest.mark.parametrize("name", NAMES)
def test_the_header_is_as_the_facts_say(name: str) -> None:
    header, blocks = parsed(name)
    fact = facts()[name]
    assert (header.mode, header.scan_mode) == (fact["mode"], fact["scan"])
    assert len(blocks) == header.blocks == fact["blocks"] == len(spectra(name))
    assert [[label.name, label.unit] for label in header.variables] == fact["expvars"]
    assert (len(header.groups) == 40) == (fact["incl"] == 0)


@pytest.mark.parametrize("name", NAMES)
def test_the_fields_of_every_block_are_as_the_facts_say(name: str) -> None:
    for block, fact in zip(parsed(name)[1], facts()[name]["block"], strict=True):
        texts, numbers = block.texts, block.numbers
        assert (block.identifier, block.sample) == (fact["id"], fact["sample"])
        assert texts["technique"] == fact["tech"]
        assert (texts["species"], texts["transition"]) == (
            fact["species"],
            fact["transition"],
        )
        assert list(block.variables) == fact["ev"]
        assert [[label.name, label.unit] for label in block.columns] == fact["cv"]
        work_function = numbers["analyser work function field [eV], not used"]
        assert work_function == supplied(fact["wf"])
        if fact["absc"] is not None:
            assert [texts["abscissa label"], texts["abscissa unit"]] == fact["absc"][:2]
            assert numbers["abscissa start"] == fact["absc"][2]
            assert numbers["abscissa increment"] == fact["absc"][3]


@pytest.mark.parametrize("name", NAMES)
def test_the_columns_of_every_block_are_as_the_facts_say(name: str) -> None:
    for block, fact in zip(parsed(name)[1], facts()[name]["block"], strict=True):
        columns = block.ordinates
        assert columns.shape == (fact["N"], len(fact["cv"]))
        assert columns.max(axis=0) == pytest.approx(fact["ymax"], rel=RELATIVE)
        assert columns.sum(axis=0) == pytest.approx(fact["ysum"], rel=RELATIVE, abs=SUM)
        assert columns[0] == pytest.approx(fact["y0"], rel=RELATIVE)
        assert columns[-1] == pytest.approx(fact["ylast"], rel=RELATIVE)


@pytest.mark.parametrize("name", NAMES)
def test_every_spectrum_is_as_the_facts_say(name: str) -> None:
    for one, fact in zip(spectra(name), facts()[name]["block"], strict=True):
        assert one.sample == fact["sample"]
        assert one.photon_energy_ev == fact["hv"]
        assert one.pass_energy_ev == supplied(fact["PE"])
        assert (one.dwell_s, one.scans) == (fact["dwell"], fact["scans"])
        column = 0 if fact["absc"] else 1
        rate = fact["cv"][column][1] == "c/s"
        assert one.intensity_unit == ("counts_per_s" if rate else "counts")
        assert one.intensity.max() == pytest.approx(fact["ymax"][column], rel=RELATIVE)
        total = fact["ysum"][column]
        assert one.intensity.sum() == pytest.approx(total, rel=RELATIVE, abs=SUM)
        # All of these axes fall in binding energy, so the file's last point is first.
        assert one.intensity[0] == pytest.approx(fact["ylast"][column], rel=RELATIVE)
        assert one.intensity[-1] == pytest.approx(fact["y0"][column], rel=RELATIVE)
        if len(fact["cv"]) > column + 1:
            assert one.transmission is not None
            total = fact["ysum"][column + 1]
            assert one.transmission.sum() == pytest.approx(total, rel=RELATIVE, abs=SUM)
            last = fact["ylast"][column + 1]
            assert one.transmission[0] == pytest.approx(last, rel=RELATIVE)
        else:
            assert one.transmission is None


@pytest.mark.parametrize("name", NAMES)
def test_the_energies_are_as_the_facts_say(name: str) -> None:
    for one, fact in zip(spectra(name), facts()[name]["block"], strict=True):
        assert one.binding_energy_ev.size == fact["N"]
        if fact["absc"] is None:
            first, last = fact["hv"] - fact["y0"][0], fact["hv"] - fact["ylast"][0]
        else:
            label, _, start, step = fact["absc"]
            first, last = start, start + step * (fact["N"] - 1)
            if "inetic" in label:
                first, last = fact["hv"] - first, fact["hv"] - last
        assert one.binding_energy_ev[-1] == pytest.approx(first, abs=ENERGY_EV)
        assert one.binding_energy_ev[0] == pytest.approx(last, abs=ENERGY_EV)
        steps = np.diff(one.binding_energy_ev)
        even = (first - last) / (fact["N"] - 1)
        assert steps == pytest.approx(np.full(fact["N"] - 1, even), abs=ENERGY_EV)


def test_the_published_windows_of_the_depth_profile_come_out() -> None:
    # The instrument's own comment lines: SpectralRegDefFull 456 to 436 eV for In3d5.
    levels = spectra("vamas_phi_etch_qnngroup/211216/103.1.itosa5ei_depth.vms")
    windows = {
        "In 3d5/2": (436.0, 456.0),
        "Sn 3d": (479.0, 499.0),
        "O 1s": (520.0, 540.0),
        "C 1s": (275.0, 295.0),
    }
    assert list(dict.fromkeys(one.region for one in levels)) == list(windows)
    for region, (low, high) in windows.items():
        found = [one for one in levels if one.region == region]
        times = [one.etch_time_s for one in found]
        assert times == [60.0 * level for level in range(31)]
        for one in found:
            assert one.binding_energy_ev[0] == pytest.approx(low, abs=ENERGY_EV)
            assert one.binding_energy_ev[-1] == pytest.approx(high, abs=ENERGY_EV)


def test_an_etch_time_of_zero_everywhere_makes_no_series() -> None:
    found = spectra("vamas_kratos_map_xylib/mjr9_116a.vms")
    assert {one.etch_time_s for one in found} == {None}
    assert found[0].metadata["experimental variable: Etch Time [s]"] == "0"
    assert [one.region for one in found] == [
        "Wide",
        "Wide",
        "O 1s",
        "N 1s",
        "C 1s",
        "S 2p",
        "Au 4f",
    ]


def test_angles_are_told_apart_and_are_not_levels() -> None:
    found = spectra("vamas_kratos_cheminfo/ARXPS.vms")
    angles = [one.metadata["experimental variable: Angle [degree]"] for one in found]
    assert angles == [angle for angle in ("0", "40", "55", "63", "70") for _ in "OCA"]
    assert {one.etch_time_s for one in found} == {None}


def test_ultraviolet_blocks_use_their_own_photon_energy() -> None:
    found = spectra("vamas_kratos_cheminfo/single_sample.vms")
    valence = next(one for one in found if "VBM" in one.region)
    assert valence.photon_energy_ev == 21.22
    assert valence.binding_energy_ev[-1] == pytest.approx(6.0, abs=ENERGY_EV)


def test_a_missing_line_is_named_and_nothing_shifts_silently() -> None:
    with pytest.raises(FormatError, match="block comment lines, found 'XPS'") as caught:
        read(REAL / MALFORMED)
    assert caught.value.line == 26


def test_with_the_line_put_in_the_missing_blocks_are_noticed() -> None:
    lines = (REAL / MALFORMED).read_text().splitlines()
    lines.insert(17, "")
    cursor = LineCursor(TextLines.of(lines), REAL / MALFORMED, at=1)
    header = read_header(cursor)
    with pytest.raises(FormatError, match="block 3 of 7, found 'end of experiment'"):
        read_blocks(cursor, header)
