"""States that the data of a whole series support, and those they do not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.small_series import JITTER_EV, SHIFTS_EV, a_small_model, small_series
from xpsfit.fit.series.fit import FittedSeries, SeriesData, fit_series
from xpsfit.model.types import Link, Parameter, PeakModel

if TYPE_CHECKING:
    from collections.abc import Sequence


def with_phantom(species: str = "phantom") -> PeakModel:
    """Return the small model with a line in C 1s that no sample has."""
    model = a_small_model()
    region = model.regions[0]
    phantom = replace(
        region.components[0],
        name="phantom",
        species=species,
        center_ev=Parameter(287.5, 287.0, 288.0, spread=0.2),
        fwhm_ev=Parameter(1.3, 0.8, 1.8, spread=0.2),
    )
    region = replace(region, components=(*region.components, phantom))
    return replace(model, regions=(region, model.regions[1]))


def fitted(
    seed: int, model: PeakModel, keep: Sequence[str] = (), scale: float = 1.0
) -> FittedSeries:
    data = SeriesData(
        4,
        small_series(seed, scale=scale),
        SHIFTS_EV[0],
        keep=keep,
        jitter_ev=JITTER_EV,
    )
    return fit_series(data, model)


@pytest.mark.parametrize("seed", range(4))
def test_a_state_that_no_level_shows_is_dropped_in_words(seed: int) -> None:
    found = fitted(seed, with_phantom())
    dropped = [s for s in found.common.states if not s.kept]
    assert [(s.region, s.component) for s in dropped] == [("C 1s", "phantom")]
    assert any(
        w.startswith("C 1s phantom was dropped for the whole series")
        for w in found.common.warnings
    )
    for joint in found.levels:
        phantom = joint.fits[0].component("phantom")
        assert phantom.area_cps_ev == 0.0
        assert phantom.presence == "below_limit"
        assert phantom.area_upper_95_cps_ev >= 1.645 * phantom.area_cps_ev_stderr > 0.0


def test_what_is_left_is_the_fit_of_a_model_without_it() -> None:
    less, never = fitted(1, with_phantom()), fitted(1, a_small_model())
    for one, other in zip(less.levels, never.levels, strict=True):
        for j in range(2):
            a, b = one.fits[0].components[j], other.fits[0].components[j]
            assert a.area_cps_ev == pytest.approx(
                b.area_cps_ev, abs=1e-3 * b.area_cps_ev_stderr
            )
            assert a.area_cps_ev_stderr == pytest.approx(b.area_cps_ev_stderr, rel=1e-3)


@pytest.mark.parametrize("keep", [("phantom",), ("C 1s phantom",), ("all",)])
def test_what_is_to_be_kept_is_kept(keep: tuple[str, ...]) -> None:
    found = fitted(1, with_phantom(), keep)
    assert all(s.kept for s in found.common.states)
    free = {p.name: p.state for p in found.levels[0].fits[0].parameters}
    assert free["phantom.area_cps_ev"] == "free"


def test_a_state_of_another_core_level_stays() -> None:
    model = with_phantom("seen")
    oxygen = model.regions[1]
    seen = (replace(oxygen.components[0], species="seen"), *oxygen.components[1:])
    model = replace(model, regions=(model.regions[0], replace(oxygen, components=seen)))
    states = {(s.region, s.component): s for s in fitted(1, model).common.states}
    assert states["C 1s", "phantom"].kept
    assert states["C 1s", "phantom"].reason == "its species is shown by O 1s"


def test_a_state_to_which_another_is_linked_stays() -> None:
    model = with_phantom()
    carbon = model.regions[0]
    first = replace(carbon.components[0], fwhm_ev=Link("phantom"))
    carbon = replace(carbon, components=(first, *carbon.components[1:]))
    model = replace(model, regions=(carbon, model.regions[1]))
    assert all(s.kept for s in fitted(1, model).common.states)


def test_a_real_state_that_is_weak_at_every_level_is_kept() -> None:
    # At 1 % of the counts the weaker line of the last level is near its limit.
    found = fitted(2, a_small_model(), scale=0.02)
    assert all(s.kept for s in found.common.states)


def test_presence_is_told_level_by_level() -> None:
    found = fitted(3, with_phantom(), ("phantom",))
    presence = np.array(
        [[c.presence for c in joint.fits[0].components] for joint in found.levels]
    )
    assert (presence[:, :2] == "present").all()
    assert (presence[:, 2] == "below_limit").all()
