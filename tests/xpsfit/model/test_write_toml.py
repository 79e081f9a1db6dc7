"""Models survive the way into TOML and back, whatever they are called."""

from __future__ import annotations

import math
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.xpsfit.model.texts import SOUND
from xpsfit.backgrounds import CrossSection
from xpsfit.lineshapes import LINE_SHAPES
from xpsfit.model import (
    BackgroundModel,
    Component,
    DoubletSplit,
    Link,
    Parameter,
    PeakModel,
    ReferenceLine,
    RegionModel,
    builtin_model,
    builtin_models,
    dump_model,
    parse_model,
)

energies = st.floats(-1000.0, 20_000.0)
areas = st.floats(-1e9, 1e9)
# Every character that UTF-8 can hold: quotes, newlines, control characters, emoji.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LEVELS = ("C 1s", "O 1s", "Al 2p", "Li 1s", "In 3d5/2")


@st.composite
def parameters(draw: st.DrawFn, low: float, high: float, widest: float) -> Parameter:
    """Return a parameter between `low` and `high`, its bounds finite or not."""
    value = draw(st.floats(low, high))
    room = 1e-3 * (high - low)
    minimum = draw(st.floats(low, max(value - room, low)))
    maximum = draw(st.just(math.inf) | st.floats(min(value + room, high), high))
    spread = draw(st.just(math.inf) | st.floats(1e-3, widest))
    return Parameter(value, minimum, maximum, draw(st.booleans()), spread)


@st.composite
def shapes(draw: st.DrawFn, line_shape: str) -> dict[str, Parameter]:
    """Return values for some parameters of a line shape, in no forbidden relation."""
    shape = LINE_SHAPES[line_shape]
    found: dict[str, Parameter] = {}
    for parameter in shape.parameters:
        low, high = parameter.minimum, parameter.maximum
        if parameter.name in shape.falling:
            first = parameter.name == shape.falling[0]
            low, high = (low, 1.0) if first else (1.0, 2.0)
            value, vary = draw(st.floats(low, high)), draw(st.booleans())
            found[parameter.name] = Parameter(value, low, high, vary)
        elif parameter.name == "gauss_ev":
            # Widths go down to 0.01 eV, and those without a value have a default.
            found["gauss_ev"] = Parameter(draw(st.floats(0.0, 1e-3)), vary=False)
        elif not parameter.can_vary:
            found[parameter.name] = Parameter(draw(st.floats(low, high)), vary=False)
        elif draw(st.booleans()):
            found[parameter.name] = draw(parameters(low, high, 1e3))
    return found


@st.composite
def components(draw: st.DrawFn, name: str, earlier: list[str]) -> Component:
    line_shape = draw(st.sampled_from(sorted(LINE_SHAPES)))
    drawn: dict[str, Any] = {
        "center_ev": draw(parameters(-900.0, 19_000.0, 1e3)),
        "fwhm_ev": draw(parameters(0.01, 5.0, 1e3)),
        "area_cps_ev": draw(parameters(-1e9, 1e9, 1e12)),
    }
    if earlier:
        target = draw(st.sampled_from(earlier))
        positive = st.floats(1.0, 2.0)
        if draw(st.booleans()):
            drawn["center_ev"] = Link(target, 1.0, draw(st.floats(-0.1, 0.1)))
        if draw(st.booleans()):
            drawn["fwhm_ev"] = Link(target, draw(positive), draw(st.floats(0.0, 1.0)))
        if draw(st.booleans()):
            drawn["area_cps_ev"] = Link(target, draw(positive), draw(areas))
    return Component(
        name,
        draw(texts),
        line_shape,
        shape=draw(shapes(line_shape)),
        doublet=draw(
            st.none()
            | st.builds(DoubletSplit, st.floats(0.01, 90.0), st.floats(0.1, 0.9))
        ),
        source=draw(texts),
        **drawn,
    )


cross_sections = st.builds(
    CrossSection, st.floats(1.0, 1e6), st.floats(-10.0, 10.0), st.floats(0.1, 1e6)
)
backgrounds = st.one_of(
    st.builds(
        BackgroundModel,
        kind=st.just("active_shirley"),
        step_per_ev=parameters(0.0, 0.2, 1e3),
        slope=st.booleans(),
        step=st.sampled_from(["common", "per_component"]),
    ),
    st.builds(
        BackgroundModel,
        kind=st.just("active_tougaard"),
        slope=st.booleans(),
        cross_section=st.none() | cross_sections,
        strength_ev2=st.none() | parameters(0.0, 1e5, 1e3),
    ),
    st.builds(
        BackgroundModel,
        kind=st.sampled_from(["tougaard_u3", "tougaard_u4"]),
        end_points=st.integers(1, 50),
        cross_section=st.none() | cross_sections,
        strength_ev2=st.none() | st.just(Parameter(17.0, vary=False)),
    ),
    st.builds(
        BackgroundModel,
        kind=st.sampled_from(["shirley", "linear"]),
        end_points=st.integers(1, 50),
    ),
)


@st.composite
def models(draw: st.DrawFn) -> PeakModel:
    regions = []
    for region in draw(
        st.lists(st.sampled_from(LEVELS), min_size=1, max_size=3, unique=True)
    ):
        names = draw(st.lists(texts, min_size=1, max_size=3, unique=True))
        low = draw(energies.filter(lambda ev: ev < 19_900.0))
        regions.append(
            RegionModel(
                region,
                low,
                low + draw(st.floats(1.0, 100.0)),
                draw(backgrounds),
                tuple(draw(components(n, names[:i])) for i, n in enumerate(names)),
                draw(st.floats(0.0, 10.0)),
                draw(st.floats(0.0, 1.0)),
            )
        )
    held = draw(st.sampled_from(regions))
    line = ReferenceLine(held.region, held.components[0].name, draw(energies))
    return PeakModel(
        draw(texts),
        draw(texts),
        tuple(regions),
        draw(st.sampled_from([None, line])),
        draw(texts),
    )


@given(models())
@settings(max_examples=150, deadline=None)
def test_a_model_comes_back_as_it_was(model: PeakModel) -> None:
    assert parse_model(dump_model(model)) == model


@pytest.mark.parametrize("name", builtin_models())
def test_a_shipped_model_comes_back_as_it_was(name: str) -> None:
    assert parse_model(dump_model(builtin_model(name))) == builtin_model(name)


@pytest.mark.parametrize(
    "name",
    [
        'the "metal"',
        "it's",
        "two\nlines",
        "tab\tand \\ backslash",
        "R–Li / Al–C ≤ σ",
        "\x00\x1f\x7f\x85\u2028",
        "🜨",
        "] = {",
        "",
    ],
)
def test_any_name_is_written_so_that_toml_reads_it_back(name: str) -> None:
    line = Component(name, name, "gaussian", Parameter(72.8), Parameter(1.0, 0.5))
    region = RegionModel("Al 2p", 68.0, 80.0, BackgroundModel(), (line,))
    table = tomllib.loads(dump_model(PeakModel(name, name, (region,))))
    assert table["name"] == name
    assert table["region"][0]["component"][0]["name"] == name


def test_numbers_keep_all_their_digits() -> None:
    value = 284.80000000000007
    model = parse_model(SOUND.replace("value = 284.8,", f"value = {value!r},"))
    table = tomllib.loads(dump_model(model))
    assert table["region"][0]["component"][0]["center_ev"]["value"] == value


def test_what_a_reader_of_the_file_must_know_stands_in_it() -> None:
    table = tomllib.loads(dump_model(parse_model(SOUND)))
    assert (table["format"], table["version"]) == ("xpsfit-model", 1)
    assert table["reference"] == {
        "region": "C 1s",
        "component": "C-C",
        "binding_energy_ev": 284.8,
    }
    carbon, aluminum = table["region"]
    assert carbon["background"]["kind"] == "active_shirley"
    assert aluminum["background"] == {"kind": "shirley", "end_points": 4}
    linked = carbon["component"][1]
    assert linked["center_ev"] == {"link": "C-C", "ratio": 1.0, "offset": 1.5}
    assert linked["area_cps_ev"] == 500.0
    assert aluminum["component"][0]["doublet"] == {"splitting_ev": 0.435, "ratio": 0.5}
