"""The GL product with an exponential tail, against its definition."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq

from xpsfit.lineshapes import evaluate
from xpsfit.lineshapes.gl_product import gl_product
from xpsfit.lineshapes.gl_tail import gl_tail


def avantage(u: float, m: float, h: float, e: float) -> float:
    """Return the line of height 1 in units of the nominal width."""
    g = math.exp(-4.0 * math.log(2.0) * (1.0 - m) * u * u) / (1.0 + 4.0 * m * u * u)
    return g + (1.0 - g) * h * math.exp(-e * u) if u > 0.0 else g


@pytest.mark.parametrize(
    "shape",
    [(0.3, 0.1, 0.2), (0.887, 0.0837, 0.1868), (0.0, 0.4, 2.0), (1.0, 0.2, 0.05)],
)
def test_it_is_the_line_that_avantage_draws_at_its_true_width(
    shape: tuple[float, float, float],
) -> None:
    nominal, center = 0.7, 284.5
    sides = [
        brentq(lambda u: avantage(u, *shape) - 0.5, *ends, xtol=1e-14)
        for ends in ((-1.0, 0.0), (0.0, 40.0))
    ]
    full = nominal * (sides[1] - sides[0])
    panels = [-1e5, -100.0, -3.0, 0.0, 3.0, 100.0, 1e4, 1e5]
    area = sum(
        quad(avantage, low, high, args=shape, epsabs=1e-12, limit=300)[0]
        for low, high in itertools.pairwise(panels)
    )
    # Beyond, a Lorentzian holds 1 / (4 m u) of its height on either side.
    area += 2.0 * shape[0] ** 3 / 4.0e5 if shape[0] == 1.0 else 0.0
    u = np.linspace(-6.0, 30.0, 73)
    line = evaluate(
        "gl_tail",
        center + nominal * u,
        area * nominal,
        center,
        full,
        dict(zip(("mixing", "tail_height", "tail_exponent"), shape, strict=True)),
    )
    expected = [avantage(x, *shape) for x in u]
    np.testing.assert_allclose(line.value, expected, rtol=2e-7, atol=1e-12)


@pytest.mark.parametrize("mixing", [0.0, 0.1, 0.3, 0.9])
def test_without_a_tail_it_is_the_gl_product(mixing: float) -> None:
    t = np.linspace(-6.0, 6.0, 49)
    own, plain = gl_tail(t, mixing, 0.0, 0.3), gl_product(t, mixing)
    np.testing.assert_allclose(own.density, plain.density, rtol=1e-12)
    np.testing.assert_allclose(own.slope, plain.slope, rtol=1e-11, atol=1e-15)
    np.testing.assert_allclose(
        np.asarray(own.integral), np.asarray(plain.integral), atol=1e-12
    )
