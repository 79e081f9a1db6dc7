"""What a model file can say of backgrounds, and what it cannot."""

from __future__ import annotations

import pytest

from tests.xpsfit.model.texts import SOUND, refusal
from xpsfit.backgrounds import BACKGROUNDS, CrossSection, background_names
from xpsfit.backgrounds.cross_section import UNIVERSAL
from xpsfit.model import (
    BackgroundModel,
    Parameter,
    builtin_model,
    dump_model,
    parse_model,
)

STATED = 'kind = "active_shirley"\nslope = true\n'


def with_background(text: str) -> str:
    assert STATED in SOUND
    return SOUND.replace(STATED, text)


def background_of(text: str) -> BackgroundModel:
    return parse_model(with_background(text)).regions[0].background


@pytest.mark.parametrize("kind", background_names())
def test_every_background_is_read_and_written_again(kind: str) -> None:
    model = parse_model(with_background(f'kind = "{kind}"\n'))
    background = model.regions[0].background
    assert background == BackgroundModel(kind)
    assert background.is_active == (kind not in BACKGROUNDS)
    assert parse_model(dump_model(model)) == model


def test_a_step_for_each_component_is_read_with_its_bounds() -> None:
    found = background_of(
        'kind = "active_shirley"\nstep = "per_component"\n'
        "step_per_ev = { value = 0.02, min = 0.0, max = 0.1 }\n"
    )
    assert found.per_component
    assert found.strength == Parameter(0.02, 0.0, 0.1)


def test_constants_and_strength_of_losses_are_read() -> None:
    found = background_of(
        'kind = "active_tougaard"\nslope = false\n'
        "cross_section = { c_ev2 = 230, c_factor = -1, d_ev2 = 4.5 }\n"
        "strength_ev2 = { value = 16.5, min = 0.0, max = 60.0 }\n"
    )
    assert found.cross_section == CrossSection(230.0, -1.0, 4.5)
    assert found.strength == Parameter(16.5, 0.0, 60.0)
    held = background_of('kind = "tougaard_u2"\nstrength_ev2 = 2866\n')
    assert held.strength_ev2 == Parameter(2866.0, vary=False)


def test_constants_left_out_are_those_of_the_kind() -> None:
    found = background_of('kind = "tougaard_u3"\ncross_section = { d_ev2 = 6.0 }\n')
    assert found.cross_section == CrossSection(230.0, -1.0, 6.0)


def test_a_strength_left_out_starts_near_the_universal_one_and_stays_positive() -> None:
    strength = BackgroundModel("active_tougaard").strength
    assert isinstance(strength, Parameter)
    assert strength.vary
    assert strength.value == pytest.approx(2866.0, rel=0.03)
    assert strength.minimum == 0.0
    assert BackgroundModel("active_linear").strength is None
    assert BackgroundModel("tougaard_u2").strength is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('kind = "active_shirley"\nstep = "each"\n', "known: common, per_component"),
        ('kind = "active_linear"\nstep_per_ev = 0.01\n', "'step_per_ev' is not a key"),
        ('kind = "active_linear"\nstep = "common"\n', "'step' is not a key"),
        ('kind = "active_linear"\nend_points = 5\n', "'end_points' is not a key"),
        ('kind = "linear"\nslope = true\n', "'slope' is not a key"),
        ('kind = "shirley"\nstrength_ev2 = 5.0\n', "'strength_ev2' is not a key"),
        (
            'kind = "shirley"\ncross_section = { c_ev2 = 5.0 }\n',
            "'cross_section' is not a key",
        ),
        ('kind = "tougaard_u2"\ncross_section = 5.0\n', "a table is needed here"),
        (
            'kind = "tougaard_u2"\ncross_section = { b_ev2 = 1.0 }\n',
            "cross_section: 'b_ev2' is not a key here",
        ),
        (
            'kind = "tougaard_u2"\ncross_section = { c_ev2 = 0.0 }\n',
            "c_ev2 = 0 eV^2 lies outside 1 to 1e+06 eV^2",
        ),
        (
            'kind = "tougaard_u2"\ncross_section = { c_ev2 = nan }\n',
            "c_ev2 = nan eV^2 lies outside",
        ),
        (
            'kind = "active_tougaard"\ncross_section = { c_factor = inf }\n',
            "c_factor = inf lies outside",
        ),
        (
            'kind = "active_tougaard"\ncross_section = { c_factor = -1.0 }\n',
            "d_ev2 must be 0.1 eV^2 or more",
        ),
        (
            'kind = "tougaard_u2"\ncross_section = { d_ev2 = -1.0 }\n',
            "d_ev2 = -1 eV^2 lies outside",
        ),
        (
            'kind = "tougaard_u2"\nstrength_ev2 = { value = 5.0, min = 0.0 }\n',
            "active_tougaard fits it",
        ),
        (
            'kind = "active_tougaard"\nstrength_ev2 = { link = "C-C" }\n',
            "'strength_ev2' of C 1s C-C, which has no such quantity",
        ),
        (
            'kind = "active_tougaard"\nstrength_ev2 = -5.0\n',
            "value = -5 eV^2 lies outside",
        ),
        (
            'kind = "active_tougaard"\nstrength_ev2 = { value = 1.0, min = 2.0 }\n',
            "lies outside its bounds",
        ),
        ('kind = "tougaard_u2"\nend_points = 1e300\n', "end_points"),
        ('kind = "active_shirley"\nstep = 5\n', "'step' must be text; found 5"),
    ],
)
def test_what_a_background_cannot_be_is_refused_in_its_place(
    text: str, message: str
) -> None:
    assert message in refusal(with_background(text))


def test_another_background_takes_the_place_of_all_but_its_own_kind() -> None:
    model = parse_model(
        with_background('kind = "tougaard_u2"\ncross_section = { c_ev2 = 551.0 }\n')
    )
    first, second = model.with_background("tougaard_u2").regions
    assert first == model.regions[0]
    assert second.background == BackgroundModel("tougaard_u2", end_points=4)
    changed = model.with_background("active_tougaard").regions[0].background
    assert changed == BackgroundModel("active_tougaard")


def test_the_default_cross_section_is_tougaard_s_universal_one() -> None:
    assert CrossSection(1643.0, 1.0, 0.0) == UNIVERSAL
    shipped = builtin_model("li-tma").regions
    assert {region.background.kind for region in shipped} == {"active_shirley"}
