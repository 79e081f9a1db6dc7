"""What tables say of states, limits and quality; numbers are made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.builders import (
    a_fit,
    a_level,
    a_model,
    a_series,
    a_surface,
    an_integrated_area,
)
from xpsfit.results import ChargeReference, LevelResult, SampleResult
from xpsfit_cli.views.charge import charge_sentence
from xpsfit_cli.views.fits import fit_grids
from xpsfit_cli.views.levels import level_grids, series_grids

if TYPE_CHECKING:
    from xpsfit.fit.result import FitResult, FittedComponent, ParameterState
    from xpsfit_cli.render import Grid


def _surface(fit: FitResult, level: LevelResult | None = None) -> SampleResult:
    level = replace(level or a_level(), fits=(fit,))
    return SampleResult(level.sample, a_model(), (level,))


def _grid(result: SampleResult, title: str) -> Grid:
    [grid] = [grid for grid in fit_grids(result) if grid.title == title]
    return grid


def _row(result: SampleResult, component: str) -> tuple[str, ...]:
    [row] = [row for row in _grid(result, "C 1s").rows if row[0] == component]
    return row


def _with(fit: FitResult, component: FittedComponent) -> FitResult:
    rest = tuple(c for c in fit.components if c.name != component.name)
    return replace(fit, components=(component, *rest))


class TestAComponent:
    def test_its_center_is_calibrated(self) -> None:
        component = replace(
            a_fit().component("C-C"), center_ev=284.37, center_ev_stderr=0.012
        )
        # The builders shift by 0.43 eV.
        row = _row(_surface(_with(a_fit(), component)), "C-C")
        assert row[1] == "284.800 ± 0.012"

    def test_below_its_limit_it_shows_the_limit_only(self) -> None:
        component = replace(
            a_fit().component("C-C"),
            presence="below_limit",
            area_upper_95_cps_ev=123.4,
        )
        level = a_level()
        assert level.composition is not None
        states = tuple(
            replace(s, atomic_percent_upper_95=0.512) if s.component == "C-C" else s
            for s in level.composition.states
        )
        level = replace(level, composition=replace(level.composition, states=states))
        row = _row(_surface(_with(a_fit(), component), level), "C-C")
        assert row[3:] == ("< 130", "-", "< 0.52")

    @pytest.mark.parametrize(
        ("state", "mark"),
        [("fixed", "f"), ("linked", "l"), ("at_bound", "b"), ("bounded", None)],
    )
    def test_how_its_center_was_held_is_marked_and_explained(
        self, state: ParameterState, mark: str | None
    ) -> None:
        fit = a_fit()
        parameters = tuple(
            replace(p, state=state) if p.name == "C-O.center_ev" else p
            for p in fit.parameters
        )
        result = _surface(replace(fit, parameters=parameters))
        cell = _row(result, "C-O")[1]
        assert cell[-1] == mark if mark else cell[-1].isdigit()
        if mark:
            assert f"{mark} " in _grid(result, "C 1s").below[0]

    # A posterior variance above half of the prior's: the prior weighs more.
    @pytest.mark.parametrize(("stderr", "marked"), [(0.22, True), (0.20, False)])
    def test_what_rests_on_prior_knowledge_is_marked(
        self, stderr: float, marked: bool
    ) -> None:
        fit = a_fit()
        parameters = tuple(
            replace(p, spread=0.3, stderr=stderr) if p.name == "C-O.center_ev" else p
            for p in fit.parameters
        )
        cell = _row(_surface(replace(fit, parameters=parameters)), "C-O")[1]
        assert cell.endswith(" p") == marked

    def test_without_composition_it_has_no_amount(self) -> None:
        level = replace(a_level(), composition=None)
        row = _row(_surface(a_fit(), level), "C-C")
        assert row[4:] == ("-", "-")


class TestAFit:
    def test_warnings_stand_below_its_table(self) -> None:
        result = _surface(a_fit(warnings=("the window cuts the peak",)))
        assert "! the window cuts the peak" in _grid(result, "C 1s").below

    def test_unknown_counts_make_no_chi_square_claim(self) -> None:
        fit = a_fit()
        fit = replace(
            fit,
            quality=replace(fit.quality, chi_square=None, reduced_chi_square=None),
            region=replace(fit.region, noise="residual"),
        )
        conditions, quality = _grid(_surface(fit), "C 1s").above
        assert "noise estimated from the data" in conditions
        assert quality.startswith("no chi-square without counts")

    def test_few_counts_say_that_the_variance_is_that_of_the_curve(self) -> None:
        fit = a_fit()
        fit = replace(fit, region=replace(fit.region, noise="poisson_model"))
        conditions, _ = _grid(_surface(fit), "C 1s").above
        assert "counting noise of the fitted curve (few counts)" in conditions

    def test_what_priors_determine_is_not_credited_to_the_data(self) -> None:
        fit = a_fit()
        fit = replace(
            fit,
            quality=replace(fit.quality, free_parameters=12, effective_parameters=8.62),
        )
        assert (
            _grid(_surface(fit), "C 1s")
            .above[1]
            .endswith("12 free parameters, of which the data determine 8.6")
        )

    def test_lack_of_convergence_comes_first(self) -> None:
        fit = replace(a_fit(), converged=False)
        assert _grid(_surface(fit), "C 1s").above[1].startswith("NOT CONVERGED; ")


class TestComposition:
    def test_what_is_not_detected_is_a_limit_without_systematic_error(self) -> None:
        level = a_level()
        assert level.composition is not None
        elements = tuple(
            replace(e, detected=False, atomic_percent_upper_95=0.0412)
            if e.element == "Al"
            else e
            for e in level.composition.elements
        )
        level = replace(
            level, composition=replace(level.composition, elements=elements)
        )
        result = SampleResult("x", a_model(), (level,))
        [row] = [r for r in _grid(result, "Composition").rows if r[0] == "Al"]
        assert row[-2:] == ("< 0.042", "-")

    def test_the_level_of_the_factor_is_named_where_it_is_another(self) -> None:
        level = a_level()
        assert level.composition is not None
        elements = tuple(
            replace(e, region="In 3d5/2", sensitivity_level="In 3d")
            if e.element == "In"
            else e
            for e in level.composition.elements
        )
        level = replace(
            level, composition=replace(level.composition, elements=elements)
        )
        result = SampleResult("x", a_model(), (level,))
        [row] = [r for r in _grid(result, "Composition").rows if r[0] == "In"]
        assert row[1] == "In 3d5/2"
        assert row[3] == "22 (In 3d)"


class TestLevels:
    def test_every_level_has_its_amounts(self) -> None:
        [grid] = level_grids(a_series(3, missing=[(1, "Al 2p")]))
        assert [row[0] for row in grid.rows] == ["0", "30", "60"]
        aluminum = [c.startswith("Al") for c in grid.columns].index(True)
        assert grid.rows[1][aluminum] == ""
        assert "±" in grid.rows[0][aluminum]

    def test_a_surface_without_a_rate_has_no_depth(self) -> None:
        [grid] = level_grids(a_surface())
        assert not any("depth" in column for column in grid.columns)

    def test_a_warning_of_many_levels_is_said_once_with_their_number(self) -> None:
        series = a_series(3)
        levels = tuple(
            replace(
                level,
                composition=level.composition
                and replace(level.composition, warnings=("pass energies differ",)),
            )
            for level in series.levels
        )
        [grid] = level_grids(replace(series, levels=levels))
        assert grid.below == ("! pass energies differ (3 of 3 levels)",)

    def test_fits_that_carry_warnings_are_counted(self) -> None:
        series = a_series(3)
        first, *rest = series.levels
        doubtful = tuple(
            replace(fit, warnings=("no convergence",))
            if fit.region.name == "C 1s"
            else fit
            for fit in first.fits
        )
        levels = (replace(first, fits=doubtful), *rest)
        [grid] = level_grids(replace(series, levels=levels))
        assert grid.below == (
            "! C 1s: 1 of 3 levels carry warnings, listed in fits.csv",
        )


def test_an_element_alone_is_100_percent_by_definition() -> None:
    level = a_level(without=("Al 2p", "In 3d"))
    result = SampleResult(level.sample, a_model(), (level,))
    (row,) = _grid(result, "Composition").rows
    assert row[-2:] == ("100 by definition", "-")


def test_what_the_reader_tolerated_is_said_once() -> None:
    level = a_level()
    tolerated = tuple(
        replace(
            fit,
            region=replace(
                fit.region,
                spectrum=replace(fit.region.spectrum, warnings=("no last line",)),
            ),
        )
        for fit in level.fits
    )
    levels = (replace(level, fits=tolerated),) * 2
    expected = ("! C 1s: no last line", "! Al 2p: no last line")
    result = SampleResult("x", a_model(), levels)
    assert fit_grids(result)[0].below == expected
    assert series_grids(result, states=False)[0].below == expected


def test_an_area_without_a_detection_is_a_limit_wherever_it_stands() -> None:
    # An area of 3.8 of its errors that has not the shape of a peak.
    level = a_level()
    assert level.composition is not None
    area = replace(
        an_integrated_area("In 3d"),
        area_cps_ev=4751.0,
        area_cps_ev_stderr=1263.0,
        detected=False,
    )
    rows = [
        replace(
            level.composition.elements[0],
            element="In",
            region="In 3d",
            area_cps_ev=4751.0,
            area_cps_ev_stderr=1263.0,
            atomic_percent_upper_95=6.13,
            detected=False,
        )
    ]
    composition = replace(level.composition, elements=tuple(rows))
    result = _surface(
        a_fit(), replace(level, integrated=(area,), composition=composition)
    )
    integrated = _grid(result, "Regions without a peak model, integrated").rows[0]
    (amount,) = _grid(result, "Composition").rows
    assert integrated[3] == amount[2] == "< 6900"
    assert amount[5:] == ("< 6.2", "-")


@pytest.mark.parametrize(
    ("charge", "sentence"),
    [
        (
            ChargeReference(
                -0.5859, 0.0033, "fitted_line", "C 1s C-C", 284.8, 285.3859
            ),
            (
                "charge shift -0.5859 ± 0.0033 eV: C 1s C-C measured at 285.386 eV, "
                "set to 284.80 eV; adventitious carbon itself varies by 0.2 to 0.3 eV"
            ),
        ),
        (
            ChargeReference(0.1, 0.01, "fitted_line", "Au 4f Au", 83.96, 83.86),
            (
                "charge shift +0.100 ± 0.010 eV: Au 4f Au measured at 83.860 eV, set "
                "to 83.96 eV"
            ),
        ),
        (
            ChargeReference(0.0, None, "none"),
            "energies as measured, no charge correction",
        ),
        (
            ChargeReference(0.4, None, "given_shift"),
            "charge shift +0.400 eV, as given",
        ),
        (
            ChargeReference(0.0, None, "none", note="energies as measured, by request"),
            "energies as measured, by request",
        ),
    ],
)
def test_the_energy_scale_is_explained(charge: ChargeReference, sentence: str) -> None:
    assert charge_sentence(charge) == sentence


def test_a_carried_shift_says_so() -> None:
    charge = ChargeReference(0.4, 0.01, "carried", "C 1s C-C", 284.8, 284.4)
    assert "(carried from the first level)" in charge_sentence(charge)
