"""By how much lines miss what the data hold, with a known part of them left out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.builders import a_fit, a_level
from tests.built_results import sample_of
from xpsfit.arrays import frozen
from xpsfit.checks import judge
from xpsfit.evaluate import with_warnings
from xpsfit.quantify.without_model import net_area_words

if TYPE_CHECKING:
    from xpsfit.fit.result import FitResult


def a_fit_that_holds(
    part: float, *, reduced: float | None = 50.0, abbe: float = 0.1
) -> FitResult:
    """Return a fit whose lines hold a part of the peak, the background being true."""
    fit = a_fit()
    lines = fit.envelope_cps - fit.background_cps
    return replace(
        fit,
        envelope_cps=frozen(fit.background_cps + part * lines),
        quality=replace(fit.quality, reduced_chi_square=reduced, abbe=abbe),
    )


@pytest.mark.parametrize("part", [0.6, 0.8, 1.5])
def test_a_part_that_lines_miss_is_stated(part: float) -> None:
    found = re.search(
        r"(\d+) % (more|less) than", net_area_words(a_fit_that_holds(part))
    )
    assert found
    sign = 1.0 if found[2] == "more" else -1.0
    # The area without a model has a counting error of 2 % of the peak.
    assert sign * float(found[1]) == pytest.approx(100.0 * (1.0 / part - 1.0), abs=4.0)


def test_a_fit_that_describes_its_data_is_not_asked() -> None:
    assert net_area_words(a_fit_that_holds(0.6, reduced=1.1, abbe=1.0)) == ""


def test_without_counts_structure_of_the_residuals_decides() -> None:
    assert net_area_words(a_fit_that_holds(0.6, reduced=None, abbe=0.1))
    assert net_area_words(a_fit_that_holds(0.6, reduced=None, abbe=0.9)) == ""


def test_less_than_the_errors_of_sensitivity_factors_is_not_worth_a_word() -> None:
    assert net_area_words(a_fit_that_holds(0.97)) == ""


def test_a_tougaard_background_leaves_more_in_the_peak_by_design() -> None:
    fit = a_fit_that_holds(0.6)
    background = replace(fit.model.background, kind="active_tougaard")
    fit = replace(fit, model=replace(fit.model, background=background))
    assert net_area_words(fit) == ""


def test_it_stands_below_the_composition_or_among_the_checks_without_one() -> None:
    fit = a_fit_that_holds(0.6)
    level = a_level()
    assert level.composition is not None
    told = with_warnings(level.composition, [fit], []).warnings
    assert sum(w.startswith(f"{fit.region.name}: the net area") for w in told) == 1
    for composition, expected in ((level.composition, False), (None, True)):
        changed = replace(level, fits=(fit,), composition=composition)
        (found,) = [f for f in judge([sample_of(changed)]) if f.check == "P14"]
        assert ("the net area" in found.sentence) == expected


def test_noise_alone_is_no_difference() -> None:
    fit = a_fit_that_holds(0.8)
    loud = replace(fit.region, sigma_cps=frozen(np.full_like(fit.envelope_cps, 1e6)))
    assert net_area_words(replace(fit, region=loud)) == ""
