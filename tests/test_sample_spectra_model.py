"""The forward model behind the sample spectra has the properties it claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq

from sample_spectra import chemistry, design
from sample_spectra.forward import draw_counts, profile_truth, region_truth
from sample_spectra.lines import unit_line
from sample_spectra.truth_tables import PROFILE_COLUMNS, profile_rows

DESIGN_FILE = (
    Path(__file__).resolve().parents[2] / "shared" / "reference" / "benchmark.json"
)
REGIONS = ("C 1s", "O 1s", "Al 2p", "Li 1s")
WIDTHS_EV = (0.80, 0.95, 1.15, 1.20, 1.30, 1.35, 1.45, 1.55, 1.80)


def design_file() -> dict[str, Any]:
    if not DESIGN_FILE.exists():
        pytest.skip("the design of the benchmark is not beside this checkout")
    loaded: dict[str, Any] = json.loads(DESIGN_FILE.read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("family", ["matched", "voigt"])
@pytest.mark.parametrize("width_ev", WIDTHS_EV)
def test_lines_have_unit_area_and_the_stated_width(
    family: str, width_ev: float
) -> None:
    def line(offset_ev: float) -> float:
        return float(unit_line(np.array([offset_ev]), width_ev, family)[0])

    near = quad(line, 0.0, 5.0, epsabs=1e-11, limit=200)[0]
    far = quad(line, 5.0, np.inf, epsabs=1e-11, limit=200)[0]
    assert 2.0 * (near + far) == pytest.approx(1.0, abs=1e-6)
    half = brentq(lambda e: line(e) - 0.5 * line(0.0), 0.0, 2.0 * width_ev)
    assert 2.0 * half == pytest.approx(width_ev, abs=1e-6)


def test_matched_lines_have_the_known_constants_of_gl30() -> None:
    # GL(30): FWHM / F = 0.9614 and area = 1.0420 H F.
    height = float(unit_line(np.array([0.0]), 1.0, "matched")[0])
    assert 1.0 / height == pytest.approx(1.0420 / 0.9614, rel=1e-4)


def test_voigt_lines_are_a_gauss_folded_with_a_lorentz() -> None:
    # Olivero & Longbothum, J. Quant. Spectrosc. Radiat. Transfer 17 (1977) 233:
    # width = 0.5346 L + sqrt(0.2166 L^2 + G^2) within 0.024 %.
    width_ev, lorentz_ev = 1.30, 0.30
    gauss_ev = ((width_ev - 0.5346 * lorentz_ev) ** 2 - 0.2166 * lorentz_ev**2) ** 0.5
    sigma = gauss_ev / (8 * np.log(2)) ** 0.5
    for offset in (0.0, 0.5, 1.3, 4.0):

        def folded(x: float, offset: float = offset) -> float:
            gauss = np.exp(-0.5 * (x / sigma) ** 2) / (sigma * (2 * np.pi) ** 0.5)
            distance = 2 * (offset - x) / lorentz_ev
            return float(gauss * 2 / (np.pi * lorentz_ev) / (1 + distance**2))

        points = [offset] if abs(offset) < 8 * sigma else None
        value = quad(folded, -8 * sigma, 8 * sigma, points=points, limit=400)[0]
        made = float(unit_line(np.array([offset]), width_ev, "voigt")[0])
        assert made == pytest.approx(value, rel=2e-3)


@pytest.mark.parametrize("family", ["matched", "voigt"])
@pytest.mark.parametrize("region", REGIONS)
def test_the_background_climbs_with_the_area_below(family: str, region: str) -> None:
    truth = region_truth("tma_5s", region, family)
    constants = truth.background

    def lines(energy_ev: float) -> float:
        return sum(
            c.area_cps_ev * float(c.unit(np.array([energy_ev]), family)[0])
            for c in truth.components
        )

    peak_ev = truth.components[1].measured_center_ev
    for index in (0, 60, 90, truth.energy_ev.size - 1):
        energy_ev = float(truth.energy_ev[index])
        below = quad(lines, -np.inf, peak_ev - 15.0)[0]
        below += quad(lines, peak_ev - 15.0, energy_ev, points=[peak_ev], limit=400)[0]
        straight = constants.offset_cps + constants.slope_cps_per_ev * (
            energy_ev - constants.middle_ev
        )
        step = constants.step_per_ev * below
        assert truth.background_cps[index] == pytest.approx(straight + step, rel=1e-7)


def test_al_2p_is_a_doublet_of_ratio_two_to_one() -> None:
    component = region_truth("li_al_reference", "Al 2p").components[0]
    major_ev = component.measured_center_ev
    energy_ev = np.array([major_ev - 0.3, major_ev, major_ev + 0.435, major_ev + 0.8])
    width = component.fwhm_ev
    major = unit_line(energy_ev - major_ev, width, "matched")
    minor = unit_line(energy_ev - major_ev - 0.435, width, "matched")
    made = component.unit(energy_ev, "matched")
    assert made == pytest.approx(major * 2 / 3 + minor / 3, rel=1e-12)


def test_areas_obey_the_stoichiometry_of_the_species() -> None:
    # Scofield factors and (KE/KE_C)^0.6, worked out by hand: Li2CO3 gives
    # O 1s/C 1s = 3 x 2.93 x 0.8715 = 7.66 and Li 1s/C 1s = 0.126.
    def area(sample: str, region: str, name: str) -> float:
        components = region_truth(sample, region).components
        return next(c.area_cps_ev for c in components if c.name == name)

    carbonate = area("bare_li", "C 1s", "Li2CO3")
    assert area("bare_li", "C 1s", "C-C") == pytest.approx(0.26 * 2e5)
    assert area("bare_li", "O 1s", "Li2CO3") / carbonate == pytest.approx(
        7.66, abs=5e-3
    )
    assert area("bare_li", "Li 1s", "Li2CO3") / carbonate == pytest.approx(
        0.126, abs=5e-4
    )
    oxide = area("bare_li", "Li 1s", "Li2O") / area("bare_li", "O 1s", "Li2O")
    assert oxide == pytest.approx(0.0494, abs=5e-5)
    alloy = [area("li_al_reference", region, "Li-Al") for region in ("Al 2p", "Li 1s")]
    assert alloy[0] / alloy[1] == pytest.approx(9.38, abs=5e-3)


def test_absent_aluminum_has_no_area_and_no_share() -> None:
    components = region_truth("bare_li", "Al 2p").components
    assert [c.area_cps_ev for c in components] == [0.0, 0.0, 0.0]
    assert [c.region_fraction for c in components] == [None, None, None]


def test_the_profile_reproduces_every_digit_of_the_design_file() -> None:
    profile = design_file()["profile_TMA20s"]
    assert tuple(profile["truth_columns"]) == PROFILE_COLUMNS
    assert tuple(profile["t_s"]) == design.ETCH_TIMES_S
    for made, printed in zip(profile_rows(), profile["truth"], strict=True):
        assert made[:2] == pytest.approx(printed[:2], abs=1e-9)
        assert made[2:6] == pytest.approx(printed[2:6], abs=0.00501)
        assert made[6:] == pytest.approx(printed[6:], abs=0.0000501)


def test_the_numbers_are_those_of_the_design_file() -> None:
    plan = design_file()
    assert plan["instrument"]["hv_ev"] == design.PHOTON_ENERGY_EV
    assert plan["background"]["k_per_ev"] == design.BACKGROUND_STEP_PER_EV
    assert plan["intensity"]["K_cps_ev"] == design.AREA_PURE_CARBON_CPS_EV
    atoms = {name: species.atoms for name, species in design.SPECIES.items()}
    assert atoms == plan["species_atoms"]
    names = {"bareLi": "bare_li", "TMA5s": "tma_5s", "LiAl_ref": "li_al_reference"}
    for planned, sample in names.items():
        assert design.STATIC_FRACTIONS[sample] == plan["samples_static"][planned]
        assert design.STATIC_SHIFTS_EV[sample] == plan["charge_shift_ev"][planned]
    for name, region in design.REGIONS.items():
        assert [region.low_ev, region.high_ev] == plan["regions"][name]
        assert region.surface_scans == plan["scans"]["surface"][name]
        assert region.profile_scans == plan["scans"]["profile"][name]
        assert region.sensitivity_factor == plan["intensity"]["RSF"][name]
        assert region.reference_energy_ev == plan["intensity"]["BE_ref"][name]
        assert region.offset_cps == plan["background"]["b0_cps"][name]
        assert region.slope_cps_per_ev == plan["background"]["b1_cps_per_ev"][name]
        lines = [
            {"name": n.name, "be": n.center_ev, "fwhm": n.fwhm_ev} for n in region.lines
        ]
        keys = ("name", "be", "fwhm")
        assert lines == [{k: c[k] for k in keys} for c in plan["components"][name]]


def test_al_c_and_amorphous_carbon_end_where_the_design_says() -> None:
    def aluminum_share(time_s: float) -> float:
        fractions = chemistry.profile_fractions(time_s)
        atoms = [
            fractions[name] * share
            for name, share in (("AlC", 4 / 7), ("LiAl", 0.5), ("Al0", 1.0))
        ]
        return atoms[0] / sum(atoms)

    def carbon_left(time_s: float) -> float:
        first, now, last = (
            chemistry.profile_fractions(t)["aC"] for t in (0.0, time_s, 6600.0)
        )
        return (now - last) / (first - last)

    ends = [
        brentq(lambda t, q=q: aluminum_share(t) - q, 900, 2000) for q in (0.05, 0.02)
    ]
    assert ends == pytest.approx([1225, 1310], abs=1)
    crossings = [
        brentq(lambda t, q=q: carbon_left(t) - q, 150, 2000) for q in (0.84, 0.5, 0.16)
    ]
    assert crossings == pytest.approx([295, 463, 693], abs=1)


def test_new_draws_have_poisson_mean_and_variance() -> None:
    truth = profile_truth(9, "Li 1s")
    draws = np.array([draw_counts(truth, seed) for seed in range(200)])
    pulls = (draws - truth.expected_counts) / np.sqrt(truth.expected_counts)
    assert abs(pulls.mean()) < 4 / pulls.size**0.5
    assert abs((pulls**2).mean() - 1.0) < 4 * (2 / pulls.size) ** 0.5
    assert np.array_equal(draws[3], draw_counts(truth, 3))


def test_a_wrong_name_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no sample 'copper'; known: bare_li"):
        region_truth("copper", "C 1s")
    with pytest.raises(ValueError, match="no region 'N 1s'"):
        region_truth("bare_li", "N 1s")
    with pytest.raises(ValueError, match="levels 0 to 18"):
        profile_truth(19, "C 1s")
