"""Other starts and intervals of joint fits, against algebra of the tests' own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.xpsfit.fit.joint_cases import (
    CARBON,
    DIVISORS,
    OXYGEN,
    a_level,
    a_model,
    members,
)
from tests.xpsfit.fit.test_joint import ATOMS, CARBONATE, design_of
from xpsfit.fit.joint import fit_jointly
from xpsfit.fit.joint_scrutiny import Asked
from xpsfit.model import Parameter, PeakModel

if TYPE_CHECKING:
    from xpsfit.fit import FittedParameter
    from xpsfit.fit.joint_result import JointFit
    from xpsfit.spectrum import Spectrum

# Standard deviations at 68.27 and 95 % of a normal distribution.
AT_95 = 1.959964


def both(seed: int = 1) -> list[Spectrum]:
    return [a_level("C 1s", CARBON, 0.0, seed), a_level("O 1s", OXYGEN, 0.0, seed)]


def joint_fit(model: PeakModel, asked: Asked, seed: int = 1) -> JointFit:
    (joint,) = fit_jointly(members(model, both(seed)), model, asked=asked)
    return joint


def named(joint: JointFit, region: str, name: str) -> FittedParameter:
    fit = joint.fits[joint.regions.index(region)]
    return next(p for p in fit.parameters if p.name == name)


def carbonate_of_algebra(seed: int = 1) -> tuple[float, float]:
    """Return the amount of carbonate and its error by linear least squares."""
    columns, data = design_of(both(seed))
    covariance = np.linalg.inv(columns.T @ columns)
    return float((covariance @ (columns.T @ data))[2]), float(covariance[2, 2] ** 0.5)


@pytest.mark.parametrize(
    ("region", "per_amount"),
    [("C 1s", DIVISORS["C 1s"]), ("O 1s", ATOMS * DIVISORS["O 1s"])],
)
def test_the_profile_of_a_linear_joint_problem_is_that_of_its_algebra(
    region: str, per_amount: float
) -> None:
    model = a_model(free=False, species=(CARBONATE,))
    joint = joint_fit(model, Asked(errors="profile"))
    amount, error = carbonate_of_algebra()
    area = named(joint, region, "CO3.area_cps_ev")
    found = (area.low_95, area.low_68, area.high_68, area.high_95)
    expected = [
        per_amount * (amount + deviations * error)
        for deviations in (-AT_95, -1.0, 1.0, AT_95)
    ]
    assert found == pytest.approx(expected, abs=0.01 * per_amount * error)


def test_replicates_of_all_spectra_scatter_as_the_algebra_says() -> None:
    model = a_model(free=False, species=(CARBONATE,))
    joint = joint_fit(model, Asked(errors="monte-carlo", replicates=400, seed=3))
    amount, error = carbonate_of_algebra()
    area = named(joint, "O 1s", "CO3.area_cps_ev")
    assert area.low_68 is not None
    assert area.high_68 is not None
    scale = ATOMS * DIVISORS["O 1s"]
    middle, half = (area.low_68 + area.high_68) / 2.0, (area.high_68 - area.low_68) / 2
    # 400 draws give the ends of 68 % to 7 % of the standard deviation.
    assert half / scale == pytest.approx(error, rel=0.2)
    assert middle / scale == pytest.approx(amount, abs=0.2 * error)


def test_the_same_seed_gives_the_same_intervals() -> None:
    model = a_model(species=(replace(CARBONATE, slack=0.03),))
    asked = Asked(errors="monte-carlo", replicates=20, seed=9)
    first, second = (joint_fit(model, asked).fits[0].parameters for _ in range(2))
    assert first == second
    assert any(p.low_68 is not None for p in first)


def test_starts_of_a_joint_fit_that_end_alike_say_that_it_is_unique() -> None:
    model = a_model(species=(CARBONATE,))
    joint = joint_fit(model, Asked(restarts=5))
    for fit in joint.fits:
        assert fit.uniqueness is not None
        assert fit.uniqueness.unique
        assert fit.uniqueness.converged == 5
    assert joint.fits[0].area_cps_ev == pytest.approx(
        joint_fit(model, Asked()).fits[0].area_cps_ev, rel=1e-5
    )


def test_lines_that_can_change_places_make_a_joint_fit_not_unique() -> None:
    model = a_model()
    carbon, oxygen = model.regions
    wide = tuple(
        replace(c, center_ev=Parameter(c.center_ev.value, 526.0, 534.0))
        for c in oxygen.components
        if isinstance(c.center_ev, Parameter)
    )
    model = replace(model, regions=(carbon, replace(oxygen, components=wide)))
    joint = joint_fit(model, Asked(restarts=12))
    first, second = (fit.uniqueness for fit in joint.fits)
    assert first is not None
    assert first.unique
    assert second is not None
    assert second.minima == 2
    # What is exchanged is the area of the strong line, less that of the weak one.
    exchanged = (12_000.0 - 700.0) / 12_700.0
    assert second.largest_spread == pytest.approx(exchanged, abs=0.02)
    assert any("not unique" in warning for warning in joint.fits[1].warnings)
