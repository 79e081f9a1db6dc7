"""The fit that CasaXPS exported, made again on CasaXPS's own background.

CasaXPS fitted unweighted. The file belongs to another project and stays beside the
repository; without it these tests are skipped.
"""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.oracles.test_backgrounds_oracles import ORACLES, columns
from xpsfit.fit.curve import Curve
from xpsfit.fit.prior import prior_of
from xpsfit.fit.problem import Problem
from xpsfit.fit.settle import settle
from xpsfit.fit.slots import slots_of
from xpsfit.model import BackgroundModel, Component, Parameter, RegionModel

CASE = "casaxps_c1s_shirley_voigt"


def test_area_position_and_width_are_those_of_casaxps() -> None:
    data = {name: column[::-1] for name, column in columns(CASE).items()}
    case = json.loads((ORACLES / CASE / "case.json").read_text(encoding="utf-8"))
    (line,) = case["components"]
    parts = line["equivalent_voigt"]
    # LA(50) holds the Gaussian and the Lorentzian in a fixed ratio.
    fraction = parts["lorentz_fwhm"] / (parts["lorentz_fwhm"] + parts["gauss_fwhm"])
    energy = data["binding_energy_eV"]
    ends = case["background"]["low_BE_eV"], case["background"]["high_BE_eV"]
    inside = (energy > ends[0] - 0.01) & (energy < ends[1] + 0.01)
    component = Component(
        "C 1s",
        "",
        "voigt",
        Parameter(285.5, 283.0, 288.0),
        Parameter(1.5, 0.5, 5.0),
        shape={"lorentz_fraction": Parameter(fraction, vary=False)},
    )
    # A background that is drawn beforehand leaves the line alone in the curve.
    model = RegionModel("C 1s", *ends, BackgroundModel("linear"), (component,))
    slots = slots_of(model, 0.0)
    problem = Problem(
        Curve(energy[inside], model),
        (data["counts_per_s"] - data["background"])[inside],
        np.ones(int(inside.sum())),
        prior_of(slots, model),
    )
    outcome = settle(problem, slots)
    assert outcome.converged
    area, center, fwhm, _ = outcome.slots.values()
    assert area == pytest.approx(line["area_cps_eV"], rel=1e-4)
    # The listed position is rounded to 0.01 eV; the exported curve is not.
    assert center == pytest.approx(line["position_of_maximum_eV"], abs=0.002)
    assert fwhm == pytest.approx(line["true_fwhm_eV_from_curve"], rel=1e-3)
