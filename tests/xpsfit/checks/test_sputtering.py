"""What sputtering does, told in series that were drawn, simulated and measured."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sample_spectra.forward import profile_truth
from tests.measured import a_measurement
from tests.sputter_series import Level, Peak, drawn_series
from xpsfit import Settings
from xpsfit.analysis import analyze_series
from xpsfit.checks import judge
from xpsfit.model import builtin_model
from xpsfit.readers import read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xpsfit.checks import Finding
    from xpsfit.spectrum import Spectrum

REGIONS = ("C 1s", "O 1s", "Al 2p", "Li 1s")
# 0, 30, 300, 450, 600, 800, 1000, 1250, 1500, 3000 and 6000 s.
LEVELS = (0, 1, 5, 6, 7, 8, 9, 10, 11, 14, 17)
ITO = (
    Path(__file__).parents[4]
    / "shared/real/vamas_phi_etch_qnngroup/211216/103.1.itosa5ei_depth.vms"
)
WATCHED = ("P15", "P18", "R54", "R55", "S1", "S2", "S3", "S4", "S5")

Findings = dict[str, "Finding"]


def findings_of(spectra: list[Spectrum], model: str = "li-tma") -> Findings:
    # What changes from level to level is seen where each has a fit of its own.
    settings = Settings(model=builtin_model(model), link="carried")
    (result,) = analyze_series(spectra, settings)
    return {f.check: f for f in judge([result]) if f.check in WATCHED}


@cache
def study() -> Findings:
    return findings_of(
        [
            a_measurement(profile_truth(level, region))
            for level in LEVELS
            for region in REGIONS
        ]
    )


@cache
def ito() -> Findings:
    if not ITO.is_file():
        pytest.skip("the measured files are not beside this checkout")
    (result,) = analyze_series([s for s in read(ITO) if s.region != "Survey"])
    return {f.check: f for f in judge([result]) if f.check in WATCHED}


@cache
def drawn(name: str) -> Findings:
    return findings_of(drawn_series(SERIES[name]))


def through(
    level: Callable[[float], Level], times: tuple[float, ...] = (0, 60, 120, 300, 600)
) -> Mapping[float, Level]:
    return {float(time): level(float(time)) for time in times}


def bare_lithium(*, moved_ev: float = 0.0, wide: float = 1.0) -> Level:
    """Return lithium under carbonate that stays as it is."""
    return {
        "C 1s": [Peak(284.8, 9000.0, 1.3 * wide), Peak(288.5, 4000.0, 1.4 * wide)],
        "O 1s": [
            Peak(528.3 + moved_ev, 3000.0, 1.35 * wide),
            Peak(531.0 + moved_ev, 12000.0, 1.6 * wide),
        ],
        "Li 1s": [Peak(53.8, 500.0, 1.2 * wide), Peak(55.0, 900.0, 1.3 * wide)],
    }


def decomposing(time_s: float) -> Level:
    """Return the same, its carbonate turning into oxide."""
    left = np.exp(-time_s / 200.0)
    return {
        "C 1s": [Peak(284.8, 9000.0), Peak(288.5, 4000.0 * left, 1.4)],
        "O 1s": [
            Peak(528.3, 3000.0 + 5000.0 * (1.0 - left), 1.35),
            Peak(531.0, 12000.0 * left, 1.6),
        ],
        "Li 1s": [Peak(53.8, 1400.0 - 900.0 * left, 1.2), Peak(55.0, 900.0 * left)],
    }


def metal_layers(*, share: float) -> Level:
    """Return aluminum with this share of metal in its heights.

    By area that is 17 and 77 % for 0.2 and 0.8, as the metal's line is narrower.
    """
    return {
        "C 1s": [Peak(284.8, 4000.0)],
        "Al 2p": [
            Peak(70.5, 6000.0 * (1 - share), 0.95),
            Peak(72.85, 6000 * share, 0.8),
        ],
    }


SERIES: Mapping[str, Mapping[float, Level]] = {
    "steady": through(lambda _: bare_lithium()),
    "decomposing": through(decomposing),
    "charging": through(lambda t: bare_lithium(moved_ev=t / 1500.0)),
    "broadening": through(lambda t: bare_lithium(wide=1.0 + t / 1500.0)),
    "metal grows": through(lambda t: metal_layers(share=0.2 + t / 1000.0)),
    "metal stays": through(lambda _: metal_layers(share=0.4)),
    "graphitic": through(
        lambda t: (
            {"C 1s": [Peak(284.4 if t else 284.8, 9000.0, 1.0 if t else 1.3)]}
            | {"O 1s": [Peak(528.3, 9000.0)], "Al 2p": [Peak(72.85, 6000.0, 0.8)]}
        )
    ),
}


@pytest.mark.parametrize(
    ("check", "series", "words"),
    [
        ("P18", "decomposing", "from 0 to 600 s carbonate falls"),
        ("R54", "metal grows", "grows from 17% at 0 s to 77% at 600 s"),
        ("S2", "graphitic", "C-C lies at 284.4"),
        ("S4", "charging", "against"),
        ("S5", "broadening", "the main lines of all core levels are broader"),
    ],
)
def test_a_notice_is_given_where_its_cause_was_drawn(
    check: str, series: str, words: str
) -> None:
    finding = drawn(series)[check]
    assert finding.outcome == "warn", finding
    assert words in finding.sentence


@pytest.mark.parametrize(
    ("series", "checks"),
    [
        ("steady", ("P15", "P18", "R55", "S1", "S2", "S4", "S5")),
        ("metal stays", ("P15", "R54", "R55", "S4", "S5")),
        ("decomposing", ("S4", "S5")),
        ("broadening", ("P18", "S2", "S4")),
        ("charging", ("P18", "S2", "S5")),
    ],
)
def test_no_notice_is_given_where_its_cause_was_not_drawn(
    series: str, checks: tuple[str, ...]
) -> None:
    found = drawn(series)
    assert {c: found[c].sentence for c in checks if found[c].outcome == "warn"} == {}


def test_the_study_series_gets_the_two_notices_that_its_truth_asks_for() -> None:
    warned = {check for check, f in study().items() if f.outcome == "warn"}
    # Truth: Al metal 9 to 51 % of Al 2p from 450 to 1500 s, Li2O 0.7 to 1.3 at%.
    assert warned == {"R54", "S1"}
    floor = study()["S1"]
    assert floor.values["to_s"] == 6000.0
    assert 0.6 < floor.values["atomic_percent"] < 1.4


def test_the_measured_series_gets_notices_on_oxygen_and_on_lines_that_part() -> None:
    warned = {check for check, f in ito().items() if f.outcome == "warn"}
    assert {"S3", "S4"} <= warned
    assert not warned & {"P18", "R54", "S1", "S2", "S5"}
    assert "In 3d5/2" in ito()["S4"].sentence
    assert ito()["S3"].values["from_s"] == 0.0
