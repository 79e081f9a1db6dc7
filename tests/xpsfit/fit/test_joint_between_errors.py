"""Random starts and intervals of samples fitted together, against dense fits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.xpsfit.fit.dense_samples import Dense, dense_fit, tied_model, two_samples
from tests.xpsfit.fit.test_joint_between import (
    C_C,
    C_CO3,
    LINKS,
    O_CO3,
    START,
    by_hand,
)
from xpsfit.fit.exchange import exchanged
from xpsfit.fit.joint import fit_jointly
from xpsfit.fit.joint_scrutiny import Asked
from xpsfit.fit.slots import Slot, Slots, Tie
from xpsfit.model import Parameter

if TYPE_CHECKING:
    from xpsfit.fit import FittedParameter
    from xpsfit.fit.joint_result import JointFit

MODEL = tied_model(*LINKS)


@pytest.fixture(scope="module")
def dense() -> Dense:
    return dense_fit(two_samples(MODEL), by_hand, START)


def parameter(
    joints: tuple[JointFit, ...], sample: str, named: tuple[str, str], quantity: str
) -> FittedParameter:
    joint = next(j for j in joints if j.sample == sample)
    fit = joint.fits[joint.regions.index(named[0])]
    return next(p for p in fit.parameters if p.name == f"{named[1]}.{quantity}")


@pytest.fixture(scope="module")
def profiled() -> tuple[JointFit, ...]:
    return fit_jointly(two_samples(MODEL), MODEL, asked=Asked(errors="profile"))


@pytest.mark.parametrize(
    ("sample", "named", "quantity"),
    [
        ("one", C_C, "fwhm_ev"),  # one for both
        ("two", C_CO3, "fwhm_ev"),  # hangs on that of the first sample
        ("two", O_CO3, "center_ev"),  # hangs on three positions
        ("two", C_CO3, "area_cps_ev"),  # free in its sample
    ],
)
def test_where_a_profile_ends_a_dense_fit_has_risen_by_as_much(
    profiled: tuple[JointFit, ...],
    dense: Dense,
    sample: str,
    named: tuple[str, str],
    quantity: str,
) -> None:
    found = parameter(profiled, sample, named, quantity)
    place = ("area_cps_ev", "center_ev", "fwhm_ev").index(quantity)
    ends = (found.low_95, found.low_68, found.high_68, found.high_95)
    for end, delta in zip(ends, (3.841, 1.0, 1.0, 3.841), strict=True):
        assert end is not None
        held = dense_fit(
            two_samples(MODEL), by_hand, START, ((sample, *named), place, end)
        )
        rise = held.chi_square - dense.chi_square
        # Ends are found to 1e-3 of a standard error.
        assert rise == pytest.approx(delta, abs=0.01)


def test_replicates_scatter_as_the_dense_covariance_says(dense: Dense) -> None:
    asked = Asked(errors="monte-carlo", replicates=200, seed=5)
    joints = fit_jointly(two_samples(MODEL), MODEL, asked=asked)
    ratios = []
    for sample, *named in dense.lines:
        errors = dense.stderr(sample, named[0], named[1])
        for error, quantity in zip(
            errors, ("area_cps_ev", "center_ev", "fwhm_ev"), strict=True
        ):
            found = parameter(joints, sample, (named[0], named[1]), quantity)
            assert found.low_68 is not None
            assert found.high_68 is not None
            ratios.append((found.high_68 - found.low_68) / 2.0 / error)
    # 200 draws give the half width of 68 % to 8 %; 24 of them are averaged.
    assert np.mean(ratios) == pytest.approx(1.0, abs=0.08)
    assert min(ratios) > 0.7
    assert max(ratios) < 1.3


def test_tied_quantities_have_the_same_interval_in_every_sample() -> None:
    asked = Asked(errors="monte-carlo", replicates=10)
    joints = fit_jointly(two_samples(MODEL), MODEL, asked=asked)
    one, two = (parameter(joints, s, C_C, "fwhm_ev") for s in ("one", "two"))
    assert (one.low_68, one.high_95) == (two.low_68, two.high_95)


def test_starts_of_samples_together_say_of_each_whether_it_is_unique() -> None:
    carbon, oxygen = MODEL.regions
    wide = tuple(
        replace(c, center_ev=Parameter(c.center_ev.value, 526.0, 534.0))
        for c in oxygen.components
        if isinstance(c.center_ev, Parameter)
    )
    # Only the widths are tied, so the two lines of O 1s may change places.
    model = replace(
        MODEL, regions=(carbon, replace(oxygen, components=wide)), shared=LINKS[2:3]
    )
    joints = fit_jointly(two_samples(model), model, asked=Asked(restarts=30))
    said = [fit.uniqueness for joint in joints for fit in joint.fits]
    assert [None if u is None else u.unique for u in said] == [True, False, True, False]
    tied = fit_jointly(two_samples(MODEL), MODEL, asked=Asked(restarts=4))
    for joint, plain in zip(tied, fit_jointly(two_samples(MODEL), MODEL), strict=True):
        for fit, other in zip(joint.fits, plain.fits, strict=True):
            assert fit.uniqueness is not None
            assert fit.uniqueness.unique
            assert fit.uniqueness.restarts == 4
            assert fit.area_cps_ev == pytest.approx(other.area_cps_ev, rel=1e-5)


def test_what_takes_the_place_of_another_leaves_all_values_as_they_are() -> None:
    free = [Slot(f"c{i}", "center_ev", 285.0 + i, part="one") for i in range(3)]
    ties = [Tie(((0, 1.0), (1, -1.0), (2, 1.0)), 0.3), Tie(((2, 2.0), (0, 0.5)), -1.0)]
    tied = [
        Slot(f"t{i}", "center_ev", 0.0, free=False, tie=tie, part="two")
        for i, tie in enumerate(ties)
    ]
    slots = Slots((*free, *tied))
    other = exchanged(slots, 3)
    assert other is not None
    assert other.values() == pytest.approx(slots.values())
    assert other.free() == [0, 1, 3]
    moved = other.changed(3, value=290.0).values()
    # By hand: c2 = t0 - c0 + c1 - 0.3, t1 = 2 c2 + c0 / 2 - 1.
    assert moved[2] == pytest.approx(290.0 - 285.0 + 286.0 - 0.3)
    assert moved[4] == pytest.approx(2.0 * moved[2] + 142.5 - 1.0)
    assert (
        exchanged(Slots((*free, replace(tied[0], quantity="area_cps_ev"))), 3) is None
    )
