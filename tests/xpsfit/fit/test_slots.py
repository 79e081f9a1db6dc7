"""Ties are exact, chain, and survive the charge shift."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from xpsfit.fit.slots import Tie, slots_of
from xpsfit.model import (
    BackgroundModel,
    Component,
    Link,
    Parameter,
    RegionModel,
)


def a_model() -> RegionModel:
    """Three components; b hangs on a, c hangs on b, d is free."""

    def component(name: str, center: Parameter | Link) -> Component:
        return Component(name, name, "gaussian", center, Parameter(1.2, 0.5, 2.0))

    return RegionModel(
        "C 1s",
        279.0,
        295.0,
        BackgroundModel(),
        (
            component("a", Parameter(284.8, 284.0, 286.0)),
            component("b", Link("a", 1.0, 1.5)),
            component("c", Link("b", 1.01, -2.0)),
            component("d", Parameter(289.0, vary=False)),
        ),
    )


def test_a_chain_of_links_is_resolved_on_the_calibrated_scale() -> None:
    shift = -0.6
    slots = slots_of(a_model(), shift)
    calibrated = {
        name: slots.values()[slots.index(name, "center_ev")] + shift for name in "abcd"
    }
    assert calibrated["a"] == pytest.approx(284.8)
    assert calibrated["b"] == pytest.approx(286.3)
    assert calibrated["c"] == pytest.approx(1.01 * 286.3 - 2.0)
    assert calibrated["d"] == pytest.approx(289.0)


def test_the_chain_rule_of_links_is_the_matrix() -> None:
    slots = slots_of(a_model(), 0.3)
    matrix = slots.matrix()
    free = slots.free()
    a = slots.index("a", "center_ev")
    column = matrix[:, free.index(a)]
    assert column[slots.index("b", "center_ev")] == pytest.approx(1.0)
    assert column[slots.index("c", "center_ev")] == pytest.approx(1.01)
    assert column[slots.index("d", "center_ev")] == 0.0
    moved = slots.changed(a, value=slots.all[a].value + 0.25)
    np.testing.assert_allclose(moved.values() - slots.values(), 0.25 * column)


def test_only_free_quantities_are_counted() -> None:
    slots = slots_of(a_model(), 0.0)
    # 4 areas, 1 center, 4 widths, offset, slope, step
    assert len(slots.free()) == 12


def test_a_tie_may_have_several_terms_and_hang_on_others() -> None:
    slots = slots_of(a_model(), 0.0)
    a, d = slots.index("a", "area_cps_ev"), slots.index("d", "area_cps_ev")
    b, c = slots.index("b", "area_cps_ev"), slots.index("c", "area_cps_ev")
    slots = slots.changed(a, value=10.0).changed(d, value=4.0)
    slots = slots.changed(b, tie=Tie(((a, 2.0), (d, 0.5)), 1.0))
    slots = slots.changed(c, tie=Tie(((b, 3.0), (a, 1.0))))
    assert slots.values()[b] == pytest.approx(2.0 * 10.0 + 0.5 * 4.0 + 1.0)
    assert slots.values()[c] == pytest.approx(3.0 * 23.0 + 10.0)
    assert slots.roots(c) == ({a: 7.0, d: 1.5}, 3.0)
    free = slots.free()
    row = slots.matrix()[c]
    assert (row[free.index(a)], row[free.index(d)]) == (7.0, 1.5)
    constant = slots.changed(c, tie=Tie((), 5.0))
    assert constant.values()[c] == 5.0
    assert not constant.matrix()[c].any()


def test_what_hangs_on_a_slot_bounds_it() -> None:
    shapes: tuple[dict[str, Parameter | Link], ...] = (
        {"mixing": Parameter(0.2)},
        {"mixing": Link("a", 4.0)},
    )
    model = replace(
        a_model(),
        components=tuple(
            Component(
                name,
                name,
                "gl_product",
                Parameter(284.0),
                Parameter(1.0, 0.5, 2.0),
                shape=shape,
            )
            for name, shape in zip("ab", shapes, strict=True)
        ),
    )
    slots = slots_of(model, 0.0)
    held = slots.all[slots.index("a", "mixing")]
    assert (held.minimum, held.maximum) == (0.0, 0.25)
