"""The shipped models say what the library and the founding study say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import peaklib
from tests.xpsfit.model.texts import SOUND
from xpsfit.errors import ModelError, UnknownNameError, XpsFitError
from xpsfit.model import (
    Component,
    Link,
    Parameter,
    RegionModel,
    builtin_model,
    builtin_models,
    check_model,
    dump_model,
    find_model,
    load_model,
)

if TYPE_CHECKING:
    from pathlib import Path

# The positions that the founding study prints, on its C-C = 284.8 eV scale; it names
# the other components without a number.
STUDY = {
    "C 1s": {"R-Li/Al-C": 283.3, "C-C": 284.8, "Li2CO3": 288.5},
    "O 1s": {"Li2O": 528.3, "Li2CO3": 531.0},
    "Al 2p": {"Li-Al": 70.5, "Al-C": 73.5},
    "Li 1s": {"Li2O": 53.8, "Li2CO3": 55.0},
}


def region(name: str) -> RegionModel:
    found = builtin_model("li-tma").region(name)
    assert found is not None
    return found


def centers(name: str) -> dict[str, float]:
    """Return start positions, held separations resolved by hand."""
    free = {
        c.name: c.center_ev.value
        for c in region(name).components
        if isinstance(c.center_ev, Parameter)
    }
    held = {
        c.name: c.center_ev.ratio * free[c.center_ev.component] + c.center_ev.offset
        for c in region(name).components
        if isinstance(c.center_ev, Link)
    }
    return free | held


def library_states(name: str) -> dict[str, peaklib.ChemicalState]:
    [recipe] = [r for r in peaklib.recipe("li-tma").regions if r.level == name]
    return {
        state.name: state
        for key in recipe.states
        for state in peaklib.chemical_states(name)
        if state.key == key
    }


def only(name: str, component: str) -> Component:
    return next(c for c in region(name).components if c.name == component)


@pytest.mark.parametrize("name", builtin_models())
def test_every_shipped_model_is_sound(name: str) -> None:
    model = builtin_model(name)
    assert check_model(model) is model
    assert model.name == name
    assert model.title
    assert model.source
    assert model.reference is not None
    assert model.reference.binding_energy_ev == 284.8


def test_the_shipped_models_are_these() -> None:
    assert set(builtin_models()) >= {"li-tma", "adventitious-carbon"}


class TestLiTma:
    @pytest.mark.parametrize("name", STUDY)
    def test_positions_are_those_of_the_study(self, name: str) -> None:
        found = centers(name)
        assert {k: round(found[k], 6) for k in STUDY[name]} == STUDY[name]

    @pytest.mark.parametrize("name", STUDY)
    def test_positions_and_their_bounds_are_those_of_the_library(
        self, name: str
    ) -> None:
        states = library_states(name)
        assert {c.name for c in region(name).components} == set(states)
        assert centers(name) == pytest.approx({k: s.be_ev for k, s in states.items()})
        for component in region(name).components:
            state = states[component.name]
            if isinstance(component.center_ev, Parameter):
                bounds = (component.center_ev.minimum, component.center_ev.maximum)
                assert bounds == (state.be_min_ev, state.be_max_ev)

    @pytest.mark.parametrize("name", STUDY)
    def test_widths_are_guided_by_the_library_but_may_leave_its_range(
        self, name: str
    ) -> None:
        # The range stands for two standard deviations about its middle; another pass
        # energy may narrow a line to half or broaden it by half.
        states = library_states(name)
        for component in region(name).components:
            state, width = states[component.name], component.fwhm_ev
            low, high = state.fwhm_min_ev, state.fwhm_max_ev
            assert isinstance(width, Parameter)
            assert width.value == pytest.approx((low + high) / 2.0)
            assert width.spread == pytest.approx((high - low) / 4.0)
            assert (width.minimum, width.maximum) == pytest.approx(
                (0.5 * low, 1.5 * high)
            )

    @pytest.mark.parametrize("name", STUDY)
    def test_no_state_rests_on_memory_alone(self, name: str) -> None:
        states = library_states(name).values()
        assert [s.key for s in states if s.memory_only] == []
        assert all(s.sources for s in states)

    def test_aluminum_is_fitted_in_doublets_of_the_library(self) -> None:
        for component in region("Al 2p").components:
            assert component.doublet is not None
            assert component.doublet.splitting_ev == 0.435
            assert component.doublet.ratio == 0.5

    @pytest.mark.parametrize("name", ["C 1s", "O 1s", "Li 1s"])
    def test_an_s_level_has_no_doublets(self, name: str) -> None:
        assert [c.name for c in region(name).components if c.doublet] == []

    def test_the_separations_of_the_lithium_lines_are_held(self) -> None:
        anchor = only("Li 1s", "Li2O").center_ev
        assert isinstance(anchor, Parameter)
        assert anchor.vary
        others = [c for c in region("Li 1s").components if c.name != "Li2O"]
        assert len(others) == 3
        for component in others:
            state = library_states("Li 1s")[component.name]
            assert isinstance(component.center_ev, Link)
            assert component.center_ev.component == "Li2O"
            assert component.center_ev.ratio == 1.0
            assert component.center_ev.offset == pytest.approx(state.be_ev - 53.8)

    def test_only_lithium_is_held_so(self) -> None:
        assert [
            c.name
            for name in ("C 1s", "O 1s", "Al 2p")
            for c in region(name).components
            if isinstance(c.center_ev, Link)
        ] == []

    def test_lines_are_gaussian_lorentzian_products_of_30_percent(self) -> None:
        for name in STUDY:
            for component in region(name).components:
                assert component.line_shape == "gl_product"
                assert component.shape == {"mixing": Parameter(0.3, vary=False)}

    def test_a_library_range_counts_as_two_standard_deviations(self) -> None:
        center = only("C 1s", "C-C").center_ev
        assert isinstance(center, Parameter)
        assert center.spread == pytest.approx((center.maximum - center.minimum) / 4.0)

    def test_the_reference_line_is_the_hydrocarbon(self) -> None:
        line = builtin_model("li-tma").reference
        assert line is not None
        assert (line.region, line.component) == ("C 1s", "C-C")

    def test_components_stand_in_order_of_binding_energy(self) -> None:
        for name in STUDY:
            found = centers(name)
            order = [found[c.name] for c in region(name).components]
            assert order == sorted(order)


class TestNames:
    @pytest.mark.parametrize("name", ["li-tmA", "", "../li-tma", "li-tma.toml"])
    def test_an_unknown_model_is_refused_with_the_known_ones(self, name: str) -> None:
        with pytest.raises(UnknownNameError) as caught:
            builtin_model(name)
        message = str(caught.value)
        assert message.startswith(f"unknown peak model {name!r}")
        assert "li-tma" in message.split("known: ")[1]
        assert isinstance(caught.value, XpsFitError)

    def test_a_shipped_model_is_found_by_name(self) -> None:
        assert find_model("li-tma") is builtin_model("li-tma")

    def test_a_file_is_found_by_its_path(self, tmp_path: Path) -> None:
        file = tmp_path / "foil.toml"
        file.write_text(SOUND)
        assert find_model(str(file)) == load_model(file)

    def test_a_file_does_not_hide_a_shipped_model(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "li-tma").write_text(SOUND)
        monkeypatch.chdir(tmp_path)
        assert find_model("li-tma").name == "li-tma"
        assert find_model("./li-tma").name == "foil"

    @pytest.mark.parametrize("name", ["li-tna", "nowhere/foil.toml", "", "a\0b"])
    def test_what_is_neither_a_model_nor_a_file_is_refused(self, name: str) -> None:
        with pytest.raises(ModelError, match="neither a shipped model") as caught:
            find_model(name)
        assert "li-tma" in str(caught.value)
        assert "xpsfit model init" in str(caught.value)

    def test_a_shipped_model_written_out_is_loaded_again(self, tmp_path: Path) -> None:
        file = tmp_path / "mine.toml"
        file.write_text(dump_model(builtin_model("li-tma")), encoding="utf-8")
        assert find_model(str(file)) == builtin_model("li-tma")
