"""Lines of other elements inside a window, against factors written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.built_results import Line, composition_of, fit_of
from tests.xpsfit.quantify.areas import PLAIN, UNCORRECTED, a_window, an_area
from xpsfit.quantify import compose
from xpsfit.quantify.foreign_lines import foreign_line_warnings

if TYPE_CHECKING:
    from xpsfit.results import IntegratedArea

# Scofield (1976) relative to C 1s, and kinetic energies for Al K-alpha.
FACTORS = {"C 1s": 1.0, "Mo 3d": 9.5, "S 2p": 1.677, "O 1s": 2.93}
KINETIC_EV = {"C 1s": 1202.0, "Mo 3d": 1257.0, "S 2p": 1324.0, "O 1s": 955.0}
WINDOW_EV = {
    "C 1s": (280.0, 295.0),
    "Mo 3d": (222.0, 238.0),
    "S 2p": (156.0, 168.0),
    "O 1s": (526.0, 540.0),
}
S_2S = 1.43


def areas_of(atoms: dict[str, float]) -> list[IntegratedArea]:
    return [
        an_area(
            a_window(level, *WINDOW_EV[level]),
            100.0 * count * FACTORS[level] * KINETIC_EV[level] ** 0.6,
        )
        for level, count in atoms.items()
    ]


def warnings_of(atoms: dict[str, float]) -> list[str]:
    composed = compose([], areas_of(atoms), 0.0, UNCORRECTED, PLAIN)
    return [w for w in composed.warnings if "lies inside" in w]


def test_sulfur_2s_in_the_window_of_mo_3d_is_named_with_its_share() -> None:
    # MoS2: two S per Mo, so 2 x 1.43 beside 9.5.
    (found,) = warnings_of({"C 1s": 1.0, "Mo 3d": 1.0, "S 2p": 2.0})
    share = 100.0 * 2.0 * S_2S / FACTORS["Mo 3d"]
    assert found.startswith("Mo 3d: S 2s at about 226 eV lies inside the window")
    assert f"counted as Mo (about {share:.0f} % of the area" in found


def test_a_line_of_little_of_the_area_is_not_worth_a_word() -> None:
    # 0.15 S per Mo: 0.15 x 1.43 / 9.5 = 2.3 %.
    assert warnings_of({"C 1s": 1.0, "Mo 3d": 1.0, "S 2p": 0.15}) == []


def test_a_line_that_would_be_the_whole_area_is_said_to_be_perhaps_all() -> None:
    (found,) = warnings_of({"C 1s": 1.0, "Mo 3d": 0.02, "S 2p": 2.0})
    assert "perhaps all of the area" in found


def test_elements_whose_lines_lie_elsewhere_give_no_warning() -> None:
    assert warnings_of({"C 1s": 1.0, "O 1s": 2.0, "S 2p": 1.0}) == []


@pytest.mark.parametrize(("name", "told"), [("Al metal", True), ("In 4p", False)])
def test_a_fitted_window_is_told_of_unless_a_component_is_named_after_the_line(
    name: str, told: bool
) -> None:
    # In 4p at 77 eV has 2.448 per atom, Al 2p 0.5371: with one In per Al most of it.
    fits = [
        fit_of("Al 2p", [Line("Al-O", 74.0, 1.0), Line(name, 76.0, 0.5)]),
        fit_of("In 3d", [Line("In", 444.0, 1.0)]),
    ]
    rows = composition_of(fits).elements
    found = foreign_line_warnings(rows, fits, 0.0, "scofield")
    assert [w[:13] for w in found] == (["Al 2p: In 4p "] if told else [])
    assert all("no component is named after it" in w for w in found)


def test_what_was_not_detected_has_no_lines_in_other_windows() -> None:
    areas = areas_of({"Mo 3d": 1.0, "S 2p": 2.0})
    large = 0.5 * areas[1].area_cps_ev
    unseen = [areas[0], an_area(areas[1].region.spectrum, 2.0 * large, large)]
    for own, told in ((areas, 1), (unseen, 0)):
        rows = compose([], own, 0.0, UNCORRECTED, PLAIN).elements
        assert len(foreign_line_warnings(rows, own, 0.0, "scofield")) == told
