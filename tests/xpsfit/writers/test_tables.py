"""Tables hold the numbers of the records, unrounded, under the promised columns."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.builders import SHIFT_EV, a_level, a_series, a_surface
from xpsfit.backgrounds import StaticBackground
from xpsfit.fit.drawn import DrawnBackground
from xpsfit.results import ChargeReference
from xpsfit.writers.tables import (
    Table,
    components_table,
    composition_table,
    curves_table,
    fits_table,
    parameters_table,
    result_tables,
    summary_table,
    tables_as_json,
)

if TYPE_CHECKING:
    from xpsfit.writers.tables import Cell

# The columns that were promised to people who read these files with their own scripts.
PROMISED = {
    "components": "sample, region, etch_time_s, depth_nm, component, species, "
    "line_shape, center_ev, center_ev_stderr, fwhm_ev, fwhm_ev_stderr, area_cps_ev, "
    "area_cps_ev_stderr, region_fraction, region_fraction_stderr, atomic_percent, "
    "atomic_percent_stderr, presence, atomic_percent_upper_95",
    "composition": "sample, etch_time_s, depth_nm, element, region, area_cps_ev, "
    "area_cps_ev_stderr, sensitivity_factor, atomic_percent, atomic_percent_stderr, "
    "atomic_percent_systematic, atomic_percent_upper_95",
    "candidates": "sample, region, etch_time_s, component, kept, delta_bic",
    "curves": "sample, region, etch_time_s, binding_energy_ev, counts_per_s, "
    "background, envelope, residual_over_sigma, component:C-C, component:C-O, "
    "component:CO3, component:Al-C, component:Al-O",
    "fits": "sample, region, etch_time_s, points, free_parameters, chi_square, "
    "reduced_chi_square, abbe, background, low_ev, high_ev, charge_shift_ev, "
    "converged, warnings",
    "parameters": "sample, region, etch_time_s, parameter, value, stderr, minimum, "
    "maximum, state, note",
}


def rows_of(table: Table, **where: Cell) -> list[dict[str, Cell]]:
    rows = tables_as_json([table])[table.name]
    return [row for row in rows if all(row[k] == v for k, v in where.items())]


@pytest.mark.parametrize("table", result_tables([a_surface()]), ids=lambda t: t.name)
def test_a_table_starts_with_the_promised_columns(table: Table) -> None:
    promised = tuple(PROMISED[table.name].split(", "))

    assert table.columns[: len(promised)] == promised


@pytest.mark.parametrize("table", result_tables([a_surface()]), ids=lambda t: t.name)
def test_area_and_height_are_called_so(table: Table) -> None:
    assert not any(
        word in column
        for column in table.columns
        for word in ("amplitude", "intensity", "sigma_ev")
        if column != "intensity_unit"
    )


@pytest.mark.parametrize(
    "table", [t for t in result_tables([a_surface()]) if t.name != "composition"]
)
def test_no_shifted_energy_stands_without_its_reference(table: Table) -> None:
    for row in rows_of(table):
        assert row["charge_shift_ev"] == SHIFT_EV
        assert row["charge_method"] == "fitted_line"
        assert row["charge_line"] == "C 1s C-C"
        assert row["charge_assigned_ev"] == 284.80


def test_components_are_calibrated_and_keep_what_was_measured() -> None:
    surface = a_surface()
    component = surface.levels[0].fits[0].components[1]

    (row,) = rows_of(components_table([surface]), region="C 1s", component="C-O")

    assert row["center_ev"] == component.center_ev + 0.43
    assert row["center_measured_ev"] == component.center_ev
    assert row["center_ev"] == pytest.approx(286.30, abs=1e-9)
    assert row["area_cps_ev"] == component.area_cps_ev
    assert row["area_cps_ev_stderr"] == component.area_cps_ev_stderr
    assert row["height_cps"] == component.curve_cps.max()
    assert row["doublet_ratio"] is None


def test_doublets_state_their_splitting_and_ratio() -> None:
    (row,) = rows_of(components_table([a_surface()]), component="Al-O")

    assert (row["doublet_splitting_ev"], row["doublet_ratio"]) == (0.40, 0.5)


def test_shares_of_a_region_sum_to_one() -> None:
    rows = rows_of(components_table([a_surface()]), region="C 1s")

    assert sum(float(r["region_fraction"] or 0.0) for r in rows) == pytest.approx(1.0)


def test_a_component_of_an_unquantified_level_has_empty_shares() -> None:
    level = replace(a_level(), composition=None)
    surface = replace(a_surface(), levels=(level,))

    rows = rows_of(components_table([surface]))

    assert len(rows) == 5
    assert {row["atomic_percent"] for row in rows} == {None}
    assert {row["region_fraction"] for row in rows} == {None}
    assert composition_table([surface]).rows == ()


def test_normalized_areas_give_the_atomic_percent() -> None:
    rows = rows_of(composition_table([a_surface()]))
    normalized = np.array([row["normalized_area"] for row in rows], dtype=float)
    percent = np.array([row["atomic_percent"] for row in rows], dtype=float)

    assert [row["element"] for row in rows] == ["C", "Al", "In"]
    np.testing.assert_allclose(
        100.0 * normalized / normalized.sum(), percent, rtol=1e-13
    )


def test_an_undetected_element_keeps_its_value_and_its_limit() -> None:
    level = a_level()
    assert level.composition is not None
    weak = replace(
        level.composition.elements[2],
        atomic_percent=-0.01,
        atomic_percent_upper_95=0.03,
        detected=False,
    )
    composition = replace(
        level.composition, elements=(*level.composition.elements[:2], weak)
    )
    surface = replace(a_surface(), levels=(replace(level, composition=composition),))

    (row,) = rows_of(composition_table([surface]), element="In")

    assert row["atomic_percent"] == -0.01
    assert row["atomic_percent_upper_95"] == 0.03
    assert row["detected"] is False


def test_regions_that_failed_or_were_not_measured_have_no_rows() -> None:
    series = a_series(3, missing=[(1, "Al 2p")], failed=[(2, "In 3d")])

    composition = rows_of(composition_table([series]))
    fits = rows_of(fits_table([series]))

    assert [r["region"] for r in composition if r["etch_time_s"] == 30.0] == [
        "C 1s",
        "In 3d",
    ]
    assert [r["region"] for r in composition if r["etch_time_s"] == 60.0] == [
        "C 1s",
        "Al 2p",
    ]
    assert len(fits) == 7


def test_a_surface_has_empty_etch_time_and_depth() -> None:
    row = rows_of(composition_table([a_surface()]))[0]

    assert (row["etch_time_s"], row["depth_nm"]) == (None, None)


def test_the_envelope_is_background_and_components_at_every_point() -> None:
    for row in rows_of(curves_table([a_surface()]), region="Al 2p"):
        total = sum(
            float(value)
            for name, value in row.items()
            if value is not None and name.startswith("component:")
        )
        assert row["component:C-C"] is None
        assert float(row["background"] or 0) + total == pytest.approx(row["envelope"])


def test_residuals_are_given_raw_and_over_sigma() -> None:
    rows = rows_of(curves_table([a_surface()]), region="C 1s")
    scaled = np.array([row["residual_over_sigma"] for row in rows], dtype=float)

    for row in rows:
        data, envelope = float(row["counts_per_s"] or 0), float(row["envelope"] or 0)
        assert row["residual_cps"] == data - envelope
    assert np.std(scaled) == pytest.approx(1.0, abs=0.2)


def test_curves_hold_the_data_as_measured_beside_the_calibrated_scale() -> None:
    surface = a_surface()
    region = surface.levels[0].fits[0].region

    rows = rows_of(curves_table([surface]), region="C 1s")

    assert [r["binding_energy_measured_ev"] for r in rows] == list(
        region.binding_energy_ev
    )
    assert [r["binding_energy_ev"] for r in rows] == list(
        region.binding_energy_ev + 0.43
    )
    assert [r["counts_per_s"] for r in rows] == list(region.counts_per_s)


def test_an_integrated_region_has_data_and_background_only() -> None:
    surface = a_surface()
    curve = rows_of(curves_table([surface]), region="In 3d")
    (fit,) = rows_of(fits_table([surface]), region="In 3d")

    assert len(curve) == 201
    assert curve[0]["background"] == surface.levels[0].integrated[0].background_cps[0]
    assert {row["envelope"] for row in curve} == {None}
    assert fit["method"] == "integrated"
    assert fit["area_cps_ev"] == surface.levels[0].integrated[0].area_cps_ev
    assert (fit["chi_square"], fit["converged"]) == (None, None)
    assert (fit["low_ev"], fit["low_measured_ev"]) == (438.43, 438.0)


def test_fits_state_window_and_background() -> None:
    level = a_level()
    warned = replace(level.fits[0], warnings=("first", "second"))
    surface = replace(a_surface(), levels=(replace(level, fits=(warned,)),))

    (row,) = rows_of(fits_table([surface]), region="C 1s")

    assert (row["background"], row["background_end_points"]) == ("linear", 5)
    assert (row["low_ev"], row["high_ev"]) == (280.43, 294.43)
    assert row["points"] == 141
    assert row["warnings"] == "first; second"
    assert row["converged"] is True


def test_fits_state_how_a_background_was_drawn() -> None:
    level = a_level()
    [carbon] = [fit for fit in level.fits if fit.region.name == "C 1s"]
    background = StaticBackground("shirley", carbon.background_cps, 1.0, 2.0, 5, 6)
    drawn = DrawnBackground(background, 280.0, 294.0, 0.4, 9000.0, 9100.0)
    surface = replace(
        a_surface(), levels=(replace(level, fits=(replace(carbon, drawn=drawn),)),)
    )

    (row,) = rows_of(fits_table([surface]), region="C 1s")

    assert row["background_low_measured_ev"] == 280.0
    assert row["background_high_measured_ev"] == 294.0
    assert row["background_end_width_ev"] == 0.4
    assert (row["background_iterations"], row["background_converged"]) == (6, True)
    assert row["background_strength_ev2"] is None
    assert row["background_area_above_cps_ev"] == 9000.0
    assert row["background_one_point_area_cps_ev"] == 9100.0


def test_parameters_on_a_bound_have_no_error() -> None:
    (row,) = rows_of(parameters_table([a_surface()]), parameter="C-C.fwhm_ev")

    assert (row["state"], row["stderr"]) == ("at_bound", None)
    assert row["value"] == row["maximum"] == 1.3
    assert row["note"] == "met its maximum"


def test_infinite_bounds_are_empty() -> None:
    (row,) = rows_of(parameters_table([a_surface()]), parameter="C-C.area_cps_ev")

    assert (row["minimum"], row["maximum"], row["state"]) == (None, None, "free")


def test_a_center_and_its_bounds_are_on_the_scale_of_the_components() -> None:
    surface = a_surface()
    (parameter,) = rows_of(parameters_table([surface]), parameter="C-O.center_ev")
    (component,) = rows_of(components_table([surface]), component="C-O")

    assert parameter["value"] == component["center_ev"]
    assert parameter["value_measured"] == component["center_measured_ev"]
    assert parameter["minimum"] == pytest.approx(285.90)
    assert parameter["maximum"] == pytest.approx(286.70)


def test_prior_knowledge_stands_beside_the_parameter_that_felt_it() -> None:
    level = a_level()
    fit = level.fits[0]
    first, second = fit.parameters[:2]
    fit = replace(fit, parameters=(replace(first, spread=0.125), second))
    surface = replace(a_surface(), levels=(replace(level, fits=(fit,)),))

    known, unknown = rows_of(parameters_table([surface]))

    assert (known["prior_spread"], unknown["prior_spread"]) == (0.125, None)


def test_the_summary_has_a_row_per_sample_and_level() -> None:
    surface = a_surface("bare Li", failed=["Al 2p"])
    series = a_series(2)

    rows = rows_of(summary_table([surface, series]))

    assert [r["sample"] for r in rows] == ["bare Li", "Li + TMA", "Li + TMA"]
    assert [r["failed_regions"] for r in rows] == ["Al 2p", None, None]
    assert rows[0]["Al_at_percent"] is None
    assert rows[1]["charge_method"] == "fitted_line"
    assert rows[2]["charge_method"] == "carried"
    composition = series.levels[1].composition
    assert composition is not None
    assert rows[2]["Al_at_percent"] == composition.elements[1].atomic_percent


def test_the_summary_tells_samples_of_one_name_apart_by_their_input() -> None:
    surfaces = [a_surface("foil"), a_surface("foil")]
    rows = rows_of(summary_table(surfaces, ["mon/foil.vms", "tue/foil.vms"]))
    assert [(r["sample"], r["input"]) for r in rows] == [
        ("foil", "mon/foil.vms"),
        ("foil", "tue/foil.vms"),
    ]


def test_the_summary_has_a_limit_where_an_element_is_not_detected() -> None:
    level = a_level()
    assert level.composition is not None
    first, second, *others = level.composition.elements
    absent = replace(second, detected=False, atomic_percent_upper_95=0.7)
    composition = replace(level.composition, elements=(first, absent, *others))
    surface = replace(a_surface(), levels=(replace(level, composition=composition),))

    (row,) = rows_of(summary_table([surface]))

    assert row[f"{first.element}_at_percent_upper_95"] is None
    assert row[f"{second.element}_at_percent_upper_95"] == 0.7


def test_numbers_that_do_not_exist_become_null() -> None:
    level = a_level()
    unknown = ChargeReference(0.0, math.nan, "none")
    surface = replace(a_surface(), levels=(replace(level, charge=unknown),))

    text = json.dumps(tables_as_json(result_tables([surface])), allow_nan=False)

    assert json.loads(text)["fits"][0]["charge_shift_ev_stderr"] is None
    assert json.loads(text)["fits"][0]["charge_line"] is None


def test_a_table_refuses_rows_that_do_not_fit_its_header() -> None:
    with pytest.raises(ValueError, match="longer or shorter"):
        Table("t", ("a", "b"), ((1,),))
    with pytest.raises(ValueError, match="twice"):
        Table("t", ("a", "a"), ())
