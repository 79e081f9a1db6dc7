"""`result.h5` holds every number of the records, bit for bit."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import h5py
import numpy as np
import pytest

from tests.builders import a_model, a_series, a_surface
from xpsfit.model import parse_model
from xpsfit.settings import Settings
from xpsfit.writers import make_record
from xpsfit.writers.result_h5 import write_result_h5

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from xpsfit.results import SampleResult

SERIES = a_series(3, missing=[(1, "Al 2p")], failed=[(2, "In 3d")])


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = tmp_path_factory.mktemp("h5") / "result.h5"
    write(path, [SERIES, a_surface("bare Li")])
    with h5py.File(path, "r") as opened:
        yield opened


def write(path: Path, results: Sequence[SampleResult]) -> None:
    record = make_record(["xpsfit", "fit"], [], Settings(), results)
    write_result_h5(path, results, record)


def same_cell(stored: Any, value: object) -> bool:
    if isinstance(stored, bytes):
        text = stored.decode("utf-8")
        if isinstance(value, tuple | dict):
            return bool(json.loads(text) == json.loads(json.dumps(value)))
        return text == (value or "")
    if value is None:
        return bool(np.isnan(stored))
    return bool(stored == value)


def rows_of(file: Any, name: str, level: int, region: str | None = None) -> Any:
    """Return the rows of a table of the first sample that belong to a level."""
    rows = file[f"samples/00/{name}"][()]
    own = rows["level"] == level
    if region is not None:
        own &= rows["region"] == region.encode()
    return rows[own]


def assert_same_records(rows: Any, records: Sequence[Any]) -> None:
    assert len(rows) == len(records)
    for stored, record in zip(rows, records, strict=True):
        names = {f.name for f in fields(record)}
        kept = set(rows.dtype.names)
        for name in names & kept:
            assert same_cell(stored[name], getattr(record, name)), name
        assert all(
            isinstance(getattr(record, name), np.ndarray | tuple | None)
            for name in names - kept
        )


def test_every_curve_of_every_fit_is_identical(file: Any) -> None:
    for i, level in enumerate(SERIES.levels):
        for k, fit in enumerate(level.fits):
            group = file[f"samples/00/levels/{i:03d}/regions/{k:02d}"]
            for name in ("background_cps", "envelope_cps", "residual_cps"):
                np.testing.assert_array_equal(group[name], getattr(fit, name))
            for name in ("binding_energy_ev", "counts_per_s", "sigma_cps"):
                np.testing.assert_array_equal(group[name], getattr(fit.region, name))
            np.testing.assert_array_equal(group["area_covariance"], fit.area_covariance)
            for curve, component in zip(
                group["component_curves_cps"], fit.components, strict=True
            ):
                np.testing.assert_array_equal(curve, component.curve_cps)


def test_every_component_and_parameter_is_identical(file: Any) -> None:
    for number, level in enumerate(SERIES.levels):
        for fit in level.fits:
            place = number, fit.region.name
            assert_same_records(rows_of(file, "components", *place), fit.components)
            assert_same_records(rows_of(file, "parameters", *place), fit.parameters)
            assert_same_records(rows_of(file, "quality", *place), [fit.quality])
            pairs = rows_of(file, "correlations", *place)
            assert fit.correlations == {
                (first.decode(), second.decode()): coefficient
                for _, _, first, second, coefficient in pairs
            }


def test_the_stored_spectrum_is_unaltered(file: Any) -> None:
    spectrum = SERIES.levels[0].fits[1].region.spectrum
    group = file["samples/00/levels/000/regions/01/spectrum"]

    np.testing.assert_array_equal(group["intensity"], spectrum.intensity)
    np.testing.assert_array_equal(
        group["binding_energy_ev"], spectrum.binding_energy_ev
    )
    assert group["intensity"].attrs["units"] == "counts"
    (stored,) = rows_of(file, "spectra", 0, spectrum.region)
    assert_same_records(np.array([stored]), [spectrum])
    assert stored["scans"] == 5
    assert stored["file"] == b"li_tma.vms"
    assert json.loads(stored["metadata"]) == spectrum.metadata


def test_composition_and_states_are_identical(file: Any) -> None:
    composition = SERIES.levels[0].composition
    assert composition is not None

    assert_same_records(rows_of(file, "elements", 0), composition.elements)
    assert_same_records(rows_of(file, "states", 0), composition.states)
    assert_same_records(rows_of(file, "compositions", 0), [composition])
    (stored,) = rows_of(file, "compositions", 0)
    assert stored["library"] == b"scofield"


def test_charge_and_failures_are_kept_per_level(file: Any) -> None:
    level = file["samples/00/levels/002"]

    assert level.attrs["etch_time_s"] == 60.0
    assert level.attrs["depth_nm"] == SERIES.levels[2].depth_nm
    for number, stored in enumerate(SERIES.levels):
        assert_same_records(rows_of(file, "charge", number), [stored.charge])
        assert_same_records(rows_of(file, "failures", number), stored.failures)
    assert [row["shift_ev"] for row in rows_of(file, "charge", 2)] == [0.43]
    assert len(rows_of(file, "failures", 2)) == 1
    assert len(rows_of(file, "failures", 0)) == 0


def test_an_integrated_region_says_so(file: Any) -> None:
    area = SERIES.levels[0].integrated[0]
    group = file["samples/00/levels/000/regions/02"]

    assert group.attrs["evaluation"] == "integrated"
    assert group.attrs["region"] == "In 3d"
    assert group.attrs["area_cps_ev"] == area.area_cps_ev
    assert group.attrs["area_cps_ev_stderr"] == area.area_cps_ev_stderr
    np.testing.assert_array_equal(group["background_cps"], area.background_cps)


def test_a_series_has_its_profile_with_gaps(file: Any) -> None:
    profile = file["samples/00/profile"]

    assert list(profile["etch_time_s"]) == [0.0, 30.0, 60.0]
    assert list(np.isnan(profile["Al_at_percent"])) == [False, True, False]
    units = dict(zip(profile.dtype.names, profile.attrs["units"], strict=True))
    assert (units["depth_nm"], units["Al_at_percent"]) == ("nm", "%")
    assert "profile" not in file["samples/01"]


def test_units_stand_beside_the_numbers(file: Any) -> None:
    region = file["samples/00/levels/000/regions/00"]

    assert region["binding_energy_ev"].attrs["units"] == "eV"
    assert region["counts_per_s"].attrs["units"] == "counts/s"
    assert region["area_covariance"].attrs["units"] == "(counts/s eV)^2"
    components = file["samples/00/components"]
    units = dict(zip(components.dtype.names, components.attrs["units"], strict=True))
    assert units["area_cps_ev_stderr"] == "counts/s eV"
    assert units["area_upper_95_cps_ev"] == "counts/s eV"
    assert units["fwhm_ev"] == "eV"
    assert units["species"] == ""


def test_it_carries_the_model_and_the_run(file: Any) -> None:
    text = file["samples/00/model"].asstr()[()]

    assert parse_model(text) == a_model()
    assert json.loads(file["run_record"].asstr()[()])["format"] == "xpsfit-run"
    assert file.attrs["format"] == "xpsfit-result"


def test_names_of_strangers_never_become_paths(tmp_path: Path) -> None:
    name = "../../escape/\0 \udcff ä"
    path = tmp_path / "result.h5"

    write(path, [replace(a_surface(), sample=name)])

    with h5py.File(path, "r") as opened:
        top = ["arrays", "entry", "records", "run_record", "samples"]
        assert list(opened) == top
        names: list[str] = []
        opened["entry"].visit(names.append)
        assert all(re.fullmatch(r"[a-z0-9_/]+", name) for name in names)
        assert list(opened["arrays"]) == [
            f"{n:06d}" for n in range(len(opened["arrays"]))
        ]
        assert list(opened["samples"]) == ["00"]
        stored = opened["samples/00"].attrs["sample"]
        assert stored == "../../escape/\\x00 \\udcff ä"


def test_the_same_results_give_the_same_bytes(tmp_path: Path) -> None:
    record = make_record(["xpsfit"], [], Settings(), [SERIES])
    for name in ("a.h5", "b.h5"):
        write_result_h5(tmp_path / name, [SERIES], record)

    assert (tmp_path / "a.h5").read_bytes() == (tmp_path / "b.h5").read_bytes()
