"""Joint fits against linear algebra of the tests' own, and against known truth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sample_spectra.forward import draw_counts, region_truth
from tests.built_spectra import gaussian
from tests.measured import a_measurement
from tests.xpsfit.fit.joint_cases import (
    CARBON,
    DIVISORS,
    OXYGEN,
    a_level,
    a_model,
    members,
    with_center,
)
from xpsfit.analysis import analyze
from xpsfit.fit.joint import fit_jointly
from xpsfit.model import Link, Species, builtin_model
from xpsfit.settings import Settings

if TYPE_CHECKING:
    from xpsfit.spectrum import Spectrum

# C 1s CO3 : O 1s CO3 = 1500 : 12000 is C : O = 1 : 3.11 with these divisors.
ATOMS = 12_000.0 / 180.0 / (1500.0 / 70.0)
CARBONATE = Species("carbonate", {"C": 1.0, "O": ATOMS}, {"C 1s": "CO3", "O 1s": "CO3"})


def both(seed: int = 1, shift_ev: float = 0.0) -> list[Spectrum]:
    return [
        a_level("C 1s", CARBON, shift_ev, seed),
        a_level("O 1s", OXYGEN, shift_ev, seed),
    ]


def design_of(spectra: list[Spectrum]) -> tuple[np.ndarray, np.ndarray]:
    """Return weighted columns and data: C-C, Li2O, carbonate, then two lines each."""
    carbon, oxygen = (s.binding_energy_ev for s in spectra)
    n, m = carbon.size, oxygen.size
    columns = np.zeros((n + m, 7))

    def unit(energy: np.ndarray, peak: tuple[float, float, float]) -> np.ndarray:
        return gaussian(energy, 1.0, peak[1], peak[2])

    columns[:n, 0] = unit(carbon, CARBON["C-C"])
    columns[n:, 1] = unit(oxygen, OXYGEN["Li2O"])
    columns[:n, 2] = DIVISORS["C 1s"] * unit(carbon, CARBON["CO3"])
    columns[n:, 2] = ATOMS * DIVISORS["O 1s"] * unit(oxygen, OXYGEN["CO3"])
    columns[:n, 3], columns[:n, 4] = 1.0, carbon - carbon.mean()
    columns[n:, 5], columns[n:, 6] = 1.0, oxygen - oxygen.mean()
    rate = np.concatenate([np.asarray(s.intensity) / 0.5 for s in spectra])
    sigma = np.sqrt(np.concatenate([np.asarray(s.intensity) for s in spectra])) / 0.5
    return columns / sigma[:, None], rate / sigma


def test_a_strict_species_is_one_column_of_a_linear_fit() -> None:
    spectra = both()
    model = a_model(free=False, species=(CARBONATE,))
    (joint,) = fit_jointly(members(model, spectra), model)
    columns, data = design_of(spectra)
    covariance = np.linalg.inv(columns.T @ columns)
    best = covariance @ (columns.T @ data)
    (amount,) = joint.species
    assert amount.amount_cps_ev == pytest.approx(best[2], rel=1e-6)
    assert amount.amount_cps_ev_stderr == pytest.approx(
        covariance[2, 2] ** 0.5, rel=1e-6
    )
    # Order of the covariance: amount, C-C, CO3, Li2O, CO3.
    ratio = np.array(
        [[0, 0, 1], [1, 0, 0], [0, 0, 70.0], [0, 1, 0], [0, 0, ATOMS * 180.0]]
    )
    expected = ratio @ covariance[:3, :3] @ ratio.T
    np.testing.assert_allclose(joint.covariance, expected, rtol=1e-6, atol=1e-9)
    rest = data - columns @ best
    assert joint.chi_square == pytest.approx(float(rest @ rest), rel=1e-9)
    carbon, oxygen = joint.fits
    assert carbon.component("CO3").area_cps_ev == pytest.approx(
        70.0 * best[2], rel=1e-6
    )
    assert oxygen.area_covariance[1, 1] == pytest.approx(expected[4, 4], rel=1e-6)


def test_slack_is_a_row_of_the_least_squares() -> None:
    spectra, slack = both(), 0.03
    model = a_model(free=False, species=(replace(CARBONATE, slack=slack),))
    (joint,) = fit_jointly(members(model, spectra), model)
    strict, data = design_of(spectra)
    # The two areas stand for themselves; rows (A - ratio a) / (slack ratio a).
    n = spectra[0].binding_energy_ev.size
    first, second = strict[:, 2].copy(), strict[:, 2].copy()
    first[n:], second[:n] = 0.0, 0.0
    columns = np.column_stack([strict, first, second])
    amount = joint.species[0].amount_cps_ev
    rows = np.zeros((2, 9))
    rows[0, [2, 7]] = -1.0 / (slack * amount), 1.0 / (slack * amount)
    rows[1, [2, 8]] = -1.0 / (slack * amount), 1.0 / (slack * amount)
    columns[:, 2] = 0.0
    full = np.vstack([columns, rows])
    covariance = np.linalg.inv(full.T @ full)
    best = covariance @ (columns.T @ data)
    assert amount == pytest.approx(best[2], rel=1e-3)
    assert joint.species[0].amount_cps_ev_stderr == pytest.approx(
        covariance[2, 2] ** 0.5, rel=5e-3
    )
    area = joint.fits[0].component("CO3")
    assert area.area_cps_ev == pytest.approx(70.0 * best[7], rel=1e-3)
    assert area.area_cps_ev_stderr == pytest.approx(
        70.0 * covariance[7, 7] ** 0.5, rel=5e-3
    )


def test_a_distance_between_core_levels_holds_on_the_calibrated_scale() -> None:
    link = Link("CO3", 1.0, 241.8, region="C 1s")
    model = with_center(a_model(), "O 1s", "CO3", link)
    shift_ev = 0.37
    spectra = both(shift_ev=shift_ev)
    (joint,) = fit_jointly(members(model, spectra, shift_ev), model)
    carbon, oxygen = joint.fits
    first, second = carbon.component("CO3"), oxygen.component("CO3")
    assert second.center_ev - first.center_ev == pytest.approx(241.8, abs=1e-9)
    # The strong line gives its position, and its error, to the weak one.
    alone = members(model, spectra, shift_ev)[0].fit.component("CO3")
    assert first.center_ev_stderr == pytest.approx(second.center_ev_stderr)
    assert first.center_ev_stderr is not None
    assert alone.center_ev_stderr is not None
    assert first.center_ev_stderr < 0.3 * alone.center_ev_stderr
    assert first.center_ev + shift_ev == pytest.approx(
        289.8, abs=4.0 * first.center_ev_stderr
    )
    assert joint.held == ("O 1s CO3 center_ev = 1 x C 1s CO3 +241.8",)


def test_a_tie_that_the_data_contradict_is_told() -> None:
    wrong = replace(CARBONATE, composition={"C": 1.0, "O": 2.0})
    model = a_model(species=(wrong,))
    (joint,) = fit_jointly(members(model, both()), model)
    assert any("the data contradict a tie" in w for w in joint.warnings)
    right = a_model(species=(CARBONATE,))
    assert fit_jointly(members(right, both()), right)[0].warnings == ()


def test_a_missing_core_level_is_told_and_the_rest_is_used() -> None:
    link = Link("CO3", 1.0, 241.8, region="C 1s")
    model = with_center(a_model(species=(CARBONATE,)), "O 1s", "CO3", link)
    (joint,) = fit_jointly(members(model, both()[1:]), model)
    (amount,) = joint.species
    assert (amount.levels, amount.missing) == (("O 1s",), ("C 1s",))
    assert any("C 1s, to which it is linked, is not among" in w for w in joint.warnings)
    assert any("so its amount rests on O 1s" in w for w in joint.warnings)
    truth = 12_000.0 / (ATOMS * 180.0)
    assert abs(amount.amount_cps_ev - truth) < 4.0 * amount.amount_cps_ev_stderr


def test_species_that_cannot_be_told_apart_are_named() -> None:
    double = replace(CARBONATE, name="twice")
    model = a_model(species=(CARBONATE, double))
    (joint,) = fit_jointly(members(model, both()), model)
    assert [s.name for s in joint.species] == ["carbonate"]
    assert any(w.startswith("species twice is left out") for w in joint.warnings)


@pytest.mark.parametrize("slack", [0.0, 0.1])
def test_an_absent_species_has_a_limit_that_all_levels_set(slack: float) -> None:
    absent = {"C-C": CARBON["C-C"], "CO3": (0.0, 289.8, 1.3)}
    bare = {"Li2O": OXYGEN["Li2O"], "CO3": (0.0, 531.6, 1.4)}
    model = a_model(free=False, species=(replace(CARBONATE, slack=slack),))
    for seed in range(4):
        spectra = [a_level("C 1s", absent, 0.0, seed), a_level("O 1s", bare, 0.0, seed)]
        (joint,) = fit_jointly(members(model, spectra), model)
        columns, _ = design_of(spectra)
        error = np.linalg.inv(columns.T @ columns)[2, 2] ** 0.5
        (amount,) = joint.species
        assert amount.presence == "below_limit"
        assert amount.amount_cps_ev_stderr == pytest.approx(error, rel=0.05)
        area = joint.fits[1].component("CO3")
        assert area.area_cps_ev_stderr == pytest.approx(ATOMS * 180.0 * error, rel=0.05)


def test_samples_share_widths_and_nothing_else() -> None:
    model = a_model()
    first = members(model, both(1), 0.0, "one")
    second = members(model, both(2, 0.4), 0.4, "two")
    one, two = fit_jointly([*first, *second], model, ("widths",))
    assert (one.sample, two.sample) == ("one", "two")
    for mine, theirs in zip(one.fits, two.fits, strict=True):
        for a, b in zip(mine.components, theirs.components, strict=True):
            assert a.fwhm_ev == pytest.approx(b.fwhm_ev)
            assert a.center_ev != pytest.approx(b.center_ev, abs=1e-6)
    assert one.free_parameters == 2 * 16 - 4


def test_shared_positions_are_those_of_the_calibrated_scale() -> None:
    model = a_model()
    first = members(model, both(1), 0.0, "one")
    second = members(model, both(2, 0.4), 0.4, "two")
    one, two = fit_jointly([*first, *second], model, ("centers",))
    for mine, theirs in zip(one.fits, two.fits, strict=True):
        for a, b in zip(mine.components, theirs.components, strict=True):
            assert a.center_ev == pytest.approx(b.center_ev + 0.4)


def drawn(region: str, seed: int) -> Spectrum:
    truth = region_truth("tma_20s", region)
    counts = draw_counts(truth, seed).astype(np.float64)
    return replace(a_measurement(truth), intensity=counts)


def test_the_states_of_lithium_are_found_where_a_free_fit_cannot() -> None:
    truth = {c.name: c.area_cps_ev for c in region_truth("tma_20s", "Li 1s").components}
    regions = ("C 1s", "O 1s", "Al 2p", "Li 1s")
    pulls: list[float] = []
    for seed in range(4):
        spectra = [drawn(r, 100 * seed + i) for i, r in enumerate(regions)]
        model = builtin_model("li-tma-species")
        (result,) = analyze(spectra, Settings(model=model))
        joint = result.levels[0].joint
        assert joint is not None
        assert joint.warnings == ()
        (lithium,) = [fit for fit in joint.fits if fit.region.name == "Li 1s"]
        assert not any(w.startswith("not identifiable") for w in lithium.warnings)
        for component in lithium.components:
            error = component.area_cps_ev_stderr
            assert error < 0.06 * component.area_cps_ev
            pulls.append((component.area_cps_ev - truth[component.name]) / error)
    assert np.abs(pulls).max() < 4.0
    assert 0.6 < float(np.std(pulls)) < 1.5
    settings = Settings(model=builtin_model("li-tma"), keep=("all",))
    (alone,) = analyze(spectra, settings)
    (lithium,) = [f for f in alone.levels[0].fits if f.region.name == "Li 1s"]
    assert any(w.startswith("not identifiable: ") for w in lithium.warnings)


def test_few_counts_do_not_bias_a_species() -> None:
    faint = {key: (a / 300.0, c, w) for key, (a, c, w) in CARBON.items()}
    weak = {key: (a / 300.0, c, w) for key, (a, c, w) in OXYGEN.items()}
    model = a_model(free=False, species=(CARBONATE,))
    found = []
    for seed in range(40):
        spectra = [_thin("C 1s", faint, seed), _thin("O 1s", weak, seed)]
        (joint,) = fit_jointly(members(model, spectra), model)
        assert {fit.region.noise for fit in joint.fits} == {"poisson_model"}
        found.append(joint.species[0])
    truth = 12_000.0 / 300.0 / (ATOMS * 180.0)
    pulls = [(s.amount_cps_ev - truth) / s.amount_cps_ev_stderr for s in found]
    assert abs(float(np.mean(pulls))) < 3.5 / np.sqrt(len(pulls))


def _thin(
    region: str, peaks: dict[str, tuple[float, float, float]], seed: int
) -> Spectrum:
    """Return a level with some 7 counts of background in a channel."""
    spectrum = a_level(region, peaks, 0.0, seed)
    energy = spectrum.binding_energy_ev
    rate = 15.0 + 0.0 * energy
    for area, center, width in peaks.values():
        rate = rate + gaussian(energy, area, center, width)
    counts = np.random.default_rng([seed, 7, len(peaks), *region.encode()]).poisson(
        rate * 0.5
    )
    return replace(spectrum, intensity=counts.astype(np.float64))
