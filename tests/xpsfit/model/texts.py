"""A small, sound model file, written by hand, and the changes that spoil it."""

from __future__ import annotations

import pytest

from xpsfit.errors import ModelError
from xpsfit.model import (
    BackgroundModel,
    Component,
    DoubletSplit,
    Link,
    Parameter,
    PeakModel,
    ReferenceLine,
    RegionModel,
    parse_model,
)

SOUND = """\
format = "xpsfit-model"
version = 1
name = "foil"
title = "A foil"
source = "tests"

[reference]
region = "C 1s"
component = "C-C"
binding_energy_ev = 284.8

[[region]]
name = "C 1s"
low_ev = 278.0
high_ev = 296.0

[region.background]
kind = "active_shirley"
slope = true

[[region.component]]
name = "C-C"
line_shape = "gl_product"
center_ev = { value = 284.8, min = 284.3, max = 285.3, spread = 0.1 }
fwhm_ev = { value = 1.3, min = 0.8, max = 1.8 }
shape = { mixing = 0.3 }

[[region.component]]
name = "C-O"
line_shape = "gaussian"
center_ev = { link = "C-C", offset = 1.5 }
fwhm_ev = { link = "C-C" }
area_cps_ev = 500.0

[[region]]
name = "Al 2p"
low_ev = 68.0
high_ev = 80.0

[region.background]
kind = "shirley"
end_points = 4

[[region.component]]
name = "Al metal"
line_shape = "gl_sum"
center_ev = 72.8
fwhm_ev = 0.6
doublet = { splitting_ev = 0.435, ratio = 0.5 }
"""

# Written out by hand from `SOUND`.
MEANING = PeakModel(
    name="foil",
    title="A foil",
    source="tests",
    reference=ReferenceLine("C 1s", "C-C", 284.8),
    regions=(
        RegionModel(
            "C 1s",
            278.0,
            296.0,
            BackgroundModel("active_shirley", slope=True),
            (
                Component(
                    "C-C",
                    "C-C",
                    "gl_product",
                    Parameter(284.8, 284.3, 285.3, spread=0.1),
                    Parameter(1.3, 0.8, 1.8),
                    shape={"mixing": Parameter(0.3, vary=False)},
                ),
                Component(
                    "C-O",
                    "C-O",
                    "gaussian",
                    Link("C-C", 1.0, 1.5),
                    Link("C-C", 1.0, 0.0),
                    Parameter(500.0, vary=False),
                ),
            ),
        ),
        RegionModel(
            "Al 2p",
            68.0,
            80.0,
            BackgroundModel("shirley", end_points=4),
            (
                Component(
                    "Al metal",
                    "Al metal",
                    "gl_sum",
                    Parameter(72.8, vary=False),
                    Parameter(0.6, vary=False),
                    doublet=DoubletSplit(0.435, 0.5),
                ),
            ),
        ),
    ),
)


def spoilt(old: str, new: str) -> str:
    """Return `SOUND` with one place changed."""
    assert SOUND.count(old) == 1, f"{old!r} must occur once"
    return SOUND.replace(old, new)


def parsed(old: str, new: str) -> PeakModel:
    """Return the model of a changed `SOUND`."""
    return parse_model(spoilt(old, new), "foil.toml")


def refusal(text: str) -> str:
    """Return what is said when `text` is refused."""
    with pytest.raises(ModelError) as caught:
        parse_model(text, "foil.toml")
    return str(caught.value)
