"""The five faults of published XPS, looked for in every text of every kind of result.

G. H. Major et al., J. Vac. Sci. Technol. A 38 (2020) 061204, count how often
background, charge reference, analyzer settings, residuals and errors are left out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.built_results import charge_of, level_of, sample_of
from tests.xpsfit.report.pages import LINES, seen, series, surface
from xpsfit.account import methods_text
from xpsfit.quantify import integrate_region
from xpsfit.report import report_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.results import LevelResult, SampleResult

UNREFERENCED = charge_of(method="none", line="", assigned_ev=None, measured_ev=None)


def only_integrated(level: LevelResult) -> LevelResult:
    """Return a level whose regions have no peak model."""
    areas = tuple(integrate_region(fit.region) for fit in level.fits)
    assert level.composition is not None
    amounts = replace(level.composition, states=())
    return replace(level, fits=(), integrated=areas, composition=amounts)


def at_angle(result: SampleResult, angle_deg: float) -> SampleResult:
    (level,) = result.levels
    fits = []
    for fit in level.fits:
        spectrum = replace(fit.region.spectrum, angle_deg=angle_deg)
        fits.append(replace(fit, region=replace(fit.region, spectrum=spectrum)))
    name = f"foil ({angle_deg:g} deg)"
    own = replace(level, fits=tuple(fits), sample=name)
    return replace(result, sample=name, levels=(own,))


def integrated_surface() -> SampleResult:
    return sample_of(only_integrated(level_of(LINES, charge=UNREFERENCED)))


def integrated_series() -> SampleResult:
    whole = series()
    return replace(whole, levels=tuple(only_integrated(v) for v in whole.levels))


CASES: dict[str, Sequence[SampleResult]] = {
    "a fitted surface": (surface(),),
    "integrated regions only": (integrated_surface(),),
    "a series": (series(),),
    "a series of integrated regions": (integrated_series(),),
    "several angles": tuple(at_angle(surface(), a) for a in (0.0, 40.0, 70.0)),
    "no charge reference": (sample_of(level_of(LINES, charge=UNREFERENCED)),),
}

FAULTS = {
    "background": r"(?:C|O) 1s: (?:area above an? |active )\w+(?: \w+)* background.*? "
    r"from \(?\d+\.\d+.*? to \(?\d+\.\d+.*? eV \((?:calibrated|as measured)",
    "charge reference": r"C 1s C-C was set to 284\.80 eV .*? a shift of [+-]\d"
    r"|Charge reference: none; binding energies are as measured \(shift 0 eV\)",
    "pass energy": r"The pass energy was \d+ eV|Pass energy: not recorded",
    "residuals": r"esiduals over sigma are shown below every fit"
    r"|without a peak model and so without residuals",
    "errors": r"Errors of (?:fitted quantities|integrated areas) are one standard",
}


@cache
def texts_of(case: str) -> dict[str, list[str]]:
    """Return each text that has words, cut into its samples."""
    results = CASES[case]
    page = " ".join(" ".join(seen(report_html(results, None)).words).split())
    whole = " ".join(methods_text(results, {"xpsfit": "1"}).split())
    parts = {
        "methods.txt": whole.split("Methods: ")[1:],
        "report.html": re.split(r"(?=Spectra of [^.]+? were recorded)", page)[1:],
    }
    assert all(len(own) == len(results) for own in parts.values())
    return parts


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("case", CASES)
def test_no_text_of_any_sample_has_a_fault(case: str, fault: str) -> None:
    for name, samples in texts_of(case).items():
        for text in samples:
            assert re.search(FAULTS[fault], text), f"{name} of {case}: {fault}"


def test_integrated_regions_name_their_averaged_points() -> None:
    (text,) = texts_of("integrated regions only")["methods.txt"]
    assert re.search(r"eV \(as measured\), \d+ points averaged at each end", text)
    assert "full covariance" not in text


def test_every_angle_is_told_with_its_own_sample() -> None:
    texts = texts_of("several angles")["methods.txt"]
    for angle, text in zip((0, 40, 70), texts, strict=True):
        assert f"angle-resolved measurement was {angle}°" in text
