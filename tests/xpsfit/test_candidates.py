"""Candidates of several core levels together, from spectra to tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import h5py
import pytest

from sample_spectra.forward import profile_truth, region_truth
from tests.measured import a_measurement, shift_to_model
from xpsfit.analysis import analyze, analyze_series
from xpsfit.candidates import check_keep, weighed
from xpsfit.errors import UnknownNameError
from xpsfit.evaluate import evaluate
from xpsfit.fit import FitResult
from xpsfit.model import builtin_model
from xpsfit.scrutiny import scrutinized
from xpsfit.settings import Settings
from xpsfit.writers import make_record, write_results
from xpsfit.writers.tables import candidates_table, components_table, tables_as_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xpsfit.results import SampleResult

MODEL = builtin_model("li-tma")


def fits_of(sample: str, regions: Sequence[str], seed: int = 1) -> list[FitResult]:
    """Return fits with all candidates, on a scale where the shift is that of C 1s."""
    found = []
    for region in regions:
        truth = region_truth(sample, region)
        result = evaluate(a_measurement(truth, seed), MODEL, shift_to_model(truth))
        assert isinstance(result, FitResult)
        found.append(result)
    return found


def kept(fit: FitResult) -> list[str]:
    return [c.name for c in fit.candidates if c.kept]


@pytest.fixture(scope="module")
def surface() -> SampleResult:
    """Return the Li-Al reference: one species of four in C 1s, one of three in O 1s."""
    regions = ("C 1s", "O 1s", "Al 2p", "Li 1s")
    spectra = [a_measurement(region_truth("li_al_reference", r)) for r in regions]
    (result,) = analyze(spectra, Settings(restarts=3, seed=9))
    return result


class TestSpecies:
    def test_one_that_another_level_shows_stays(self) -> None:
        fits = fits_of("tma_20s", ("O 1s", "Li 1s"))
        shift_ev = shift_to_model(region_truth("tma_20s", "Li 1s"))
        alone = weighed(fits[1:], MODEL, shift_ev)[0]
        assert "Li2CO3" not in kept(alone)
        together = weighed(fits, MODEL, shift_ev)[1]
        assert {"Li2O", "Li2CO3"} <= {*kept(together)}
        reasons = {c.name: c.reason for c in together.candidates}
        assert reasons["Li2CO3"] == "its species is shown by O 1s"

    def test_one_that_no_level_shows_leaves(self, surface: SampleResult) -> None:
        by_region = {fit.region.name: kept(fit) for fit in surface.levels[0].fits}
        assert by_region == {
            "C 1s": ["C-C"],
            "O 1s": ["Li2O"],
            "Al 2p": ["Li-Al", "Al metal"],
            "Li 1s": ["Li2O", "Li-Al"],
        }


class TestKeep:
    def test_all_are_left_as_they_are(self) -> None:
        fits = fits_of("li_al_reference", ("O 1s",))
        assert weighed(fits, MODEL, 0.0, ("all",)) == fits

    @pytest.mark.parametrize("name", ["C-O", "O 1s C-O"])
    def test_one_that_is_named_stays(self, name: str) -> None:
        fits = fits_of("li_al_reference", ("O 1s",))
        shift_ev = shift_to_model(region_truth("li_al_reference", "O 1s"))
        (fit,) = weighed(fits, MODEL, shift_ev, (name,))
        assert kept(fit) == ["Li2O", "C-O"]
        assert fit.candidates[2].reason == "asked for"

    def test_one_of_another_region_does_not(self) -> None:
        fits = fits_of("li_al_reference", ("O 1s",))
        shift_ev = shift_to_model(region_truth("li_al_reference", "O 1s"))
        (fit,) = weighed(fits, MODEL, shift_ev, ("C 1s C-O",))
        assert kept(fit) == ["Li2O"]

    def test_a_name_that_the_model_lacks_is_refused(self) -> None:
        check_keep(("all", "C-O", "O 1s C-O"), MODEL)
        with pytest.raises(UnknownNameError, match="'C-N'"):
            check_keep(("C-N",), MODEL)
        spectra = [a_measurement(region_truth("bare_li", "C 1s"))]
        with pytest.raises(UnknownNameError, match="'C-N'"):
            analyze(spectra, Settings(keep=("C-N",)))

    def test_the_reference_line_stays(self, surface: SampleResult) -> None:
        (carbon,) = [f for f in surface.levels[0].fits if f.region.name == "C 1s"]
        assert "C-C" in kept(carbon)
        oxygen_only = fits_of("bare_li", ("Al 2p",))
        (fit,) = weighed(oxygen_only, MODEL, 0.6)
        assert kept(fit) == []


def test_a_series_keeps_all_unless_asked() -> None:
    spectra = [a_measurement(profile_truth(level, "C 1s")) for level in (0, 1)]
    (result,) = analyze_series(spectra)
    assert [fit.candidates for level in result.levels for fit in level.fits] == [(), ()]
    (asked,) = analyze_series(spectra, Settings(keep=(), link="carried"))
    assert all(fit.candidates for level in asked.levels for fit in level.fits)


def test_scrutiny_that_nobody_asked_for_changes_nothing() -> None:
    (fit,) = fits_of("bare_li", ("O 1s",))
    assert scrutinized(fit, 0.0, Settings()) is fit


class TestTables:
    def test_every_candidate_has_a_row(self, surface: SampleResult) -> None:
        rows = tables_as_json([candidates_table([surface])])["candidates"]
        assert len(rows) == 4 + 3 + 3 + 4
        absent = next(
            r for r in rows if (r["region"], r["component"]) == ("O 1s", "C-O")
        )
        assert absent["kept"] is False
        assert absent["reason"] == "no evidence"
        limit = absent["atomic_percent_upper_95"]
        assert isinstance(limit, float)
        assert 0.0 < limit < 0.1
        present = next(r for r in rows if r["component"] == "Al metal")
        assert present["kept"] is True
        assert present["atomic_percent_upper_95"] is None

    def test_the_absent_keep_their_rows(self, surface: SampleResult) -> None:
        rows = tables_as_json([components_table([surface])])["components"]
        carbonate = next(r for r in rows if r["component"] == "Li2CO3")
        assert carbonate["area_cps_ev"] == 0.0
        assert carbonate["presence"] == "below_limit"
        limit, error = (
            carbonate["atomic_percent_upper_95"],
            carbonate["atomic_percent_stderr"],
        )
        assert isinstance(limit, float)
        assert isinstance(error, float)
        assert limit >= 1.645 * error

    def test_files_hold_candidates_restarts_and_the_seed(
        self, surface: SampleResult, tmp_path: Path
    ) -> None:
        settings = Settings(restarts=3, seed=9)
        record = make_record(["xpsfit", "fit"], [], settings, [surface])
        write_results(tmp_path / "a.xpsfit", [surface], record, figures=None)
        run = json.loads((tmp_path / "a.xpsfit/run.json").read_text("utf-8"))
        assert run["seeds"] == [9]
        assert run["settings"]["keep"] is None
        assert len(run["samples"][0]["candidates"]) == 14
        with h5py.File(tmp_path / "a.xpsfit/result.h5") as file:
            candidates = file["samples/00/candidates"][()]
            assert len(candidates) == 14
            first = candidates["region"] == candidates["region"][0]
            assert first.sum() == 4
            restarted = file["samples/00/uniqueness"][0]
            assert restarted["seed"] == 9
            assert restarted["minima"] == 1
        with (tmp_path / "a.xpsfit/candidates.csv").open(encoding="utf-8") as lines:
            assert len(lines.readlines()) == 15
