"""Ties between samples against dense least squares, and what is said of wrong ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.xpsfit.fit.dense_samples import (
    SHIFTS_EV,
    Dense,
    Lines,
    dense_fit,
    tied_model,
    two_samples,
)
from xpsfit.errors import FitError, ModelError
from xpsfit.fit.joint import fit_jointly
from xpsfit.fit.slots import Slot, Slots, Tie
from xpsfit.fit.tie_ends import check_ranges, with_ends
from xpsfit.model.types import SampleLink

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.joint_result import JointFit
    from xpsfit.fit.result import FittedComponent

C_CO3, O_CO3, LI2O = ("C 1s", "CO3"), ("O 1s", "CO3"), ("O 1s", "Li2O")
C_C = ("C 1s", "C-C")
KEYS = (C_C, C_CO3, LI2O, O_CO3)
LINKS = (
    SampleLink((C_CO3, LI2O), "center_ev"),
    SampleLink((O_CO3,), "center_ev", ("two",), "one", offset=0.02),
    SampleLink((C_C,), "fwhm_ev", ("one", "two")),
    SampleLink((C_CO3,), "fwhm_ev", ("two",), "one", offset=0.05),
    SampleLink((LI2O,), "fwhm_ev", (), "one", link=O_CO3, ratio=1.02),
    SampleLink((LI2O,), "area_cps_ev", ("two",), "one", ratio=1.1),
)


def by_hand(free: FloatArray) -> Lines:
    """Return all lines with the ties of `LINKS`, on the measured scale."""
    a, c, w = free[:4], free[4:8], free[8:12]
    line_two = free[12]
    b = [free[13], free[14], 1.1 * a[2], free[15]]
    moved = line_two - c[0]
    centers = [line_two, c[1] + moved, c[2] + moved, c[3] + moved + 0.02]
    widths = [w[0], w[1] + 0.05, 1.02 * w[3], free[16]]
    one = {("one", *k): (a[i], c[i], w[i]) for i, k in enumerate(KEYS)}
    two = {("two", *k): (b[i], centers[i], widths[i]) for i, k in enumerate(KEYS)}
    return one | two


START = [9000.0, 1500.0, 700.0, 12_000.0, 284.8, 289.8, 528.3, 531.6]
START += [1.3, 1.3, 1.4, 1.4, 284.4, 9000.0, 3000.0, 24_000.0, 1.4]


def lines_of(joints: tuple[JointFit, ...]) -> dict[tuple[str, ...], FittedComponent]:
    return {
        (joint.sample, fit.region.name, component.name): component
        for joint in joints
        for fit in joint.fits
        for component in fit.components
    }


@pytest.fixture(scope="module")
def dense() -> Dense:
    return dense_fit(two_samples(tied_model()), by_hand, START)


@pytest.fixture(scope="module")
def joints() -> tuple[JointFit, ...]:
    model = tied_model(*LINKS)
    return fit_jointly(two_samples(model), model)


def test_ties_of_every_kind_give_the_minimum_of_a_dense_fit(
    joints: tuple[JointFit, ...], dense: Dense
) -> None:
    for key, found in lines_of(joints).items():
        area, center, width = dense.lines[key]  # type: ignore[index]
        assert found.area_cps_ev == pytest.approx(area, rel=1e-5), key
        assert found.center_ev == pytest.approx(center, abs=1e-6), key
        assert found.fwhm_ev == pytest.approx(width, rel=1e-6), key


def test_their_errors_are_those_of_a_dense_fit(
    joints: tuple[JointFit, ...], dense: Dense
) -> None:
    for key, found in lines_of(joints).items():
        stated = (
            found.area_cps_ev_stderr,
            found.center_ev_stderr,
            found.fwhm_ev_stderr,
        )
        assert stated == pytest.approx(dense.stderr(*key), rel=1e-4), key


def test_what_is_not_shared_stays_free_in_every_sample(
    joints: tuple[JointFit, ...],
) -> None:
    assert joints[0].free_parameters == 17 + 2 * 4
    assert "O 1s CO3 center_ev of two = that of one +0.02" in joints[0].held
    assert "C 1s CO3 center_ev shared by one, two" in joints[0].held
    assert "O 1s Li2O fwhm_ev of two = 1.02 x O 1s CO3 of one" in joints[1].held


def test_a_wrong_guess_of_the_charge_shift_has_no_part_in_tied_positions() -> None:
    model = tied_model(*LINKS[:2])
    right = lines_of(fit_jointly(two_samples(model), model))
    # A guess to this side leaves the window, and so the data, as they are.
    wrong = lines_of(fit_jointly(two_samples(model, guess_ev=0.5), model))
    for key, found in right.items():
        assert wrong[key].center_ev == pytest.approx(found.center_ev, abs=1e-6)
    line = right["one", *C_C].center_ev - right["two", *C_C].center_ev
    assert line == pytest.approx(SHIFTS_EV["two"], abs=0.02)
    carbonate = right["one", *C_CO3].center_ev - right["two", *C_CO3].center_ev
    assert carbonate == pytest.approx(line, abs=1e-9)


def test_a_shift_that_was_given_is_held() -> None:
    model = tied_model(LINKS[0])
    found = lines_of(fit_jointly(two_samples(model, line=None), model))
    assert found["one", *C_CO3].center_ev == pytest.approx(
        found["two", *C_CO3].center_ev + SHIFTS_EV["two"], abs=1e-9
    )


def test_separations_are_shared_whatever_the_scale_of_a_sample_is() -> None:
    link = SampleLink((C_CO3,), "center_ev", relative_to=O_CO3)
    model = tied_model(link)
    found = lines_of(fit_jointly(two_samples(model, line=None, guess_ev=0.1), model))
    apart = [
        found[sample, *O_CO3].center_ev - found[sample, *C_CO3].center_ev
        for sample in ("one", "two")
    ]
    assert apart[0] == pytest.approx(apart[1], abs=1e-9)
    assert apart[0] == pytest.approx(531.6 - 289.8, abs=0.02)
    moved = found["one", *O_CO3].center_ev - found["two", *O_CO3].center_ev
    assert moved == pytest.approx(SHIFTS_EV["two"], abs=0.02)


def test_shared_centers_leave_the_charge_shift_free_too() -> None:
    model = tied_model()
    data = two_samples(model, guess_ev=0.5)
    found = lines_of(fit_jointly(data, model, ("centers",)))
    moved = [found["one", *k].center_ev - found["two", *k].center_ev for k in KEYS]
    assert moved == pytest.approx([moved[0]] * 4, abs=1e-9)
    assert moved[0] == pytest.approx(SHIFTS_EV["two"], abs=0.01)


def test_the_line_that_energies_are_counted_from_needs_no_tie() -> None:
    model = tied_model(SampleLink((C_C,), "center_ev"))
    one, _ = fit_jointly(two_samples(model), model)
    assert one.held == (
        "C 1s C-C center_ev: the line from which all samples are counted",
    )
    assert one.free_parameters == 32


def test_a_link_comes_before_a_word_of_share() -> None:
    model = tied_model(SampleLink((C_C,), "fwhm_ev", ("one",), "two", offset=0.1))
    found = lines_of(fit_jointly(two_samples(model), model, ("widths",)))
    pairs = [(found["one", *k].fwhm_ev, found["two", *k].fwhm_ev) for k in KEYS]
    assert pairs[0][0] == pytest.approx(pairs[0][1] + 0.1)
    assert all(one == pytest.approx(two) for one, two in pairs[1:])


def test_what_was_not_fitted_in_a_sample_is_said_and_free() -> None:
    model = tied_model(LINKS[1], SampleLink((LI2O,), "fwhm_ev"))
    data = [m for m in two_samples(model) if (m.sample, m.level) != ("one", "O 1s")]
    one, _ = fit_jointly(data, model)
    assert one.held == ()
    first, second = one.warnings
    assert first == "O 1s CO3 center_ev of two is free: O 1s CO3 was not fitted in one"
    assert second.startswith("O 1s Li2O fwhm_ev of one is tied to no other sample")
    gone = replace(model, shared=(SampleLink((C_C,), "fwhm_ev", relative_to=None),))
    (alone,) = fit_jointly([m for m in data if m.sample == "one"], gone)
    assert alone.held == alone.warnings == ()


@pytest.mark.parametrize(
    ("links", "said"),
    [
        (
            (LINKS[2], LINKS[2]),
            "two: C 1s/C-C.fwhm_ev is tied twice; leave one of the [[shared]] tables",
        ),
        (
            (
                SampleLink((C_C,), "fwhm_ev", ("two",), "one"),
                SampleLink((C_C,), "fwhm_ev", ("one",), "two"),
            ),
            "two: C 1s/C-C.fwhm_ev -> one: C 1s/C-C.fwhm_ev -> two: C 1s/C-C.fwhm_ev",
        ),
        (
            (SampleLink((C_C,), "center_ev", ("two",), "one", offset=0.1),),
            "two: C 1s/C-C.center_ev is the line that the energies of its sample are",
        ),
        (
            (
                SampleLink((C_CO3,), "center_ev", relative_to=O_CO3),
                SampleLink((O_CO3,), "center_ev", relative_to=C_CO3),
            ),
            "a circle of ties between samples: ",
        ),
    ],
)
def test_ties_that_contradict_each_other_are_refused_in_a_sentence(
    links: tuple[SampleLink, ...], said: str
) -> None:
    model = tied_model(*links)
    with pytest.raises(ModelError) as caught:
        fit_jointly(two_samples(model), model)
    assert said in str(caught.value)


def a_chain(steps: int, *, terms: int = 1, offset: float = 0.0) -> Slots:
    slots = Slots(
        tuple(
            Slot("C-C", "mixing", 0.5, 0.0, 1.0, part=f"{i}") for i in range(steps + 1)
        )
    )
    ties = {
        i: Tie(tuple((max(i - k, 0), 1.0 / terms) for k in range(1, terms + 1)), offset)
        for i in range(steps, 0, -1)
    }
    return with_ends(slots, ties, dict.fromkeys(ties, ""))


def test_a_chain_is_led_to_its_end_at_once_and_one_without_end_is_refused() -> None:
    slots = a_chain(150, offset=0.001)
    tie = slots.all[150].tie
    assert tie is not None
    assert tie.terms == ((0, 1.0),)
    assert tie.offset == pytest.approx(0.15)
    with pytest.raises(ModelError, match="a chain of more than 200 ties"):
        a_chain(300)


def test_ties_of_several_terms_do_not_multiply() -> None:
    slots = a_chain(150, terms=3)
    assert slots.all[150].tie is not None
    assert [i for i, _ in slots.all[150].tie.terms] == [0]
    assert np.isfinite(slots.values()).all()


def test_a_chain_that_leads_out_of_a_range_is_refused() -> None:
    with pytest.raises(ModelError, match=r"3/C-C\.mixing would start at 1\.7, outs"):
        check_ranges(a_chain(3, offset=0.4), [3])


def test_more_samples_than_fit_into_memory_are_refused_before_any_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = tied_model(*LINKS)
    data = two_samples(model)
    monkeypatch.setattr("xpsfit.fit.joint.LARGEST_JACOBIAN_BYTES", 8 * 500 * 32 - 1)
    with pytest.raises(FitError, match=r"4 regions of 2 samples with \d+ points"):
        fit_jointly(data, model)
