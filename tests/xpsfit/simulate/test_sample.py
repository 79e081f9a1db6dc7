"""Simulated truths against the independent generator of the sample spectra."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from sample_spectra import design
from sample_spectra.chemistry import composition, species_fractions
from sample_spectra.forward import RegionTruth, region_truth
from sample_spectra.lines import gauss_width_ev
from xpsfit.analysis import analyze
from xpsfit.errors import ModelError, QuantificationError, UnknownNameError
from xpsfit.model import (
    BackgroundModel,
    Component,
    DoubletSplit,
    Link,
    Parameter,
    PeakModel,
    ReferenceLine,
    RegionModel,
    builtin_model,
)
from xpsfit.settings import Settings
from xpsfit.simulate import Acquisition, Specimen, Truth, simulate, true_sample

REGIONS = tuple(design.REGIONS)
SHIFT_EV = 0.62


def lorentz_fraction(fwhm_ev: float) -> float:
    """Return fL / (fL + fG) of a Voigt line of the sample spectra."""
    lorentz = design.VOIGT_LORENTZ_FWHM_EV
    return lorentz / (lorentz + gauss_width_ev(fwhm_ev, lorentz))


def a_component(
    name: str,
    center_ev: float,
    fwhm_ev: float = 1.3,
    area: float = 0.0,
    *,
    doublet: DoubletSplit | None = None,
    voigt: bool = False,
) -> Component:
    # A Voigt of the sample spectra has 0.30 eV of Lorentz width whatever its own is.
    shape = (
        {"lorentz_fraction": Parameter(lorentz_fraction(fwhm_ev), vary=False)}
        if voigt
        else {"mixing": Parameter(0.30, vary=False)}
    )
    return Component(
        name=name,
        species=name,
        line_shape="voigt" if voigt else "gl_product",
        center_ev=Parameter(center_ev, center_ev - 2.0, center_ev + 2.0),
        fwhm_ev=Parameter(fwhm_ev, 0.1, 5.0),
        area_cps_ev=Parameter(area, 0.0),
        shape=shape,
        doublet=doublet,
    )


def the_truth_of(truths: list[RegionTruth], *, voigt: bool = False) -> Truth:
    """Return xpsfit's truth of what the other generator says of these regions."""
    regions, plans = [], {}
    for truth in truths:
        split = truth.components[0].split_ev
        pair = DoubletSplit(split, 0.5) if split else None
        components = tuple(
            a_component(
                c.name,
                c.measured_center_ev + SHIFT_EV,
                c.fwhm_ev,
                c.area_cps_ev,
                doublet=pair,
                voigt=voigt,
            )
            for c in truth.components
        )
        low, high = float(truth.energy_ev[0]), float(truth.energy_ev[-1])
        regions.append(
            RegionModel(
                truth.region, low + SHIFT_EV, high + SHIFT_EV, BackgroundModel(),
                components,
            )
        )  # fmt: skip
        plans[truth.region] = Acquisition(
            dwell_s=truth.dwell_s,
            scans=truth.scans,
            step_ev=design.STEP_EV,
            background_cps=truth.background.offset_cps,
            slope_cps_per_ev=truth.background.slope_cps_per_ev,
            step_per_ev=truth.background.step_per_ev,
        )
    model = PeakModel("sample", "", tuple(regions))
    return true_sample(model, Specimen(shift_ev=SHIFT_EV), by_region=plans)


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("family", design.FAMILIES)
def test_the_same_truth_gives_the_counts_of_the_independent_generator(
    region: str, family: str
) -> None:
    theirs = region_truth("tma_5s", region, family)
    [ours] = the_truth_of([theirs], voigt=family == "voigt").regions
    np.testing.assert_allclose(ours.energy_ev, theirs.energy_ev, atol=1e-9)
    # The other generator integrates numerically: good to about 1e-9 of a count rate.
    np.testing.assert_allclose(ours.expected_counts, theirs.expected_counts, rtol=1e-8)
    np.testing.assert_allclose(ours.background_cps, theirs.background_cps, rtol=1e-8)


def the_carbon(**changes: object) -> PeakModel:
    """Return C 1s and O 1s with two lines each."""
    carbon = RegionModel(
        "C 1s",
        280.0,
        292.0,
        BackgroundModel(),
        (a_component("C-C", 284.8), a_component("CO3", 289.5)),
    )
    oxygen = RegionModel(
        "O 1s",
        526.0,
        538.0,
        BackgroundModel(),
        (a_component("oxide", 529.0), a_component("CO3", 532.0)),
    )
    model = PeakModel(
        "carbon", "", (carbon, oxygen), ReferenceLine("C 1s", "C-C", 284.8)
    )
    return replace(model, **changes)  # type: ignore[arg-type]


def test_areas_of_a_composition_follow_from_the_sensitivity_factors() -> None:
    truth = true_sample(the_carbon(), Specimen(composition={"C": 40.0, "O": 60.0}))
    carbon, oxygen = truth.regions
    ratio = (oxygen.area("oxide") + oxygen.area("CO3")) / (
        carbon.area("C-C") + carbon.area("CO3")
    )
    # Scofield 1976: O 1s 2.93, C 1s 1; levels at 532.9 and 284.65 eV in peaklib.
    kinetic = (1486.69 - 532.9) / (1486.69 - 284.65)
    assert ratio == pytest.approx(60.0 / 40.0 * 2.93 * kinetic**0.6, rel=1e-12)
    assert truth.elements == pytest.approx({"C": 40.0, "O": 60.0})


def test_areas_of_the_sample_spectra_mean_their_composition() -> None:
    truth = the_truth_of([region_truth("tma_5s", region) for region in REGIONS])
    wanted = composition(species_fractions("tma_5s"))
    # The two place the core levels up to 2 eV apart, of some 1000 eV kinetic energy.
    assert truth.elements == pytest.approx(wanted, rel=2e-3)
    assert sum(truth.states.values()) == pytest.approx(100.0)


def test_states_may_be_named_by_region_and_component() -> None:
    amounts = {"C 1s/C-C": 30.0, "C 1s/CO3": 10.0, "O": 60.0}
    truth = true_sample(the_carbon(), Specimen(composition=amounts))
    assert truth.states["C 1s", "C-C"] == pytest.approx(30.0)
    assert truth.states["C 1s", "CO3"] == pytest.approx(10.0)
    assert truth.states["O 1s", "oxide"] == pytest.approx(30.0)


def test_the_highest_peak_has_the_height_asked_for() -> None:
    truth = true_sample(the_carbon(), Specimen(peak_cps=2500.0))
    heights = [float((r.expected_cps - r.background_cps).max()) for r in truth.regions]
    assert max(heights) == pytest.approx(2500.0)
    # docs/commands.md: a fifth of the region's own peak.
    for region, height in zip(truth.regions, heights, strict=True):
        assert region.values["background.offset_cps"] == pytest.approx(0.2 * height)


def test_given_areas_are_taken_as_they_are() -> None:
    truth = true_sample(the_carbon(), Specimen(areas={"C 1s/C-C": 5e4, "O 1s": 2e4}))
    carbon, oxygen = truth.regions
    assert (carbon.area("C-C"), carbon.area("CO3")) == (5e4, 0.0)
    assert (oxygen.area("oxide"), oxygen.area("CO3")) == (1e4, 1e4)


def test_areas_of_the_model_count_where_nothing_is_given() -> None:
    model = the_carbon()
    carbon = replace(
        model.regions[0], components=(a_component("C-C", 284.8, area=7e3),)
    )
    truth = true_sample(replace(model, regions=(carbon,)))
    assert truth.regions[0].area("C-C") == 7e3


def test_amounts_of_species_tie_the_areas_of_their_components() -> None:
    model = builtin_model("li-tma-species")
    made = Specimen(composition={"a-C": 10.0, "Li2CO3": 2.0, "R-Li": 1.0, "Al-C": 1.0})
    truth = true_sample(model, made)
    atoms = {
        key: at / truth.states["Li 1s", "R-Li"] for key, at in truth.states.items()
    }
    # Formulas: 2 Li2CO3 + RLi + Al4C3, with the carbon of the last two in one line.
    assert {key: round(number, 9) for key, number in atoms.items() if number} == {
        ("C 1s", "C-C"): 10.0,
        ("C 1s", "Li2CO3"): 2.0,
        ("C 1s", "R-Li/Al-C"): 4.0,
        ("O 1s", "Li2CO3"): 6.0,
        ("Al 2p", "Al-C"): 4.0,
        ("Li 1s", "Li2CO3"): 4.0,
        ("Li 1s", "R-Li"): 1.0,
    }


def test_without_amounts_the_reference_line_is_the_strongest_of_its_level() -> None:
    states = true_sample(builtin_model("li-tma-species")).states
    others = sum(at for (level, _), at in states.items() if level == "C 1s") / 2.0
    assert states["C 1s", "C-C"] == pytest.approx(others)
    assert states["O 1s", "Li2CO3"] == pytest.approx(3.0 * states["C 1s", "Li2CO3"])


@pytest.mark.parametrize("name", ["C", "O 1s", "C 1s/Li2CO3"])
def test_a_line_of_a_species_has_no_amount_of_its_own(name: str) -> None:
    with pytest.raises(ModelError, match="state the amount of the species"):
        true_sample(builtin_model("li-tma-species"), Specimen(composition={name: 1.0}))


def test_links_hold_in_the_truth() -> None:
    model = the_carbon()
    first, second = model.regions[0].components
    linked = replace(
        second,
        area_cps_ev=Link("C-C", 0.25),
        center_ev=Link("C-C", 1.0, 4.5),
        fwhm_ev=Link("C-C"),
    )
    region = replace(model.regions[0], components=(first, linked))
    shifted = Specimen(areas={"C 1s/C-C": 8e3}, shift_ev=0.4)
    truth = true_sample(replace(model, regions=(region,)), shifted)
    values = truth.regions[0].values
    assert values["CO3.area_cps_ev"] == 2e3
    assert values["CO3.center_ev"] == pytest.approx(284.8 + 4.5 - 0.4)
    assert values["CO3.fwhm_ev"] == 1.3


def test_static_backgrounds_are_simulated_in_their_form_without_noise() -> None:
    model = the_carbon()
    for kind, rise in (("shirley", 0.03), ("linear", 0.0)):
        background = BackgroundModel(kind, step_per_ev=Parameter(0.03))
        region = replace(model.regions[0], background=background)
        [truth] = true_sample(replace(model, regions=(region,))).regions
        step = truth.background_cps[-1] - truth.background_cps[0]
        area = truth.area("C-C") + truth.area("CO3")
        assert step == pytest.approx(rise * area, rel=0.02)


def test_a_fit_without_noise_finds_the_truth_and_its_composition() -> None:
    amounts = {"C 1s/C-C": 35.0, "C 1s/CO3": 5.0, "O": 45.0, "Li": 15.0}
    model = builtin_model("li-tma")
    amounts["C 1s/Li2CO3"] = amounts.pop("C 1s/CO3")
    truth = true_sample(model, Specimen(composition=amounts, shift_ev=0.31))
    spectra = simulate(truth, 0, noise=False).spectra
    # Not only what the counts would prove is there.
    settings = Settings(model=model, keep=("all",))
    [level] = analyze(list(spectra), settings)[0].levels
    assert level.charge.shift_ev == pytest.approx(0.31, abs=1e-6)
    assert level.composition is not None
    found = {row.element: row.atomic_percent for row in level.composition.elements}
    for element, amount in found.items():
        assert amount == pytest.approx(truth.elements[element], abs=1e-4)


@pytest.mark.parametrize(
    ("specimen", "words"),
    [
        (Specimen(composition={"Fe": 1.0}), "'Fe' names nothing"),
        (Specimen(composition={"C 1s/none": 1.0}), "known: C, O, C 1s/C-C"),
        (Specimen(composition={"": 1.0}), "names nothing"),
        (Specimen(areas={"C": 1.0}), "known: C 1s, O 1s"),
        (Specimen(composition={"C": -1.0}), "from 0"),
        (Specimen(composition={"C": math.nan}), "from 0"),
        (Specimen(composition={"C": 0.0}), "nothing is present"),
        (Specimen(composition={"C": 1.0}, areas={"C 1s": 1.0}), "not both"),
        (Specimen(peak_cps=0.0), "above 0"),
        (Specimen(peak_cps=math.inf), "above 0"),
        (Specimen(shift_ev=math.nan), "charge shift"),
    ],
)
def test_a_specimen_that_cannot_be_is_refused(specimen: Specimen, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        true_sample(the_carbon(), specimen)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (Acquisition(scans=0), "0 scans"),
        (Acquisition(dwell_s=0.0), "dwell time"),
        (Acquisition(dwell_s=math.nan), "dwell time"),
        (Acquisition(step_ev=0.0), "step of 0 eV"),
        (Acquisition(step_ev=1e-4), "points"),
        (Acquisition(step_ev=5.0), "points"),
        (Acquisition(low_ev=290.0, high_ev=280.0), "empty"),
        (Acquisition(low_ev=-math.inf), "empty"),
        (Acquisition(background_cps=-1.0), "background"),
        (Acquisition(slope_cps_per_ev=1e6), "below zero"),
        (Acquisition(slope_cps_per_ev=math.inf), "slope"),
        (Acquisition(step_per_ev=-0.1), "per eV"),
        (Acquisition(dwell_s=1e6, scans=10**6), "more than 1e"),
    ],
)
def test_an_acquisition_that_cannot_be_is_refused(
    plan: Acquisition, words: str
) -> None:
    with pytest.raises(ModelError, match=words):
        true_sample(the_carbon(), acquisition=plan)


def test_a_region_that_the_model_has_not_is_refused() -> None:
    with pytest.raises(ModelError, match="known: C 1s, O 1s"):
        true_sample(the_carbon(), by_region={"Al 2p": Acquisition()})


def test_an_unknown_sensitivity_library_is_refused() -> None:
    with pytest.raises((UnknownNameError, QuantificationError), match="nowhere"):
        true_sample(the_carbon(), settings=Settings(library="nowhere"))
