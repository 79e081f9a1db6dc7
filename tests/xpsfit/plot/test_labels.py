"""Words on a figure."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xpsfit.plot.colors import (
    ELEMENT_COLORS,
    SPECIES_COLORS,
    element_colors,
    named_colors,
)
from xpsfit.plot.labels import formula, shown, spread

POSITIONS = st.lists(st.floats(0.0, 10.0), min_size=1, max_size=8)


@given(st.text(max_size=300), st.integers(5, 60))
def test_any_name_becomes_short_and_printable(name: str, limit: int) -> None:
    text = shown(name, limit)
    assert len(text) <= limit
    assert text.isprintable()


def test_a_character_without_a_glyph_becomes_a_box() -> None:
    assert shown("Li 箔 5 s", 20) == "Li □ 5 s"


def test_a_long_name_keeps_its_ends() -> None:
    assert shown("a" * 5000 + "TMA-20s", 11) == "aaaaa…A-20s"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Li2CO3", "Li₂CO₃"),
        ("Al(OH)3", "Al(OH)₃"),
        ("R-Li/Al4C3", "R-Li/Al₄C₃"),
        ("Al 2p3/2", "Al 2p3/2"),
        ("C=C sp2", "C=C sp2"),
        ("peak 1", "peak 1"),
    ],
)
def test_only_numbers_of_formulas_become_subscripts(name: str, expected: str) -> None:
    assert formula(name) == expected


@given(POSITIONS)
def test_labels_keep_their_distance_and_their_order(wanted: list[float]) -> None:
    placed = spread(wanted, 1.0, 0.0, 10.0)
    assert placed.min() >= -1e-9
    assert placed.max() <= 10.0 + 1e-9
    order = np.argsort(wanted, kind="stable")
    assert np.all(np.diff(placed[order]) >= 1.0 - 1e-9)


def test_labels_move_as_little_as_possible() -> None:
    """Against a search of all placements on a fine grid."""
    wanted = [2.0, 2.2, 2.9]
    grid = np.arange(0.0, 5.01, 0.1)
    best = min(
        sum((x - w) ** 2 for x, w in zip(places, wanted, strict=True))
        for places in itertools.combinations(grid, 3)
        if places[1] - places[0] > 0.99 and places[2] - places[1] > 0.99
    )
    placed = spread(wanted, 1.0, 0.0, 5.0)
    assert sum((placed - wanted) ** 2) <= best + 1e-9


def test_too_many_labels_share_the_room() -> None:
    assert spread([5.0] * 5, 10.0, 0.0, 8.0) == pytest.approx([0.0, 2.0, 4.0, 6.0, 8.0])


def test_fixed_colors_are_distinct() -> None:
    shared = {"R-Li", "R-Li/Al-C"}
    alone = [color for name, color in SPECIES_COLORS.items() if name not in shared]
    assert len({*alone, SPECIES_COLORS["R-Li"]}) == len(alone) + 1
    assert len(set(ELEMENT_COLORS.values())) == len(ELEMENT_COLORS)


def test_other_names_take_colors_that_are_free() -> None:
    colors = named_colors(["Li2O", "rust", "Al-C", "scale", "rust"])
    assert colors["Li2O"] == SPECIES_COLORS["Li2O"]
    assert len(set(colors.values())) == 4
    assert len(element_colors(["C", "In", "P", "S", "Cl"])) == 5
    assert len(set(element_colors(["C", "In", "P", "S", "Cl"]).values())) == 5


def test_more_names_than_colors_start_again() -> None:
    assert len(named_colors(str(i) for i in range(40))) == 40
