"""What is impossible in a peak model, and what is only worth a second look."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.xpsfit.model.texts import SOUND, parsed, spoilt
from xpsfit.errors import ModelError
from xpsfit.model import (
    Component,
    Link,
    Parameter,
    PeakModel,
    RegionModel,
    builtin_model,
    builtin_models,
    check_model,
    parse_model,
    review_model,
)


def refusal(old: str, new: str) -> str:
    with pytest.raises(ModelError) as caught:
        parse_model(spoilt(old, new), "foil.toml")
    return str(caught.value)


def linked(quantity: str, links: dict[str, str | None]) -> PeakModel:
    """Return a model of one region whose components hang on each other."""
    free = {
        "center_ev": Parameter(284.8),
        "fwhm_ev": Parameter(1.3, 0.8, 1.8),
        "area_cps_ev": Parameter(0.0, 0.0),
    }
    components = []
    for name, target in links.items():
        tie = {} if target is None else {quantity: Link(target)}
        components.append(Component(name, name, "gaussian", **{**free, **tie}))  # type: ignore[arg-type]
    region = RegionModel(
        "C 1s", 278.0, 296.0, builtin_model().regions[0].background, tuple(components)
    )
    return PeakModel("hung", "", (region,))


class TestLinks:
    @pytest.mark.parametrize("quantity", ["center_ev", "fwhm_ev", "area_cps_ev"])
    @pytest.mark.parametrize(
        ("links", "circle"),
        [
            ({"A": "A"}, "A -> A"),
            ({"A": "B", "B": "A"}, "A -> B -> A"),
            ({"A": "B", "B": "C", "C": "A"}, "A -> B -> C -> A"),
            ({"D": None, "A": "B", "B": "C", "C": "B"}, "B -> C -> B"),
        ],
        ids=["itself", "two", "three", "a circle further on"],
    )
    def test_a_circular_link_is_refused_and_shown(
        self, quantity: str, links: dict[str, str | None], circle: str
    ) -> None:
        with pytest.raises(ModelError) as caught:
            check_model(linked(quantity, links))
        assert f"C 1s {quantity}: circular link" in str(caught.value)
        assert circle in str(caught.value)

    def test_a_chain_that_ends_is_no_circle(self) -> None:
        model = linked("fwhm_ev", {"A": "B", "B": "C", "C": None, "D": "C"})
        assert check_model(model) is model

    def test_a_link_to_nowhere_names_what_there_is(self) -> None:
        message = refusal('center_ev = { link = "C-C"', 'center_ev = { link = "C=C"')
        assert "C 1s C-O center_ev: linked to 'C=C'" in message
        assert "known: C-C, C-O" in message

    def test_a_link_does_not_reach_into_another_region(self) -> None:
        message = refusal("center_ev = 72.8", 'center_ev = { link = "C-C" }')
        assert "linked to 'C-C', which is not a component of this region" in message

    @pytest.mark.parametrize("number", ["nan", "inf", "-inf"])
    def test_a_link_needs_finite_numbers(self, number: str) -> None:
        assert "C 1s C-O center_ev: ratio and offset must be finite" in refusal(
            "offset = 1.5", f"offset = {number}"
        )
        assert "ratio and offset must be finite" in refusal(
            "offset = 1.5", f"ratio = {number}"
        )

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ('fwhm_ev = { link = "C-C" }', 'fwhm_ev = { link = "C-C", ratio = -1 }'),
            ("= 500.0", '= { link = "C-C", ratio = -0.5 }'),
            ("= 500.0", '= { link = "C-C", ratio = 0 }'),
        ],
    )
    def test_a_link_never_makes_a_width_or_an_area_negative(
        self, old: str, new: str
    ) -> None:
        assert "must be positive here" in refusal(old, new)

    def test_an_offset_that_makes_a_width_negative_is_refused(self) -> None:
        # 0.5 x 1.3 eV - 0.7 eV
        message = refusal(
            'fwhm_ev = { link = "C-C" }',
            'fwhm_ev = { link = "C-C", ratio = 0.5, offset = -0.7 }',
        )
        assert "C 1s C-O: fwhm_ev starts at -0.05 eV" in message


class TestNumbers:
    @pytest.mark.parametrize("number", ["nan", "inf", "-inf"])
    @pytest.mark.parametrize(
        ("old", "key"),
        [
            ("center_ev = 72.8", "center_ev"),
            ("fwhm_ev = 0.6", "fwhm_ev"),
            ("area_cps_ev = 500.0", "area_cps_ev"),
            ("low_ev = 278.0", "low_ev"),
            ("high_ev = 296.0", "high_ev"),
            ("binding_energy_ev = 284.8", "binding_energy_ev"),
            ("high_ev = 80.0", "high_ev = 80.0\nshift_spread_ev"),
            ("high_ev = 80.0", "high_ev = 80.0\nwidth_spread"),
            ("slope = true", "step_per_ev"),
        ],
    )
    def test_no_number_is_infinite_or_undefined(
        self, old: str, key: str, number: str
    ) -> None:
        refusal(old, f"{key} = {number}")

    @pytest.mark.parametrize("number", ["nan", "inf", "-1.0", "0.0"])
    def test_a_doublet_has_the_lower_j_at_higher_energy(self, number: str) -> None:
        message = refusal("splitting_ev = 0.435", f"splitting_ev = {number}")
        assert "Al 2p Al metal: a doublet needs splitting_ev > 0" in message

    @pytest.mark.parametrize("number", ["nan", "inf", "-0.5", "0.0", "1.0"])
    def test_the_minor_line_of_a_doublet_is_the_smaller_one(self, number: str) -> None:
        assert "0 < ratio < 1" in refusal("ratio = 0.5 }", f"ratio = {number} }}")

    @pytest.mark.parametrize("number", ["-0.6", "0.0"])
    def test_a_width_is_positive(self, number: str) -> None:
        message = refusal("fwhm_ev = 0.6", f"fwhm_ev = {number}")
        assert "Al 2p Al metal: fwhm_ev starts at" in message

    @pytest.mark.parametrize("bounds", ["", ", max = 2.0", ", min = -0.1"])
    def test_a_free_width_has_a_lower_bound(self, bounds: str) -> None:
        message = refusal("fwhm_ev = 0.6", f"fwhm_ev = {{ value = 0.6{bounds} }}")
        assert (
            "Al 2p Al metal: a free fwhm_ev needs a min of 0.01 eV or more" in message
        )

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("min = 284.3", "min = 284.9"),
            ("max = 285.3", "max = 284.7"),
            ("min = 284.3", "min = nan"),
            ("min = 284.3", "min = inf"),
            ("max = 285.3", "max = -inf"),
        ],
    )
    def test_a_value_lies_inside_its_bounds(self, old: str, new: str) -> None:
        message = refusal(old, new)
        assert "C 1s C-C center_ev: value 284.8 lies outside its bounds" in message

    @pytest.mark.parametrize("number", ["0.0", "-0.1", "nan"])
    def test_a_spread_is_positive(self, number: str) -> None:
        assert "C 1s C-C center_ev: spread must be positive" in refusal(
            "spread = 0.1", f"spread = {number}"
        )

    @pytest.mark.parametrize(
        ("old", "new"),
        [("high_ev = 80.0", "high_ev = 68.0"), ("high_ev = 80.0", "high_ev = 60.0")],
    )
    def test_a_window_has_a_width(self, old: str, new: str) -> None:
        assert "Al 2p: the window 68.0 to" in refusal(old, new)

    @pytest.mark.parametrize("key", ["shift_spread_ev", "width_spread"])
    def test_a_common_spread_is_never_negative(self, key: str) -> None:
        message = refusal("high_ev = 80.0", f"high_ev = 80.0\n{key} = -0.1")
        assert "Al 2p: shift_spread_ev and width_spread must be" in message


class TestNames:
    def test_an_unknown_line_shape_is_named_with_its_place(self) -> None:
        message = refusal('"gl_sum"', '"gauss"')
        assert "foil.toml: Al 2p Al metal: unknown line shape 'gauss'" in message
        assert "known: gaussian, lorentzian, gl_product, gl_sum, voigt" in message

    @pytest.mark.parametrize(
        ("old", "new", "known"),
        [
            ("{ mixing = 0.3 }", "{ mixin = 0.3 }", "known: mixing"),
            ('"gl_product"', '"gaussian"', "known: none"),
            ('"gl_product"', '"voigt"', "known: lorentz_fraction"),
        ],
    )
    def test_an_unknown_shape_parameter_names_the_known_one(
        self, old: str, new: str, known: str
    ) -> None:
        message = refusal(old, new)
        assert "C 1s C-C: line shape" in message
        assert known in message

    @pytest.mark.parametrize("value", ["-0.1", "1.1"])
    def test_a_shape_parameter_stays_inside_what_the_shape_allows(
        self, value: str
    ) -> None:
        message = refusal("mixing = 0.3", f"mixing = {value}")
        assert f"mixing = {value} lies outside 0.0 to 1.0" in message

    def test_two_components_of_one_name_are_refused(self) -> None:
        message = refusal('name = "C-O"', 'name = "C-C"')
        assert "C 1s: two components are called 'C-C'" in message

    def test_the_same_name_in_two_regions_is_allowed(self) -> None:
        assert parsed('name = "Al metal"', 'name = "C-C"').regions[1].components

    def test_two_regions_of_one_name_are_refused(self) -> None:
        message = refusal('name = "Al 2p"', 'name = "C 1s"')
        assert "two regions are called 'C 1s'" in message

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ('component = "C-C"', 'component = "C-N"'),
            ('region = "C 1s"', 'region = "N"'),
        ],
    )
    def test_the_reference_line_is_one_of_the_model(self, old: str, new: str) -> None:
        assert "is not in model 'foil'" in refusal(old, new)

    @pytest.mark.parametrize("name", ["Al 9z", "Al 5f", "Xy 1s", "Survey", "Al KLL"])
    def test_a_region_is_a_core_level_of_an_element(self, name: str) -> None:
        message = refusal('name = "Al 2p"', f'name = "{name}"')
        assert "foil.toml: region 'name': unknown core level" in message
        assert repr(name) in message

    @pytest.mark.parametrize("name", ["Al2p", "al 2p", "Al 2p Scan"])
    def test_a_region_is_spelt_as_spectra_are(self, name: str) -> None:
        # Regions are found by their name: another spelling would never be fitted.
        message = refusal('name = "Al 2p"', f'name = "{name}"')
        assert f"region 'name': {name!r} must be written 'Al 2p'" in message

    def test_a_model_without_regions_is_refused(self) -> None:
        with pytest.raises(
            ModelError, match=r"'foil' has no regions; add a \[\[region"
        ):
            parse_model('format = "xpsfit-model"\nversion = 1\nname = "foil"\n')

    def test_a_region_without_components_is_refused(self) -> None:
        start = SOUND.rindex("[[region.component]]")
        with pytest.raises(ModelError, match="Al 2p: no components"):
            parse_model(SOUND[:start])


class TestReview:
    def test_a_sound_model_with_equal_widths_draws_no_remark(self) -> None:
        assert review_model(parse_model(SOUND)) == ()

    @pytest.mark.parametrize("name", builtin_models())
    def test_the_shipped_models_can_be_reviewed(self, name: str) -> None:
        assert all(isinstance(note, str) for note in review_model(builtin_model(name)))

    def test_a_missing_reference_line_is_noted(self) -> None:
        model = replace(parse_model(SOUND), reference=None)
        assert review_model(model) == (
            "no reference line: energies are used as measured or shifted",
        )

    @pytest.mark.parametrize(("width", "noted"), [(1.55, False), (1.57, True)])
    def test_widths_that_differ_by_more_than_20_percent_are_noted(
        self, width: float, noted: bool
    ) -> None:
        # 20 % above 1.30 eV is 1.56 eV.
        model = parsed('fwhm_ev = { link = "C-C" }', f"fwhm_ev = {width}")
        notes = review_model(model)
        assert bool(notes) == noted
        assert all(f"C-O {width}" in note and "C 1s" in note for note in notes)

    def test_a_p_level_without_its_doublet_is_noted(self) -> None:
        model = parsed("doublet = { splitting_ev = 0.435, ratio = 0.5 }\n", "")
        assert review_model(model) == (
            "Al 2p Al metal: no doublet, yet the level is spin-orbit split",
        )

    @pytest.mark.parametrize(
        ("splitting_ev", "noted"),
        # peaks of Al 2p lie 0.40 to 0.50 eV apart in every source of the library
        [(0.40, False), (0.50, False), (0.30, True), (0.60, True), (3.0, True)],
    )
    def test_a_splitting_is_held_against_the_library(
        self, splitting_ev: float, noted: bool
    ) -> None:
        model = parsed("splitting_ev = 0.435", f"splitting_ev = {splitting_ev}")
        expected = (
            f"Al 2p Al metal: a splitting of {splitting_ev:g} eV, yet the library has "
            "0.435 eV"
        )
        assert review_model(model) == ((expected,) if noted else ())

    @pytest.mark.parametrize(
        # 2p1/2 has half as many states as 2p3/2.
        ("ratio", "noted"),
        [(0.46, False), (0.55, False), (0.44, True), (0.57, True), (0.75, True)],
    )
    def test_an_area_ratio_is_held_against_the_library(
        self, ratio: float, noted: bool
    ) -> None:
        notes = review_model(parsed("ratio = 0.5 }", f"ratio = {ratio} }}"))
        assert len(notes) == noted
        assert all(
            f"Al 2p Al metal: an area ratio of {ratio:g}, yet the library has 0.5 "
            in note
            for note in notes
        )

    def test_an_s_level_with_a_doublet_is_noted(self) -> None:
        model = parsed(
            "shape = { mixing = 0.3 }\n\n[[region.component]]",
            "doublet = { splitting_ev = 0.4, ratio = 0.5 }\n\n[[region.component]]",
        )
        assert review_model(model) == (
            "C 1s C-C: a doublet, yet C 1s is a single line",
        )

    def test_a_region_named_after_one_line_of_a_pair_needs_no_doublet(self) -> None:
        text = spoilt("doublet = { splitting_ev = 0.435, ratio = 0.5 }\n", "")
        model = parse_model(text.replace('name = "Al 2p"', 'name = "Al 2p3/2"'))
        assert review_model(model) == ()

    def test_a_lorentzian_is_noted_for_its_wings(self) -> None:
        # Outside +-1.5 widths a Lorentzian holds 1 - 2/pi atan(3) = 20.5 % of its area.
        [note] = review_model(parsed('"gl_sum"', '"lorentzian"'))
        assert note.startswith("Al 2p Al metal: a Lorentzian holds 20 % of its area")


def test_an_unknown_background_is_refused_with_the_known_ones() -> None:
    model = builtin_model("li-tma")
    first = model.regions[0]
    odd = replace(first, background=replace(first.background, kind="shirly"))
    with pytest.raises(ModelError, match=r"'shirly'; known: active_shirley, .*shirley"):
        check_model(replace(model, regions=(odd,)))
