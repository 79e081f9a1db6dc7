"""Differences and ratios between samples against dense fits of the tests' own."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

import h5py
import numpy as np
import pytest

from tests.xpsfit.fit.dense_samples import LEVELS, Dense, dense_fit, tied_model
from tests.xpsfit.fit.joint_cases import a_level
from tests.xpsfit.fit.test_joint_between import LINKS, START, by_hand
from xpsfit.analysis import analyze
from xpsfit.fit.joint_parts import Member
from xpsfit.model import builtin_model
from xpsfit.readers.result_h5 import read_results
from xpsfit.samples_together import share_quantities
from xpsfit.settings import Settings
from xpsfit.writers import make_record, write_results
from xpsfit.writers.table import tables_as_json
from xpsfit.writers.tables_between import between_table

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.joint_result import BetweenSamples, JointFit
    from xpsfit.results import Composition, SampleResult

MODEL = tied_model(*LINKS)
SETTINGS = Settings(model=MODEL, keep=("all",))
# A core level that no model describes: it is integrated.
FLUORINE = {"F": (4000.0, 685.0, 1.5)}
QUANTITIES = ("area_cps_ev", "center_ev", "fwhm_ev")
Row = dict[str, str | float | None]


@pytest.fixture(scope="module")
def samples() -> list[SampleResult]:
    """Return two samples; the second has twice the carbonate, and charges by 0.4 eV."""
    more = {level: dict(peaks) for level, peaks in LEVELS.items()}
    for peaks in more.values():
        area, center, width = peaks["CO3"]
        peaks["CO3"] = (2.0 * area, center, width)
    found: list[SampleResult] = []
    for name, levels, shift_ev, seed in (
        ("one", LEVELS, 0.0, 3),
        ("two", more, 0.4, 4),
    ):
        spectra = [
            replace(a_level(region, peaks, shift_ev, seed), sample=name)
            for region, peaks in {**levels, "F 1s": FLUORINE}.items()
        ]
        found += analyze(spectra, SETTINGS)
    return share_quantities(found, SETTINGS)


@pytest.fixture(scope="module")
def rows(samples: list[SampleResult]) -> list[Row]:
    return tables_as_json([between_table(samples)])["between_samples"]


@pytest.fixture(scope="module")
def dense(samples: list[SampleResult]) -> Dense:
    data = [
        Member(fit, 0.0, sample=result.sample)
        for result in samples
        for fit in result.levels[0].fits
    ]
    return dense_fit(data, by_hand, START)


def joint_of(result: SampleResult) -> JointFit:
    joint = result.levels[0].joint
    assert joint is not None
    return joint


def between_of(result: SampleResult) -> BetweenSamples:
    between = joint_of(result).between
    assert between is not None
    return between


def composition_of(result: SampleResult) -> Composition:
    composition = result.levels[0].composition
    assert composition is not None
    return composition


def row_of(rows: list[Row], sample: str, region: str, name: str, what: str) -> Row:
    keys = (sample, region, name, what)
    names = ("sample", "region", "component", "quantity")
    (found,) = [row for row in rows if tuple(row[n] for n in names) == keys]
    return found


@pytest.mark.parametrize("region", LEVELS)
@pytest.mark.parametrize("quantity", ["area_cps_ev", "fwhm_ev"])
def test_errors_of_differences_and_ratios_are_those_of_a_dense_fit(
    rows: list[Row], dense: Dense, region: str, quantity: str
) -> None:
    place = QUANTITIES.index(quantity)
    for name in LEVELS[region]:
        one, two = ("one", region, name), ("two", region, name)
        a, b = dense.lines[one][place], dense.lines[two][place]
        var_a, var_b = (dense.between(k, k, place) for k in (one, two))
        cov = dense.between(one, two, place)
        found = row_of(rows, "one", region, name, quantity)
        assert found["other_sample"] == "two"
        assert found["difference"] == pytest.approx(a - b, rel=1e-5, abs=1e-9)
        expected = np.sqrt(max(var_a + var_b - 2.0 * cov, 0.0))
        stated = found["difference_stderr"]
        if (region, name, quantity) == ("C 1s", "C-C", "fwhm_ev"):
            # One and the same in both.
            assert stated == found["difference"] == 0.0
            assert found["ratio"] == 1.0
            continue
        assert stated == pytest.approx(expected, rel=1e-3, abs=1e-6 * abs(a))
        ratio = np.sqrt(max(var_a - 2 * a / b * cov + (a / b) ** 2 * var_b, 0.0)) / b
        assert found["ratio"] == pytest.approx(a / b, rel=1e-5)
        assert found["ratio_stderr"] == pytest.approx(ratio, rel=1e-3, abs=1e-6)


def test_what_is_tied_has_a_difference_without_error(rows: list[Row]) -> None:
    carbonate = row_of(rows, "one", "O 1s", "CO3", "center_ev")
    assert carbonate["difference"] == pytest.approx(-0.02, abs=1e-9)
    assert carbonate["difference_stderr"] == 0.0
    area = row_of(rows, "two", "O 1s", "Li2O", "area_cps_ev")
    assert area["ratio"] == pytest.approx(1.1, abs=1e-9)
    assert area["ratio_stderr"] == 0.0
    assert area["difference_stderr"] == pytest.approx(
        0.1 * float(area["other_stderr"] or 0.0), rel=1e-6
    )


def test_positions_are_counted_from_the_line_of_each_sample(
    samples: list[SampleResult], rows: list[Row], dense: Dense
) -> None:
    line, carbonate = ("one", "C 1s", "C-C"), ("one", "C 1s", "CO3")
    found = row_of(rows, "one", "C 1s", "CO3", "center_ev")
    value = dense.lines[carbonate][1] - dense.lines[line][1] + 284.8
    assert found["value"] == pytest.approx(value, abs=1e-6)
    variance = dense.between(line, line, 1) + dense.between(carbonate, carbonate, 1)
    variance -= 2.0 * dense.between(line, carbonate, 1)
    assert found["stderr"] == pytest.approx(np.sqrt(variance), rel=1e-3)
    level = samples[0].levels[0]
    shown = level.fits[0].component("CO3").center_ev + level.charge.shift_ev
    assert found["value"] == pytest.approx(shown, abs=1e-9)
    assert not any(
        r["component"] == "C-C" and r["quantity"] == "center_ev" for r in rows
    )


def percent_slopes(result: SampleResult, dense: Dense, region: str) -> FloatArray:
    """Return at% of a region by all dense numbers, by finite differences."""
    elements = composition_of(result).elements
    divisor = {
        e.region: e.sensitivity_factor * e.transmission * e.energy_factor
        for e in elements
    }
    fluorine = next(e.area_cps_ev for e in elements if e.region == "F 1s")
    areas = np.array([line[0] for line in dense.lines.values()])

    def percent(values: FloatArray) -> float:
        amounts = {"F 1s": fluorine / divisor["F 1s"]}
        for (sample, level, _), area in zip(dense.lines, values, strict=True):
            if sample == result.sample:
                amounts[level] = amounts.get(level, 0.0) + area / divisor[level]
        return 100.0 * float(amounts[region]) / float(sum(amounts.values()))

    slopes = np.zeros(3 * areas.size)
    for i in range(areas.size):
        step = np.zeros(areas.size)
        step[i] = 1.0
        slopes[3 * i] = (percent(areas + step) - percent(areas - step)) / 2.0
    return slopes


def test_amounts_of_two_samples_vary_together_as_the_dense_fit_says(
    samples: list[SampleResult], rows: list[Row], dense: Dense
) -> None:
    for region in LEVELS:
        slopes = [percent_slopes(result, dense, region) for result in samples]
        together = float(slopes[0] @ dense.covariance @ slopes[1])
        found = row_of(rows, "one", region, "", "atomic_percent")
        one, two = (float(found[k] or 0.0) for k in ("stderr", "other_stderr"))
        # What fluorine adds is in the errors of each, and common to neither.
        difference = one**2 + two**2 - 2.0 * together
        assert float(found["difference_stderr"] or 0.0) ** 2 == pytest.approx(
            difference, rel=1e-3
        )
        assert together != 0.0


def test_errors_of_amounts_are_those_of_the_composition(
    samples: list[SampleResult], rows: list[Row]
) -> None:
    for result in samples:
        composition = composition_of(result)
        for element in composition.elements:
            row = row_of(rows, result.sample, element.region, "", "atomic_percent")
            assert row["value"] == pytest.approx(element.atomic_percent)
            assert row["stderr"] == pytest.approx(element.atomic_percent_stderr)
        for state in composition.states:
            where = (state.region, state.component, "atomic_percent")
            row = row_of(rows, result.sample, *where)
            assert row["stderr"] == pytest.approx(state.atomic_percent_stderr)


def test_the_rows_of_all_samples_make_one_symmetric_covariance(
    samples: list[SampleResult],
) -> None:
    one, two = map(between_of, samples)
    assert one.quantities == two.quantities
    whole = np.zeros((len(one.quantities), len(one.quantities)))
    for between in (one, two):
        whole[list(between.own)] = between.covariance
    assert whole == pytest.approx(whole.T, rel=1e-9)
    stated = np.array([q.stderr for q in one.quantities])
    assert np.sqrt(np.diag(whole)) == pytest.approx(stated)
    correlation = whole / np.outer(stated, stated)
    assert np.linalg.eigvalsh(correlation).min() > -1e-8


def test_it_is_written_and_read_back(
    samples: list[SampleResult], tmp_path: Path
) -> None:
    record = make_record(["tests"], [], SETTINGS, samples[:1])
    folder = tmp_path / "one.xpsfit"
    write_results(folder, samples[:1], record, figures=None)
    (again,) = read_results(folder)
    was, now = between_of(samples[0]), between_of(again)
    assert now.quantities == was.quantities
    assert np.array_equal(now.covariance, was.covariance)
    with h5py.File(folder / "result.h5") as file:
        group = file["samples/00/levels/000/joint/between"]
        assert group["covariance"].shape == (len(was.own), len(was.quantities))
        names = [text.decode() for text in group["quantities"]["sample"]]
        assert names.count("one") == len(was.own)
    text = (folder / "between_samples.csv").read_text("utf-8")
    listed = list(csv.DictReader(text.splitlines()))
    assert {row["other_sample"] for row in listed} == {"two"}


def test_a_single_sample_has_no_table_of_differences() -> None:
    spectra = [a_level(region, peaks, 0.0, 3) for region, peaks in LEVELS.items()]
    settings = Settings(model=builtin_model("li-tma-species"))
    (result,) = analyze(spectra, settings)
    assert between_table([result]).rows == ()
