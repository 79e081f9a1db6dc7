"""Errors where components trade area, against samples of known truth."""

from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks.species_fit import Run, pulls, run
from xpsfit.fit.errors import Errors
from xpsfit.fit.valleys import Valley, stretched


def said_of_valleys(draw: Run) -> list[str]:
    return [w for w in draw.joint.warnings if "no parabola" in w]


# By the curvature at the minimum the metal would lie 11 and 3 errors below the truth:
# noise made its line 0.4 and 0.56 eV wide, where 0.8 eV is true. In the first draw a
# second minimum lies 0.4 above in chi-square, with twice as much metal.
@pytest.mark.parametrize("seed", [32, 77])
def test_a_line_that_noise_made_narrow_has_an_error_that_holds_the_truth(
    seed: int,
) -> None:
    draw = run(seed)
    (sentence,) = said_of_valleys(draw)
    assert sentence.startswith("Al metal: ")
    for component in ("Al metal", "Al-C", "Li-Al"):
        (pull,) = pulls(list(draw.joint.fits), "Al 2p", component)
        assert abs(pull) < 2.0, component
    (metal,) = (s for s in draw.joint.species if s.name == "Al metal")
    place = [s.name for s in draw.joint.species].index("Al metal")
    assert metal.amount_cps_ev_stderr == pytest.approx(
        math.sqrt(draw.joint.covariance[place, place])
    )


def test_errors_on_a_parabola_stay_as_they_are() -> None:
    assert said_of_valleys(run(2)) == []


def test_what_moves_along_with_an_area_is_stretched_with_it() -> None:
    # The second of three moves against the first with correlation -0.95.
    covariance = np.array([[4.0, -1.9, 0.0], [-1.9, 1.0, 0.0], [0.0, 0.0, 9.0]])
    valley = Valley(slot=0, stderr=2.0, below=1.0, above=6.0, lower=False)
    found = stretched(Errors(covariance, {}, 3.0), [valley]).covariance
    # What of the second hangs on the first has three times its deviation.
    assert found[0, 0] == pytest.approx(36.0)
    assert found[1, 1] == pytest.approx((1.0 - 0.95**2) + (3.0 * 0.95) ** 2)
    assert found[0, 1] == pytest.approx(-9.0 * 1.9)
    np.testing.assert_array_equal(found[2], covariance[2])


def test_an_interval_that_is_shorter_than_it_seemed_makes_no_error_smaller() -> None:
    covariance = np.diag([4.0, 1.0])
    valley = Valley(slot=0, stderr=2.0, below=1.0, above=1.8, lower=False)
    found = stretched(Errors(covariance, {}, 2.0), [valley])
    np.testing.assert_array_equal(found.covariance, covariance)
