"""Species in the analysis: composition, tables, and files that come back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sample_spectra.chemistry import species_fractions
from sample_spectra.forward import profile_truth, region_truth
from tests.measured import a_measurement
from xpsfit.analysis import analyze, analyze_series
from xpsfit.errors import FitError, ModelError
from xpsfit.model import builtin_model
from xpsfit.samples_together import share_quantities
from xpsfit.settings import Settings
from xpsfit.writers.tables import result_tables, species_table, tables_as_json

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.results import LevelResult, SampleResult

REGIONS = ("C 1s", "O 1s", "Al 2p", "Li 1s")
SETTINGS = Settings(model=builtin_model("li-tma-species"))
NAMES = {"aC": "a-C", "CO": "C-O", "RLi": "R-Li", "AlC": "Al-C", "LiAl": "Li-Al"}


@pytest.fixture(scope="module")
def surface() -> SampleResult:
    spectra = [a_measurement(region_truth("tma_5s", region)) for region in REGIONS]
    (result,) = analyze(spectra, SETTINGS)
    return result


def numeric_errors(level: LevelResult) -> FloatArray:
    """Return at% errors of elements from the covariance by finite differences."""
    joint, composition = level.joint, level.composition
    assert joint is not None
    assert composition is not None
    divisor = {
        e.region: e.sensitivity_factor * e.transmission * e.energy_factor
        for e in composition.elements
    }
    areas = np.array([c.area_cps_ev for f in joint.fits for c in f.components])
    owner = [f.region.name for f in joint.fits for _ in f.components]

    def percent(values: FloatArray) -> FloatArray:
        q = values / [divisor[region] for region in owner]
        parts = [q[[o == e.region for o in owner]].sum() for e in composition.elements]
        return np.asarray(100.0 * np.array(parts) / q.sum())

    jacobian = np.empty((len(composition.elements), areas.size))
    for i in range(areas.size):
        step = np.zeros(areas.size)
        step[i] = 1.0
        jacobian[:, i] = (percent(areas + step) - percent(areas - step)) / 2.0
    covariance = joint.covariance[len(joint.species) :, len(joint.species) :]
    return np.asarray(np.sqrt(np.diag(jacobian @ covariance @ jacobian.T)))


def test_the_amounts_of_species_are_those_of_the_truth(surface: SampleResult) -> None:
    (level,) = surface.levels
    assert level.composition is not None
    truth = species_fractions("tma_5s")
    amounts = {s.species: s for s in level.composition.species}
    for key, fraction in truth.items():
        found = amounts[{"Al0": "Al metal", **NAMES}.get(key, key)]
        error = found.atomic_percent_stderr
        assert abs(found.atomic_percent - 100.0 * fraction) < 4.0 * error
        assert found.atomic_percent_upper_95 == pytest.approx(
            found.atomic_percent + 1.645 * error
        )
    whole = sum(s.atomic_percent for s in level.composition.species)
    assert whole == pytest.approx(100.0)


def test_errors_of_elements_hold_the_covariance_between_regions(
    surface: SampleResult,
) -> None:
    (level,) = surface.levels
    assert level.composition is not None
    stated = [e.atomic_percent_stderr for e in level.composition.elements]
    assert stated == pytest.approx(numeric_errors(level), rel=1e-4)


def test_the_table_of_species_is_there_only_where_a_model_has_any(
    surface: SampleResult,
) -> None:
    rows = tables_as_json([species_table([surface])])["species"]
    carbonate = next(row for row in rows if row["species"] == "Li2CO3")
    assert carbonate["composition"] == "Li 2 C 1 O 3"
    assert carbonate["regions"] == "C1s O1s Li1s"
    assert carbonate["presence"] == "present"
    assert "species" in [table.name for table in result_tables([surface])]
    spectra = [a_measurement(region_truth("bare_li", "C 1s"))]
    assert "species" not in [t.name for t in result_tables(analyze(spectra))]


def test_a_series_is_fitted_together_level_by_level() -> None:
    spectra = [
        a_measurement(profile_truth(level, region))
        for level in (0, 1)
        for region in REGIONS
        if (level, region) != (1, "Al 2p")
    ]
    (result,) = analyze_series(spectra, SETTINGS)
    first, second = result.levels
    assert first.joint is not None
    assert second.joint is not None
    assert len(first.joint.fits) == 4
    assert second.joint.regions == ("C 1s", "O 1s", "Li 1s")
    assert any(
        w.startswith("species Al metal is left out") for w in second.joint.warnings
    )


def test_without_sensitivity_the_regions_stay_as_they_are_alone() -> None:
    spectra = [
        replace(a_measurement(region_truth("tma_5s", r)), photon_energy_ev=None)
        for r in REGIONS
    ]
    (result,) = analyze(spectra, SETTINGS)
    (level,) = result.levels
    assert level.joint is None
    assert len(level.fits) == 4
    assert [f.region for f in level.failures] == ["joint fit", "composition"]
    assert "photon energy" in level.failures[0].reason


def test_sharing_needs_two_surfaces_of_one_model(surface: SampleResult) -> None:
    settings = replace(SETTINGS, share=("widths",))
    with pytest.raises(FitError, match="two or more samples"):
        share_quantities([surface], settings)
    other = replace(surface, model=builtin_model("li-tma"))
    with pytest.raises(ModelError, match="different models"):
        share_quantities([surface, other], settings)


def test_samples_that_share_widths_keep_their_own_species(
    surface: SampleResult,
) -> None:
    spectra = [a_measurement(region_truth("bare_li", region)) for region in REGIONS]
    (other,) = analyze(spectra, SETTINGS)
    settings = replace(SETTINGS, share=("widths",))
    one, two = share_quantities([surface, other], settings)
    for mine, theirs in zip(one.levels[0].fits, two.levels[0].fits, strict=True):
        for a, b in zip(mine.components, theirs.components, strict=True):
            assert a.fwhm_ev == pytest.approx(b.fwhm_ev)
    found = [r.levels[0].composition for r in (one, two)]
    amounts = [
        {s.species: s.atomic_percent for s in c.species} for c in found if c is not None
    ]
    assert amounts[0]["Li2CO3"] == pytest.approx(24.0, abs=1.0)
    assert amounts[1]["Li2CO3"] == pytest.approx(50.0, abs=1.0)
