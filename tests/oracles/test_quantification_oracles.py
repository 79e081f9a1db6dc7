"""Atomic percent against the table that Avantage printed for the same areas.

The file belongs to another project and stays beside the repository; without it this
test is skipped.
"""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

import peaklib
from tests.xpsfit.quantify.areas import PHOTON_EV, PLAIN, a_fit_of, a_window
from xpsfit.quantify import TransmissionPlan, compose

TABLE = (
    Path(__file__).parents[3]
    / "shared"
    / "oracles"
    / "avantage_hardcarbon_quant"
    / "quant.csv"
)
WINDOWS = {"C 1s": (279.0, 296.0), "Na 1s": (1065.0, 1080.0), "O 1s": (527.0, 540.0)}
LIBRARY = {"C 1s": 1.0, "Na 1s": 8.52, "O 1s": 2.93}


def test_areas_give_the_atomic_percent_of_avantage() -> None:
    """Its factors are not printed, so the file's transmission makes up for them.

    What is compared is the rest: shares of several components of several regions, with
    one divisor a region, normalized to 100.
    """
    if not TABLE.is_file():
        pytest.skip(
            "the oracle avantage_hardcarbon_quant is not beside this repository"
        )
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    fits, printed = [], []
    for start, own in groupby(rows, key=lambda row: row["name"][:2].rstrip("1")):
        lines = list(own)
        level = f"{start} 1s"
        line_ev = peaklib.core_level(level).binding_energy_ev
        factor = peaklib.sensitivity("scofield").factor(level)
        assert factor == pytest.approx(LIBRARY[level], rel=0.01)
        missing = float(lines[0]["effective_sensitivity"]) / (
            factor * (PHOTON_EV - line_ev) ** 0.6
        )
        window = a_window(level, *WINDOWS[level], transmission=np.full(33, missing))
        areas = [float(row["area_cps_eV"]) for row in lines]
        fits.append(a_fit_of(window, areas, np.diag(np.square(areas) * 1e-6)))
        printed += [float(row["atomic_percent"]) for row in lines]
    plan = TransmissionPlan(True, "the effective factors of the table")
    found = compose(fits, [], 0.0, plan, PLAIN)
    np.testing.assert_allclose(
        [state.atomic_percent for state in found.states], printed, atol=0.03
    )
    assert sum(e.atomic_percent for e in found.elements) == pytest.approx(100.0)
