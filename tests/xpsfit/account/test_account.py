"""The methods text: what is known is in it, what is not is said to be missing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.built_fits import an_integrated_area
from tests.built_results import Line, charge_of, level_of, sample_of
from tests.xpsfit.report.pages import LINES, series, surface
from xpsfit.account import WANTED, methods_paragraphs, methods_text, missing
from xpsfit.depth import depth_profile
from xpsfit.depth.place import with_depth
from xpsfit.fit.result import Candidate, Uniqueness
from xpsfit.model.types import Link
from xpsfit.report import report_html
from xpsfit.settings import Settings
from xpsfit.statements import NUMBERS, TEXTS
from xpsfit.stating import with_statements
from xpsfit.writers.tables import profile_table

if TYPE_CHECKING:
    from xpsfit.results import SampleResult

VERSIONS = {"xpsfit": "9.8.7", "python": "3.11", "numpy": "2", "scipy": "1"}


def told(result: SampleResult, **stated: str) -> SampleResult:
    """Return a result whose spectra hold what the user states."""
    levels = []
    for level in result.levels:
        fits = []
        for fit in level.fits:
            (spectrum,) = with_statements([fit.region.spectrum], stated)
            fits.append(replace(fit, region=replace(fit.region, spectrum=spectrum)))
        levels.append(replace(level, fits=tuple(fits)))
    return replace(result, levels=tuple(levels))


def test_it_says_how_energies_were_referenced() -> None:
    level = level_of(LINES, charge=charge_of(-0.25))
    text = " ".join(methods_paragraphs(sample_of(level), VERSIONS))
    assert "C 1s C-C was set to 284.80 eV (measured at 285.050 eV)" in text
    assert "a shift of -0.250 ± 0.010 eV" in text
    assert "varies by 0.2 to 0.3 eV" in text


def test_it_says_that_nothing_was_referenced() -> None:
    charge = charge_of(method="none", line="", assigned_ev=None, measured_ev=None)
    text = " ".join(methods_paragraphs(sample_of(level_of(LINES, charge=charge)), {}))
    assert "Charge reference: none; binding energies are as measured" in text


def test_it_names_backgrounds_with_their_ends_on_the_calibrated_scale() -> None:
    level = level_of(LINES, charge=charge_of(-0.25))
    text = " ".join(methods_paragraphs(sample_of(level), VERSIONS))
    for fit in level.fits:
        low, high = fit.low_ev - 0.25, fit.high_ev - 0.25
        assert f"{fit.region.name}: active Shirley background" in text
        assert f"from {low:.2f} to {high:.2f} eV (calibrated)" in text


def with_spectra(result: SampleResult, **by_region: dict[str, Any]) -> SampleResult:
    """Return a result with other words of its files: ``C_1s={...}``."""
    (level,) = result.levels
    fits = []
    for fit in level.fits:
        own = by_region.get(fit.region.name.replace(" ", "_"), {})
        spectrum = replace(fit.region.spectrum, **own)
        fits.append(replace(fit, region=replace(fit.region, spectrum=spectrum)))
    return replace(result, levels=(replace(level, fits=tuple(fits)),))


def words_of(result: SampleResult) -> str:
    return " ".join(methods_paragraphs(result, VERSIONS))


def test_a_value_of_some_regions_is_said_of_no_others() -> None:
    """The survey of a sample may be the only spectrum with a pass energy."""
    nothing: dict[str, Any] = {"pass_energy_ev": None, "dwell_s": None, "scans": None}
    some = with_spectra(surface(), O_1s=nothing | {"metadata": {"instrument": "A"}})
    text = words_of(some)
    assert "The pass energy was 50 eV (C 1s), not recorded for O 1s." in text
    assert "dwell time 1 s (C 1s), not recorded for O 1s" in text
    assert "Instrument: A (O 1s), not recorded for C 1s." in text
    survey = replace(surface().levels[0].fits[0].region.spectrum, region="Survey")
    bare = with_spectra(surface(), C_1s=nothing, O_1s=nothing)
    text = words_of(replace(bare, surveys=(survey,)))
    assert "Pass energy: not recorded." in text
    assert "Survey" not in text
    wanted = [w.name for w in missing([replace(bare, surveys=(survey,))])]
    assert "pass energy" in wanted


def test_dwell_times_that_differ_by_rounding_are_one() -> None:
    close = with_spectra(
        surface(), C_1s={"dwell_s": 0.298508}, O_1s={"dwell_s": 0.298507}
    )
    assert "dwell time 0.2985 s;" in words_of(close)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Mono(Al (Mono))", "with monochromatic Al X-rays"),
        ("Al mono", "with monochromatic Al X-rays"),
        ("monochromatic Al K-alpha X-rays", "with monochromatic Al K-alpha X-rays"),
    ],
)
def test_monochromatic_is_said_once(source: str, words: str) -> None:
    own = {"metadata": {"source label": source}}
    assert words in words_of(with_spectra(surface(), C_1s=own, O_1s=own))


def test_the_angle_of_an_angle_resolved_spectrum_comes_before_a_field() -> None:
    own = {"angle_deg": 70.0, "metadata": {"take-off polar angle [deg]": "0"}}
    result = with_spectra(surface(), C_1s=own, O_1s=own)
    text = words_of(result)
    assert "The angle of this angle-resolved measurement was 70°" in text
    assert "the field for the polar take-off angle says 0° and does not count" in text
    assert "ake-off angle 0°" not in text
    assert "take-off angle" not in [w.name for w in missing([result])]


def test_a_statement_that_denies_the_file_is_told_with_both_values() -> None:
    text = words_of(told(surface(), pass_energy_ev="99"))
    assert "The pass energy was 50 eV." in text
    assert "pass_energy_ev = 99, but the file of C 1s says 50" in text


def test_intensities_that_the_instrument_corrected_miss_no_transmission() -> None:
    own = {"transmission_state": "corrected"}
    names = [w.name for w in missing([with_spectra(surface(), C_1s=own, O_1s=own)])]
    assert "transmission function" not in names


def test_a_path_as_sample_name_is_its_last_part_in_sentences() -> None:
    drive = "C:"
    path = f"{drive}\\Data\\group\\ITO_1.pro:1:1:ITO"
    text = methods_text([surface(path)], VERSIONS)
    assert "Spectra of ITO_1.pro:1:1:ITO were" in text


def test_versions_are_those_of_the_run() -> None:
    assert "xpsfit 9.8.7 (Python 3.11, numpy 2" in methods_text([surface()], VERSIONS)
    assert "version not recorded" in methods_text([surface()], {})


def test_what_is_not_recorded_is_listed_and_not_invented() -> None:
    text = methods_text([surface()], VERSIONS)
    assert "instrument not recorded" in text
    assert ("Pass energy: not recorded." in text) == ("- pass energy" in text)
    assert "last check of the energy scale" in text
    assert "\n- mounting of the sample (ISO 19318)" in text
    assert "ion current" not in text


def test_a_pass_energy_that_no_file_states_is_said_to_be_missing() -> None:
    result = surface()
    level = result.levels[0]
    fits = tuple(
        replace(
            fit,
            region=replace(
                fit.region, spectrum=replace(fit.region.spectrum, pass_energy_ev=None)
            ),
        )
        for fit in level.fits
    )
    unknown = replace(result, levels=(replace(level, fits=fits),))
    assert "Pass energy: not recorded." in methods_text([unknown], VERSIONS)


def test_the_list_keeps_its_order_and_asks_series_for_their_ions() -> None:
    names = [wanted.name for wanted in missing([series()])]
    everything = [wanted.name for wanted in WANTED]
    assert names == [name for name in everything if name in names]
    assert {"ion current", "alignment of the beams"} <= set(names)


def test_what_the_user_states_is_told_and_no_longer_missing() -> None:
    everything = {key: f"some {key}" for key in TEXTS} | dict.fromkeys(NUMBERS, "2.5")
    known = told(series(), **everything)
    left = {wanted.name for wanted in missing([known])}
    assert left <= {w.name for w in WANTED if not w.keys}
    text = " ".join(methods_text([known], VERSIONS).split())
    assert "last checked on some energy_check_date: Au 4f7/2 2.5 eV" in text
    assert "Mounting: Some mounting." in text
    assert "some ion, 2.5 eV, 2.5 µA" in text
    assert "Sputter rate: Some rate_source." in text


@pytest.mark.parametrize("name", ["a\nb", "\x1b[31mred", "", "x" * 10_000])
def test_a_name_stays_in_its_line(name: str) -> None:
    text = methods_text([surface(name)], VERSIONS)
    assert "\x1b" not in text
    assert len(text.splitlines()[0]) < 220


def fit_changed(result: SampleResult, region: str, **changes: Any) -> SampleResult:
    """Return a surface with one of its fits changed."""
    (level,) = result.levels
    fits = tuple(
        replace(fit, **changes) if fit.region.name == region else fit
        for fit in level.fits
    )
    return replace(result, levels=(replace(level, fits=fits),))


def candidate(
    name: str, *, kept: bool, reason: str = "the data ask for it"
) -> Candidate:
    return Candidate(name, kept, 50.0 if kept else -5.0, 60.0, 1.0, kept, reason)


def test_components_that_left_are_not_listed_as_fitted() -> None:
    choice = (candidate("C-C", kept=True), candidate("C-O", kept=False, reason=""))
    text = words_of(fit_changed(surface(), "C 1s", candidates=choice))
    assert "(calibrated); C-C, Gaussian-Lorentzian product lines; C-O tried and" in text
    assert "information criterion falls by more than 10" in text
    assert "All components of O 1s were kept." in text
    none = (candidate("Li2CO3", kept=False),)
    text = words_of(fit_changed(surface(), "O 1s", candidates=none))
    assert "no component: Li2CO3 tried and left out." in text


def test_components_kept_for_another_reason_are_named_with_it() -> None:
    choice = (
        candidate("C-C", kept=True),
        candidate("C-O", kept=True, reason="asked for"),
    )
    text = words_of(fit_changed(surface(), "C 1s", candidates=choice))
    assert "Kept for another reason: C 1s C-O (asked for)." in text
    assert "All components of the model were kept." in words_of(surface())


def test_a_singlet_beside_a_doublet_is_called_a_single_line() -> None:
    two = {"Al 2p": [Line("Al metal", 72.7, 5.0), Line("Li-Al", 71.9, 5.0)]}
    level = level_of(two)
    model = level.fits[0].model
    first, second = model.components
    mixed = replace(model, components=(replace(first, doublet=None), second))
    (fit,) = level.fits
    changed = replace(level, fits=(replace(fit, model=mixed),))
    text = words_of(sample_of(changed))
    assert "single line (Al metal) and doublet with 0.435 eV splitting" in text
    assert "and area ratio 0.5 (Li-Al)" in text


def test_ties_are_told_with_their_numbers_where_the_fit_kept_to_them() -> None:
    (fit, _) = surface().levels[0].fits
    first, second = fit.model.components
    tied = replace(second, center_ev=Link("C-C", offset=1.5))
    model = replace(fit.model, components=(first, tied))
    linked = tuple(
        replace(p, state="linked") if p.name == "C-O.center_ev" else p
        for p in fit.parameters
    )
    text = words_of(fit_changed(surface(), "C 1s", model=model, parameters=linked))
    assert "position of C-O tied to that of C-C (+1.5 eV)" in text
    assert "tied to" not in words_of(fit_changed(surface(), "C 1s", model=model))


def test_starts_intervals_and_systematic_errors_are_told_as_done() -> None:
    (fit, _) = surface().levels[0].fits
    wide = tuple(replace(p, low_68=p.value, high_68=p.value) for p in fit.parameters)
    starts = Uniqueness(3, 7, 3, 2, 0.1, "C-C", 0.0)
    result = fit_changed(surface(), "C 1s", parameters=wide, uniqueness=starts)
    settings: dict[str, Any] = {"errors": "monte-carlo", "replicates": 20, "seed": 7}
    settings["systematic"] = "what-if"
    text = " ".join(methods_paragraphs(result, VERSIONS, settings))
    assert "from fits of 20 spectra simulated from each fit (seed 7)" in text
    assert "again from 3 random starts each (seed 7): C 1s has 2 minima" in text
    assert "what other defensible choices would have given (what-if)" in text
    assert "Background and ends were not varied for" not in text
    integrated = replace(
        result,
        levels=tuple(
            replace(level, integrated=(an_integrated_area("In 3d"),))
            for level in result.levels
        ),
    )
    told = " ".join(methods_paragraphs(integrated, VERSIONS, settings))
    assert "Background and ends were not varied for In 3d, which have no peak" in told
    assert "by a method that was not recorded" in words_of(result)
    assert "random" not in words_of(surface())
    assert "confidence" not in " ".join(methods_paragraphs(surface(), {}, settings))


def test_nothing_is_calibrated_where_no_shift_was_applied() -> None:
    charge = charge_of(method="none", line="", assigned_ev=None, measured_ev=None)
    text = words_of(sample_of(level_of(LINES, charge=charge)))
    assert "eV (as measured)" in text
    assert "calibrated" not in text


def test_a_static_background_is_not_in_the_errors() -> None:
    text = words_of(sample_of(level_of(LINES, background="shirley")))
    assert "Shirley background, 5 points averaged at each end" in text
    assert "without that of the background drawn before" in text


def test_carried_shifts_that_are_all_one_did_not_move() -> None:
    def shifted(*shifts: float) -> SampleResult:
        levels = [
            replace(
                level,
                charge=charge_of(shift, method="carried" if n else "fitted_line"),
            )
            for n, (level, shift) in enumerate(
                zip(series().levels, shifts, strict=True)
            )
        ]
        return replace(series(), levels=tuple(levels))

    assert "2 carried from another level unchanged" in words_of(shifted(0.1, 0.1, 0.1))
    assert "moved by what the core levels agree on" in words_of(shifted(0.1, 0.2, 0.1))


def test_a_rate_that_nobody_stated_is_called_assumed_and_asked_for() -> None:
    assumed = with_depth(series(), Settings())
    text = methods_text([assumed], VERSIONS)
    assert "This sputter rate is assumed, as none was stated" in " ".join(text.split())
    assert "- sputter rate, given with --rate (ISO 17109)" in text
    assert "rate assumed" in report_html([assumed], None)
    stated = with_depth(series(), Settings(rate_nm_per_s=0.19))
    text = methods_text([stated], VERSIONS)
    assert "assumed, as none" not in text
    assert "sputter rate, given" not in text
    assert "rate assumed" not in report_html([stated], None)
    columns = [profile_table(depth_profile(r)).columns for r in (assumed, stated)]
    assert columns[0] == columns[1]
