"""`result.h5` is NeXus: viewers draw it, and the validator of NXxps finds it whole."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import h5py
import numpy as np
import pytest

from tests.builders import a_series, a_surface
from xpsfit.readers.result_h5 import read_results
from xpsfit.settings import Settings
from xpsfit.writers import make_record
from xpsfit.writers.result_h5 import write_result_h5

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from xpsfit.fit.result import FitResult
    from xpsfit.results import SampleResult

SERIES = a_series(3, missing=[(1, "Al 2p")])
SURFACE = a_surface("bare Li")
VALIDATOR = os.environ.get("XPSFIT_VALIDATE_NEXUS") or shutil.which("validate_nexus")
# What the definition wants and no measurement of ours states.
UNKNOWN = ("collectioncolumn/scheme", "energydispersion/scheme", "start_time")


def write(path: Path, results: Sequence[SampleResult]) -> Path:
    record = make_record(["xpsfit", "fit"], [], Settings(), results)
    write_result_h5(path, results, record)
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("nx") / "result.h5", [SERIES, SURFACE])


@pytest.fixture(scope="module")
def file(path: Path) -> Iterator[Any]:
    with h5py.File(path, "r") as opened:
        yield opened


def default_plot(file: Any) -> Any:
    group = file
    while "default" in group.attrs:
        group = group[group.attrs["default"]]
    return group


def test_a_viewer_opens_the_composition_of_a_series_against_depth(file: Any) -> None:
    plot = default_plot(file)

    assert plot.attrs["NX_class"] == "NXdata"
    assert list(plot.attrs["axes"]) == ["depth"]
    assert plot["depth"].attrs["units"] == "nm"
    np.testing.assert_array_equal(plot["depth"], [v.depth_nm for v in SERIES.levels])
    signals = [plot.attrs["signal"], *plot.attrs["auxiliary_signals"]]
    for level_index, level in enumerate(SERIES.levels):
        assert level.composition is not None
        stored = {
            plot[name].attrs["long_name"].split()[0]: plot[name][level_index]
            for name in signals
        }
        for row in level.composition.elements:
            assert stored[row.element] == row.atomic_percent


def test_what_is_below_detection_has_its_limit_beside_it(tmp_path: Path) -> None:
    *whole, last = a_series(3).levels
    assert last.composition is not None
    *others, final = last.composition.elements
    gone = replace(final, detected=False, atomic_percent_upper_95=0.7)
    composition = replace(last.composition, elements=(*others, gone))
    series = replace(SERIES, levels=(*whole, replace(last, composition=composition)))
    with h5py.File(write(tmp_path / "result.h5", [series]), "r") as file:
        plot = default_plot(file)
        limits = [name for name in plot if name.endswith("_upper_limit")]
        (name,) = limits
        assert plot[name].attrs["long_name"].startswith(f"{gone.element},")
        np.testing.assert_array_equal(plot[name], [np.nan, np.nan, 0.7])


def test_a_viewer_opens_the_first_fit_of_a_surface(file: Any) -> None:
    plot = default_plot(file["entry_01"])
    fit = SURFACE.levels[0].fits[0]

    assert plot[plot.attrs["signal"]].attrs["units"] == "counts/s"
    np.testing.assert_array_equal(plot["fit_sum"], fit.envelope_cps)
    (axis,) = plot.attrs["axes"]
    calibrated = fit.region.binding_energy_ev + SURFACE.levels[0].charge.shift_ev
    np.testing.assert_array_equal(plot[axis], calibrated)
    assert plot[axis].attrs["long_name"] == "Binding energy, calibrated (eV)"


def test_all_plots_have_signals_axes_units_and_names(file: Any) -> None:
    groups: list[Any] = []
    file.visititems(
        lambda _, one: (
            groups.append(one) if one.attrs.get("NX_class") == "NXdata" else None
        )
    )

    assert groups
    for group in groups:
        signal = group[group.attrs["signal"]]
        assert signal.attrs["units"]
        assert signal.attrs["long_name"]
        axes = [name for name in group.attrs["axes"] if name != "."]
        assert len(group.attrs["axes"]) == signal.ndim
        for dimension, name in enumerate(axes):
            assert group[name].attrs["units"]
            assert group[name].shape == (signal.shape[dimension],)


@pytest.mark.parametrize("place", [0, 1])
def test_levels_of_a_region_are_one_array(file: Any, place: int) -> None:
    fits: list[tuple[int, FitResult]] = [
        (index, fit)
        for index, level in enumerate(SERIES.levels)
        for fit in level.fits
        if fit.region.name == ("C 1s", "Al 2p")[place]
    ]
    group = file[f"entry/fit_{place:02d}"]

    assert group["data/fit_sum"].shape[0] == len(fits)
    for row, (index, fit) in enumerate(fits):
        data = group["data"]
        assert data["etch_time"][row] == SERIES.levels[index].etch_time_s
        np.testing.assert_array_equal(data["fit_sum"][row], fit.envelope_cps)
        np.testing.assert_array_equal(data["residual"][row], fit.residual_cps)
        np.testing.assert_array_equal(
            data["input_dependent_errors"][row], fit.region.sigma_cps
        )
        for number, part in enumerate(fit.components):
            peak = group[f"peak_{number:02d}"]
            found = peak["function/fit_parameters"]
            assert peak["label"].asstr()[()] == part.name
            assert peak["total_area"][row] == part.area_cps_ev
            assert found["position"][row] == part.center_ev
            assert found["width"][row] == part.fwhm_ev
            assert found["area_errors"][row] == part.area_cps_ev_stderr
            np.testing.assert_array_equal(peak["data/intensity"][row], part.curve_cps)


def test_windows_of_one_grid_are_laid_onto_it(tmp_path: Path) -> None:
    first, *others = SERIES.levels
    fit = first.fits[0]
    cut = replace(
        fit,
        region=replace(
            fit.region,
            binding_energy_ev=fit.region.binding_energy_ev[2:],
            counts_per_s=fit.region.counts_per_s[2:],
            sigma_cps=fit.region.sigma_cps[2:],
        ),
        envelope_cps=fit.envelope_cps[2:],
        residual_cps=fit.residual_cps[2:],
        background_cps=fit.background_cps[2:],
        components=tuple(
            replace(one, curve_cps=one.curve_cps[2:]) for one in fit.components
        ),
    )
    level = replace(first, fits=(cut, *first.fits[1:]))
    file = write(tmp_path / "r.h5", [replace(SERIES, levels=(level, *others))])

    with h5py.File(file) as opened:
        table = opened["entry/fit_00/data/fit_sum"][()]

    assert np.isnan(table[0, :2]).all()
    np.testing.assert_array_equal(table[0, 2:], cut.envelope_cps)
    np.testing.assert_array_equal(table[1], others[0].fits[0].envelope_cps)


def test_what_nobody_recorded_is_said_and_not_made_up(file: Any) -> None:
    lacking = list(file["entry/completeness/not_recorded"].asstr())

    assert "/entry/start_time" in lacking
    assert "/entry/instrument/electronanalyzer/work_function" in lacking
    for place in lacking:
        value = file[place][()]
        assert value == b"not recorded" or np.isnan(value)


def test_what_the_file_states_is_taken(tmp_path: Path) -> None:
    words = {
        "date": "2024-05-03T10:20:30",
        "hours ahead of GMT": "-5",
        "operator": "A. Reader",
        "institution": "An institute",
        "analyser work function field [eV], not used": "4.2",
        "analyser mode": "FAT",
    }
    level = SURFACE.levels[0]
    fit = level.fits[0]
    spectrum = replace(fit.region.spectrum, metadata=words)
    stated = replace(fit, region=replace(fit.region, spectrum=spectrum))
    level = replace(level, fits=(stated, *level.fits[1:]))
    file = write(tmp_path / "r.h5", [replace(SURFACE, levels=(level,))])

    with h5py.File(file) as opened:
        entry = opened["entry"]
        analyzer = entry["instrument/electronanalyzer"]
        assert entry["start_time"].asstr()[()] == "2024-05-03T10:20:30-05:00"
        assert entry["user/name"].asstr()[()] == "A. Reader"
        assert entry["user/affiliation"].asstr()[()] == "An institute"
        assert analyzer["work_function"][()] == 4.2
        mode = analyzer["energydispersion/energy_scan_mode"].asstr()[()]
        assert mode == "fixed_analyzer_transmission"


def test_it_is_read_back_as_the_same_results(path: Path) -> None:
    series, surface = read_results(path)

    assert series.levels[1].composition == SERIES.levels[1].composition
    np.testing.assert_array_equal(
        surface.levels[0].fits[1].envelope_cps, SURFACE.levels[0].fits[1].envelope_cps
    )


@pytest.mark.skipif(
    VALIDATOR is None,
    reason="no validate_nexus: install pynxtools into an environment of its own and "
    "name the program in XPSFIT_VALIDATE_NEXUS",
)
def test_the_validator_of_nxxps_misses_no_required_field(path: Path) -> None:
    assert VALIDATOR is not None
    done = subprocess.run(
        [VALIDATOR, path.name],
        cwd=path.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    said = (done.stdout + done.stderr).splitlines()
    complaints = [line for line in said if line.startswith(("WARNING", "ERROR"))]

    assert any("NXxps" in line for line in said), said
    for line in complaints:
        assert "ERROR" not in line
        assert "required" not in line
        assert "missing" not in line
    expected = tuple(f"/{place}" for place in UNKNOWN)
    others = [line for line in complaints if not any(e in line for e in expected)]
    assert [line for line in others if "NOT valid" not in line] == []
