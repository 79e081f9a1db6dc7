"""Static backgrounds against the numbers of CasaXPS, lmfitxps and Avantage.

The files belong to other projects and stay beside the repository; without them these
tests are skipped.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from xpsfit.backgrounds import (
    CrossSection,
    net_area,
    shirley,
    shirley_casaxps,
    tougaard_u4,
)

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.backgrounds import StaticBackground, StaticFunction

ORACLES = Path(__file__).parents[3] / "shared" / "oracles"


def columns(case: str) -> dict[str, FloatArray]:
    """Return the numbers of one case, by column; an empty cell is NaN."""
    path = ORACLES / case / "data.csv"
    if not path.is_file():
        pytest.skip(f"the oracle {case} is not beside this repository")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        name: np.array([float(row[name] or "nan") for row in rows]) for name in rows[0]
    }


def drawn_over(
    case: str,
    low_ev: float,
    high_ev: float,
    half_width: int,
    draw: StaticFunction = shirley,
) -> tuple[FloatArray, FloatArray, FloatArray, StaticBackground]:
    """Return energies, rates, the other program's background and ours.

    Both programs average channels centered on the end of the region, so ours gets
    `half_width` more of them at each end; what is returned is the region alone.
    """
    data = {name: column[::-1] for name, column in columns(case).items()}
    energy = data["binding_energy_eV"]
    inside = np.flatnonzero((energy > low_ev - 0.01) & (energy < high_ev + 0.01))
    first, last = inside[0], inside[-1] + 1
    wide = slice(first - half_width, last + half_width)
    rate = data["counts_per_s"]
    ours = draw(energy[wide], rate[wide], end_points=2 * half_width + 1)
    return (
        energy[first:last],
        rate[first:last],
        data["background"][first:last],
        ours,
    )


def trapezoid(energy: FloatArray, values: FloatArray) -> float:
    """Return the integral of `values`."""
    return float(np.sum(0.5 * (values[1:] + values[:-1]) * np.diff(energy)))


def test_casaxps_is_met_within_the_half_channel_of_its_sum_rule() -> None:
    energy, rate, casa, ours = drawn_over(
        "casaxps_c1s_shirley_voigt", 281.18, 291.68, half_width=1
    )
    values = ours.values[1:-1]
    step = ours.high_level - ours.low_level
    assert ours.low_level == pytest.approx(casa[0], abs=0.005)
    # The exported curve ends 0.008, or 1.3e-4 of the step, below the mean of the three
    # channels around its end; the export does not tell why.
    assert ours.high_level == pytest.approx(casa[-1], abs=0.01)
    # Half a channel of delay is 1.5 % of the step where the peak is highest.
    assert np.max(np.abs(values - casa)) < 0.02 * step
    net, casa_net = trapezoid(energy, rate - values), trapezoid(energy, rate - casa)
    assert net == pytest.approx(casa_net, rel=5e-4)


def test_casaxps_is_met_by_its_own_rule() -> None:
    energy, rate, casa, ours = drawn_over(
        "casaxps_c1s_shirley_voigt",
        281.18,
        291.68,
        half_width=1,
        draw=shirley_casaxps,
    )
    values = ours.values[1:-1]
    step = ours.high_level - ours.low_level
    assert np.max(np.abs(values - casa)) < 0.003 * step
    net, casa_net = trapezoid(energy, rate - values), trapezoid(energy, rate - casa)
    assert net == pytest.approx(casa_net, rel=5e-5)


def test_lmfitxps_is_met_point_by_point_on_the_axis_turned_round() -> None:
    data = columns("lmfitxps_static_backgrounds_au4f")
    binding = 180.0 - data["kinetic_energy_eV"][::-1]
    ours = shirley(binding, data["counts"][::-1], end_points=1, tolerance=1e-10)
    theirs = data["background_shirley_lmfitxps"][::-1]
    np.testing.assert_allclose(ours.values, theirs, rtol=1e-6)


def test_lmfitxps_tougaard_is_met_with_four_constants() -> None:
    data = columns("lmfitxps_static_backgrounds_au4f")
    binding = 180.0 - data["kinetic_energy_eV"][::-1]
    ours = tougaard_u4(
        binding,
        data["counts"][::-1],
        end_points=1,
        cross_section=CrossSection(c_ev2=144.506, c_factor=0.281, d_ev2=268.598),
    )
    theirs = data["background_tougaard_lmfitxps"][::-1]
    # It integrates with one mean step where ours takes the steps of the file, which are
    # rounded to 1e-4 eV; that is 1.5e-6 of the curve.
    np.testing.assert_allclose(ours.values, theirs, rtol=5e-6)


@pytest.mark.parametrize(
    ("case", "window", "levels", "tolerance"),
    [
        ("avantage_hardcarbon_c1s", (279.58, 296.18), (2206.92, 6202.63), 0.06),
        ("avantage_hardcarbon_o1s", (527.88, 539.48), (7729.54, 7848.75), 0.006),
    ],
)
def test_avantage_has_the_same_ends_and_net_area(
    case: str,
    window: tuple[float, float],
    levels: tuple[float, float],
    tolerance: float,
) -> None:
    energy, rate, avantage, ours = drawn_over(case, *window, half_width=2)
    assert ours.low_level == pytest.approx(levels[0], rel=1e-5)
    assert ours.high_level == pytest.approx(levels[1], rel=1e-5)
    values = ours.values[2:-2]
    # Its rule is not published. Ours differs by 4.2 % of the step of C 1s at most, on
    # the flank of a line 0.6 eV wide on a grid of 0.1 eV, and by 1.1 % of that of O 1s;
    # the rule of CasaXPS by 7.9 and 2.3 %. Neither crosses the smoothed data.
    np.testing.assert_allclose(values, avantage, rtol=tolerance)
    net = trapezoid(energy, rate - values)
    assert net == pytest.approx(trapezoid(energy, rate - avantage), rel=0.01)


def test_the_net_area_of_a_measured_line_is_avantage_s() -> None:
    energy, rate, avantage, _ = drawn_over(
        "avantage_hardcarbon_c1s", 279.58, 296.18, half_width=2
    )
    found = net_area(energy, rate, np.sqrt(rate))
    assert not found.fell_back
    assert found.area_cps_ev == pytest.approx(
        trapezoid(energy, rate - avantage), rel=0.01
    )
