"""Links lead to any quantity of any region, and a wrong one is told by a sentence."""

from __future__ import annotations

import pytest

from tests.xpsfit.model.texts import SOUND
from xpsfit.errors import ModelError
from xpsfit.model import Link, Parameter, PeakModel, dump_model, parse_model
from xpsfit.model.links import apart, has_ties

AL_CENTER = "center_ev = 72.8"


def linked(new: str, old: str = AL_CENTER) -> PeakModel:
    assert SOUND.count(old) == 1
    return parse_model(SOUND.replace(old, new))


def refusal(new: str, old: str = AL_CENTER) -> str:
    with pytest.raises(ModelError) as caught:
        linked(new, old)
    return str(caught.value)


def test_a_link_names_the_core_level_in_front_of_the_component() -> None:
    model = linked('center_ev = { link = "C 1s/C-C", offset = -212.0 }')
    component = model.regions[1].components[0]
    assert component.center_ev == Link("C-C", 1.0, -212.0, region="C 1s")
    assert has_ties(model)
    assert not has_ties(parse_model(SOUND))


def test_a_slash_within_a_name_is_no_core_level() -> None:
    text = SOUND.replace('"C-C"', '"R-Li/Al-C"')
    assert parse_model(text).regions[0].components[1].fwhm_ev == Link("R-Li/Al-C")


def test_links_of_every_kind_survive_writing_and_reading() -> None:
    text = SOUND.replace(AL_CENTER, 'center_ev = { link = "C 1s/C-O", ratio = 0.25 }')
    text = text.replace('line_shape = "gl_sum"', 'line_shape = "gl_product"')
    text = text.replace(
        "fwhm_ev = 0.6",
        'fwhm_ev = { link = "C 1s/C-C", quantity = "fwhm_ev", ratio = 0.5 }\n'
        'area_cps_ev = { link = "C 1s/C-C", ratio = 0.1 }\n'
        'shape = { mixing = { link = "C 1s/C-C" } }',
    )
    text = text.replace(
        'kind = "shirley"\nend_points = 4', 'step_per_ev = { link = "C 1s/background" }'
    )
    model = parse_model(text)
    assert parse_model(dump_model(model)) == model
    al = model.regions[1]
    assert al.background.step_per_ev == Link("background", region="C 1s")
    assert al.components[0].shape["mixing"] == Link("C-C", region="C 1s")


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ('{ link = "O 1s/C-C" }', "'O 1s', which is not a region of this model"),
        ('{ link = "C 1s/C=O" }', "'C=O', which is not a component of C 1s"),
        ('{ link = "C 1s/C-C", quantity = "color" }', "has no such quantity"),
        (
            '{ link = "C 1s/C-C", quantity = "area_cps_ev" }',
            "cannot be linked to 'area_cps_ev', which is of another kind",
        ),
        ('{ link = "C 1s/C-C", offset = 3e4 }', "offset = 30000 eV lies outside"),
        ('{ link = "C 1s/C-C", ratio = nan }', "ratio and offset must be finite"),
    ],
)
def test_a_link_to_nowhere_is_refused(new: str, said: str) -> None:
    message = refusal(f"center_ev = {new}")
    assert "Al 2p Al metal center_ev" in message
    assert said in message


def test_a_circle_through_two_regions_is_refused_and_shown() -> None:
    text = SOUND.replace(AL_CENTER, 'center_ev = { link = "C 1s/C-O" }').replace(
        'center_ev = { link = "C-C", offset = 1.5 }',
        'center_ev = { link = "Al 2p/Al metal" }',
    )
    with pytest.raises(ModelError, match="circular link") as caught:
        parse_model(text)
    assert "C 1s C-O -> Al 2p Al metal -> C 1s C-O" in str(caught.value)


def test_a_region_alone_has_a_free_parameter_where_the_chain_would_lead() -> None:
    model = linked('center_ev = { link = "C 1s/C-O", ratio = 0.5, offset = -70.0 }')
    alone = apart(model)
    # C-O is C-C + 1.5 eV, and C-C is 284.3 to 285.3 eV with a spread of 0.1 eV.
    assert alone.regions[1].components[0].center_ev == Parameter(
        0.5 * 286.3 - 70.0, 0.5 * 285.8 - 70.0, 0.5 * 286.8 - 70.0, spread=0.05
    )
    assert alone.regions[0] == model.regions[0]
    assert apart(parse_model(SOUND)) == parse_model(SOUND)


def test_a_chain_without_end_in_sight_is_refused() -> None:
    head, tail = SOUND.split('[[region]]\nname = "Al 2p"')
    lines = [
        f'[[region.component]]\nname = "c{i}"\nline_shape = "gaussian"\n'
        f'center_ev = {{ link = "c{i + 1}" }}\nfwhm_ev = 1.0\n'
        for i in range(97)
    ]
    last = '[[region.component]]\nname = "c97"\nline_shape = "gaussian"\n'
    regions = [
        "".join([*lines, last, f'center_ev = {{ link = "{end}" }}\nfwhm_ev = 1.0\n'])
        for end in ("C-C", "C 1s/c0", "O 1s/c0")
    ]
    more = "".join(
        f'[[region]]\nname = "{name}"\nlow_ev = 278.0\nhigh_ev = 296.0\n{text}\n'
        for name, text in zip(("O 1s", "N 1s"), regions[1:], strict=True)
    )
    with pytest.raises(ModelError, match="a chain of more than 200 links"):
        parse_model(f'{head}{regions[0]}\n{more}[[region]]\nname = "Al 2p"{tail}')


def test_a_shape_parameter_stays_inside_its_range() -> None:
    text = SOUND.replace('line_shape = "gl_sum"', 'line_shape = "gl_product"')
    linked = 'shape = { mixing = { link = "C 1s/C-C", ratio = 4.0 } }\nfwhm_ev = 0.6'
    with pytest.raises(ModelError, match=r"leads to 1\.2, outside 0 to 1"):
        parse_model(text.replace("fwhm_ev = 0.6", linked))
    free = text.replace("mixing = 0.3", "mixing = { value = 0.2 }")
    parse_model(free.replace("fwhm_ev = 0.6", linked))
