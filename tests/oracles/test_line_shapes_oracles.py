"""Components of Avantage and CasaXPS, evaluated from the parameters they list."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.oracles.test_backgrounds_oracles import ORACLES, columns
from xpsfit.lineshapes import evaluate
from xpsfit.lineshapes.gl_product import area_factor, true_width
from xpsfit.readers import read

WORKBOOK = Path("avantage_xlsx_khervefitting") / "Hard_carbon_Thermo.xlsx"
CARBON = "avantage_hardcarbon_c1s"


def listed(case: str) -> list[dict[str, Any]]:
    """Return the components of a case as the other program lists them."""
    path = ORACLES / case / "case.json"
    if not path.is_file():
        pytest.skip(f"the oracle {case} is not beside this repository")
    components: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["components"]
    return components


@pytest.mark.parametrize("name", ["Shake up", "C-C", "C-O-C", "C=O"])
def test_a_gl30_component_of_avantage_is_met_within_a_thousandth_of_its_height(
    name: str,
) -> None:
    component = next(c for c in listed(CARBON) if c["name"] == f"C1s {name}")
    data = columns(CARBON)
    column = f"comp_C1s_{name.replace(' ', '_')}"
    curve = data[column] - data["background"]
    inside = np.isfinite(curve)
    shape = component["shape_parameters"]
    nominal = shape["width_parameter_F"]
    line = evaluate(
        "gl_product",
        data["binding_energy_eV"][inside],
        shape["height"] * nominal * area_factor(0.3),
        shape["centre"],
        nominal * true_width(0.3),
        0.3,
    )
    off = np.abs(line.value - curve[inside]).max() / shape["height"]
    assert off < 1e-4
    # The table beside it lists area and true width, both rounded.
    assert shape["height"] * nominal * area_factor(0.3) == pytest.approx(
        component["area_cps_eV_table"], rel=1e-4
    )
    assert nominal * true_width(0.3) == pytest.approx(
        component["fwhm_eV_table"], abs=0.006
    )


def test_the_main_line_of_avantage_is_met_with_its_tail() -> None:
    component = listed(CARBON)[0]
    shape = component["shape_parameters"]
    data = columns(CARBON)
    curve = data["comp_C1s_sp2_C"] - data["background"]
    inside = np.isfinite(curve)
    values = {
        "mixing": shape["mix_percent"] / 100.0,
        "tail_height": shape["tail_height_t"],
        "tail_exponent": shape["tail_exponent_e"],
    }
    center, full = shape["centre"], full_width(shape["width_parameter_F"], values)
    unit = evaluate("gl_tail", [center], 1.0, center, full, values)
    area = shape["height"] / float(unit.value[0])
    energy = data["binding_energy_eV"][inside]
    line = evaluate("gl_tail", energy, area, center, full, values)
    off = np.abs(line.value - curve[inside]).max() / shape["height"]
    assert off < 6.5e-5
    assert area == pytest.approx(component["area_cps_eV_table"], rel=0.01)
    # The width that Avantage lists is read off in steps of 0.1 eV, and 0.012 eV larger
    # than that of the line it describes.
    assert full == pytest.approx(0.598, abs=5e-4)
    assert full == pytest.approx(component["fwhm_eV_table"], abs=0.013)


def full_width(nominal: float, values: dict[str, float]) -> float:
    """Return the full width of the line of this nominal width, on a fine grid."""
    u = np.linspace(-2.0, 4.0, 600_001)
    m = values["mixing"]
    g = np.exp(-4.0 * math.log(2.0) * (1.0 - m) * u**2) / (1.0 + 4.0 * m * u**2)
    tail = values["tail_height"] * np.exp(-values["tail_exponent"] * np.maximum(u, 0.0))
    above = u[np.where(u > 0.0, g + (1.0 - g) * tail, g) >= 0.5]
    return float(nominal * (above[-1] - above[0]))


def test_the_workbook_beside_the_repository_holds_the_same_curves() -> None:
    path = ORACLES.parent / "real" / WORKBOOK
    if not path.is_file():
        pytest.skip("the workbook of Avantage is not beside this repository")
    spectrum = next(s for s in read(path) if s.region == "C 1s")
    data = columns(CARBON)
    np.testing.assert_allclose(
        spectrum.binding_energy_ev, data["binding_energy_eV"][::-1], atol=1e-6
    )


def test_la_with_equal_exponents_of_one_is_the_voigt_line_casaxps_drew() -> None:
    # CasaXPS lists LA(50) and draws the Voigt line of these two widths within 0.055 %.
    component = listed("casaxps_c1s_shirley_voigt")[0]
    equal = component["equivalent_voigt"]
    data = columns("casaxps_c1s_shirley_voigt")
    curve = data["comp_C_1s"] - data["background"]
    energy = data["binding_energy_eV"]
    line = evaluate(
        "la",
        energy,
        equal["area"],
        component["position_of_maximum_eV"],
        component["true_fwhm_eV_from_curve"],
        {"alpha_high": 1.0, "alpha_low": 1.0, "gauss_ev": equal["gauss_fwhm"]},
    )
    inside = (energy > 281.2) & (energy < 291.6)
    off = np.abs(line.value - curve)[inside].max() / component["height_from_curve"]
    assert off < 1.5e-3
