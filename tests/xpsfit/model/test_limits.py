"""No number in a model file, however odd, reaches the user as a failed computation."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.built_spectra import a_spectrum
from xpsfit.errors import ModelError, XpsFitError
from xpsfit.fit import fit_region
from xpsfit.model import parse_model
from xpsfit.spectrum import cut_region

# Every key that takes a number, in every place where it may stand.
EVERY_NUMBER = """\
format = "xpsfit-model"
version = 1
name = "numbers"

[reference]
region = "C 1s"
component = "C-C"
binding_energy_ev = 284.8

[[region]]
name = "C 1s"
low_ev = 279.0
high_ev = 293.0
shift_spread_ev = 0.05
width_spread = 0.15

[region.background]
step_per_ev = { value = 0.01, min = 0.0, max = 0.2, spread = 0.05 }

[[region.component]]
name = "C-C"
line_shape = "gl_product"
center_ev = { value = 284.8, min = 284.3, max = 285.3, spread = 0.1 }
fwhm_ev = { value = 1.3, min = 0.8, max = 1.8, spread = 0.2 }
area_cps_ev = { value = 900.0, min = 0.0, max = 100000.0, spread = 50000.0 }
shape = { mixing = { value = 0.3, min = 0.1, max = 0.9, spread = 0.1 } }

[[region.component]]
name = "C-O"
line_shape = "voigt"
center_ev = { link = "C-C", ratio = 1.0, offset = 1.5 }
fwhm_ev = { link = "C-C", ratio = 1.1, offset = 0.1 }
area_cps_ev = { link = "C-C", ratio = 0.2, offset = 5.0 }
shape = { lorentz_fraction = 0.4 }

[[region.component]]
name = "C=O"
line_shape = "gaussian"
center_ev = 288.5
fwhm_ev = 1.2
area_cps_ev = 300.0

[[region]]
name = "Al 2p"
low_ev = 68.0
high_ev = 79.0

[region.background]
kind = "shirley"
end_points = 4

[[region.component]]
name = "Al-C"
line_shape = "gl_sum"
center_ev = 72.8
fwhm_ev = { value = 1.4, min = 0.9, max = 2.0 }
doublet = { splitting_ev = 0.40, ratio = 0.5 }

[[region]]
name = "In 3d"
low_ev = 438.0
high_ev = 448.0

[region.background]
kind = "active_tougaard"
cross_section = { c_ev2 = 551.0, c_factor = 1.5, d_ev2 = 436.0 }
strength_ev2 = { value = 434.0, min = 0.0, max = 2000.0, spread = 250.0 }

[[region.component]]
name = "In"
line_shape = "gaussian"
center_ev = 444.0
fwhm_ev = 1.5
"""
NUMBER = re.compile(r"(\w+) = (-?\d+(?:\.\d+)?)\b")
PLACES = [m for m in NUMBER.finditer(EVERY_NUMBER) if m.group(1) != "version"]
REGIONS = [cut_region(a_spectrum(name)) for name in ("C 1s", "Al 2p", "In 3d")]
# Hypothesis alone prefers simple numbers; these are where squares and roots break.
ODD = st.sampled_from(
    [1e308, -1e308, 1e200, 1e100, 1e20, 1e6, 3.0, 1e-6, 1e-20, 1e-200, 5e-324, 0.0]
)
numbers = st.floats() | ODD | st.floats(0.0, 20.0)


def with_number(place: re.Match[str], value: float) -> str:
    start, end = place.span(2)
    return f"{EVERY_NUMBER[:start]}{value!r}{EVERY_NUMBER[end:]}"


def fit_all(text: str) -> None:
    """Fit what `text` describes; whatever is no sentence for the user goes through."""
    model = parse_model(text)
    for region in REGIONS:
        described = model.region(region.name)
        assert described is not None
        fit_region(region, described)


def test_the_model_with_every_number_is_sound() -> None:
    fit_all(EVERY_NUMBER)
    assert len(PLACES) >= 35


@settings(max_examples=250, deadline=None)
@given(place=st.sampled_from(PLACES), value=numbers)
def test_any_number_is_fitted_with_or_refused_in_a_sentence(
    place: re.Match[str], value: float
) -> None:
    with suppress(XpsFitError):
        fit_all(with_number(place, value))


@settings(max_examples=60, deadline=None)
@given(place=st.sampled_from(PLACES), value=ODD)
def test_a_number_beyond_any_experiment_is_refused_with_its_place(
    place: re.Match[str], value: float
) -> None:
    assume(abs(value) >= 1e20)
    with pytest.raises(ModelError, match=r"model: (reference|C 1s|Al 2p|In 3d)"):
        parse_model(with_number(place, value))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("spread = 0.2 }", "spread = 1e200 }", "C-C fwhm_ev: spread = 1e+200 eV"),
        ("spread = 0.1 }\nfwhm", "spread = 1e200 }\nfwhm", "to 1000 eV"),
        ("= 300.0", "= 1e308", "lies outside -1e+12 to 1e+12 counts/s x eV"),
        ("max = 0.2,", "max = 1e308,", "step_per_ev: max = 1e+308 1/eV lies outside"),
        ("= 1.2", "= 1e-300", "C=O fwhm_ev: value = 1e-300 eV lies outside 0.01 to"),
        ("= 288.5", "= 1e5", "C=O center_ev: value = 100000 eV lies outside -1000 to"),
        ("end_points = 4", "end_points = 1e300", "1 to 1000 points"),
        ("splitting_ev = 0.40", "splitting_ev = 1e6", "splitting_ev = 1e+06 eV lies"),
        ("min = 0.9, max = 2.0", "min = 1.4, max = 1.4", "leave no room for a free"),
        (
            "offset = 0.1 }",
            "offset = -0.9 }",
            "at the min of its link",
        ),
    ],
)
def test_the_refusal_names_key_range_and_unit(old: str, new: str, said: str) -> None:
    assert EVERY_NUMBER.count(old) == 1
    with pytest.raises(ModelError) as caught:
        parse_model(EVERY_NUMBER.replace(old, new))
    assert said in str(caught.value)
