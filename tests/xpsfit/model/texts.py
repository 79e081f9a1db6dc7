"""A small, sound model file, written by hand, and the changes that spoil it."""

from __future__ import annotations

from xpsfit.model import PeakModel, parse_model

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


def spoilt(old: str, new: str) -> str:
    """Return `SOUND` with one place changed."""
    assert SOUND.count(old) == 1, f"{old!r} must occur once"
    return SOUND.replace(old, new)


def parsed(old: str, new: str) -> PeakModel:
    """Return the model of a changed `SOUND`."""
    return parse_model(spoilt(old, new), "foil.toml")
