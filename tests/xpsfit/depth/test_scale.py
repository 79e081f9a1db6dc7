"""Etch time into depth."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from xpsfit.depth import equivalent_depth
from xpsfit.depth.scale import check_scale, depth_at, scale_sentences
from xpsfit.depth.types import DepthScale, ScaleLayer
from xpsfit.errors import SeriesError


@pytest.mark.parametrize(
    ("time_s", "rate_nm_per_s", "depth_nm"),
    [
        (0.0, 0.19, 0.0),
        (1500.0, 0.19, 285.0),
        (6600.0, 0.19, 1254.0),
        (60.0, 0.5, 30.0),
    ],
)
def test_depth_is_time_times_the_rate_of_the_reference(
    time_s: float, rate_nm_per_s: float, depth_nm: float
) -> None:
    assert equivalent_depth(time_s, rate_nm_per_s) == pytest.approx(depth_nm)


@pytest.mark.parametrize("rate_nm_per_s", [0.0, -0.19, math.inf, math.nan])
def test_a_rate_that_makes_no_scale_is_refused(rate_nm_per_s: float) -> None:
    with pytest.raises(SeriesError, match=r"sputter rate of .* nm/s .* positive rate"):
        equivalent_depth(30.0, rate_nm_per_s)


@pytest.mark.parametrize("time_s", [-1.0, math.inf, math.nan])
def test_an_impossible_time_is_refused(time_s: float) -> None:
    with pytest.raises(SeriesError, match=r"an etch time of .* s is not possible"):
        equivalent_depth(time_s, 0.19)


LAYERS = (
    ScaleLayer("C", 0.4, 0.2, 0.8, "tests"),
    ScaleLayer("Al4C3", 0.7, 0.5, 1.0, "tests", from_s=450.0, from_stderr_s=20.0),
    ScaleLayer("LiAl", 1.5, 0.8, 2.0, "tests", from_s=1225.0, from_stderr_s=40.0),
)


def test_the_error_of_the_rate_is_that_of_every_depth() -> None:
    depth = depth_at(DepthScale(0.19, 0.019), 1500.0)
    assert (depth.nm, depth.stderr_nm) == pytest.approx((285.0, 28.5))
    assert depth.low_nm is None
    assert depth_at(DepthScale(0.19), 1500.0).stderr_nm is None


def test_layers_add_up_with_their_rates_and_ranges() -> None:
    depth = depth_at(DepthScale(0.2, layers=LAYERS), 2225.0)
    # 0.2 nm/s x (0.4 x 450 s + 0.7 x 775 s + 1.5 x 1000 s), and so on.
    assert depth.nm == pytest.approx(36.0 + 108.5 + 300.0)
    assert depth.low_nm == pytest.approx(0.2 * (0.2 * 450 + 0.5 * 775 + 0.8 * 1000))
    assert depth.high_nm == pytest.approx(0.2 * (0.8 * 450 + 1.0 * 775 + 2.0 * 1000))


def test_the_error_of_a_boundary_counts_below_it() -> None:
    scale = DepthScale(0.2, layers=LAYERS)
    assert depth_at(scale, 100.0).stderr_nm == 0.0
    assert depth_at(scale, 600.0).stderr_nm == pytest.approx(0.2 * 0.3 * 20.0)
    both = math.hypot(0.2 * 0.3 * 20.0, 0.2 * 0.8 * 40.0)
    assert depth_at(scale, 3000.0).stderr_nm == pytest.approx(both)


def test_errors_of_layered_depths_are_those_of_random_rates_and_boundaries() -> None:
    noise = np.random.default_rng(1)
    depths = [
        depth_at(
            DepthScale(
                noise.normal(0.2, 0.01),
                layers=tuple(
                    replace(
                        layer, from_s=noise.normal(layer.from_s, layer.from_stderr_s)
                    )
                    for layer in LAYERS
                ),
            ),
            2225.0,
        ).nm
        for _ in range(4000)
    ]
    stated = depth_at(DepthScale(0.2, 0.01, layers=LAYERS), 2225.0).stderr_nm
    assert stated == pytest.approx(float(np.std(depths)), rel=0.05)


def test_a_change_of_rate_is_said_where_it_happens() -> None:
    first, *changes = scale_sentences(DepthScale(0.2, 0.01, layers=LAYERS))
    assert first.startswith("depth is estimated, from 0.2 +- 0.01 nm/s of Ta2O5")
    assert changes[1].startswith(
        "the rate changes at 450 +- 20 s: Al4C3, 0.7 (0.5 to 1)"
    )
    assert len(changes) == 3


def test_without_layers_the_depth_is_equivalent_to_the_reference() -> None:
    assert scale_sentences(DepthScale(0.3, None, "SiO2")) == [
        "depth is SiO2-equivalent, 0.3 nm/s x etch time"
    ]


@pytest.mark.parametrize(
    ("scale", "message"),
    [
        (DepthScale(-0.1), "positive rate"),
        (DepthScale(1e-7), "check its unit"),
        (DepthScale(5e4), "check its unit"),
        (DepthScale(0.2, -0.01), "smaller than the rate"),
        (DepthScale(0.2, 0.2), "smaller than the rate"),
        (DepthScale(0.2, math.nan), "smaller than the rate"),
    ],
)
def test_a_scale_that_is_none_is_refused(scale: DepthScale, message: str) -> None:
    with pytest.raises(SeriesError, match=message):
        check_scale(scale)


def test_a_rate_that_nobody_stated_is_called_assumed() -> None:
    first, why = scale_sentences(DepthScale(0.19, assumed=True))
    assert first == "depth is Ta2O5-equivalent, 0.19 nm/s x etch time"
    assert "assumed" in why
    assert "Ta2O5 on the instrument of the founding study" in why
    told = scale_sentences(DepthScale(0.2, 0.01, layers=LAYERS, assumed=True))
    assert why in told
    assert "nm/s of Ta2O5 (assumed)" in told[0]
