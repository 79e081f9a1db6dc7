"""From level to level of a sputter series: start values and the energy scale."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from xpsfit.errors import XpsFitError
from xpsfit.evaluate import evaluate
from xpsfit.fit.carry import starts_of
from xpsfit.fit.drift import Drift, first_drift, loosened, next_drift
from xpsfit.fit.watch import watch
from xpsfit.results import IntegratedArea

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.fit import FitResult
    from xpsfit.model.types import PeakModel
    from xpsfit.results import ChargeReference, LevelResult
    from xpsfit.spectrum import Spectrum

# A step of the scale above this is looked at again, at most so many times in all.
LARGE_STEP_EV = 0.15
MOST_LOOKS = 3


@dataclass(frozen=True, slots=True, eq=False)
class SeriesWalk:
    """Where a walk through a series stands.

    Attributes
    ----------
    model : PeakModel
    first_shift_ev : float
        Of the first level, to the scale on which the model states its positions.
    drift : Drift or None
        None before the first level is done.
    ended : dict of str to (dict of str to float)
        By region, where its latest fit ended.
    """

    model: PeakModel
    first_shift_ev: float
    drift: Drift | None = None
    ended: Mapping[str, Mapping[str, float]] = field(
        default_factory=dict[str, "Mapping[str, float]"]
    )

    @property
    def shift_ev(self) -> float:
        """Return calibrated minus measured energy at this level, for the model."""
        moved = 0.0 if self.drift is None else self.drift.moved_ev
        return self.first_shift_ev + moved

    def evaluate(self, spectrum: Spectrum) -> FitResult | IntegratedArea:
        """Return a region of this level, fitted or integrated.

        Where the regions agree on no scale, or this one stands apart from the rest, its
        positions get room: a bound of the library must not cut what has moved.
        """
        drift = self.drift
        placed = drift is None or (
            drift.agreeing and spectrum.region not in drift.apart
        )
        return self._fitted(spectrum, self.model if placed else loosened(self.model))

    def _fitted(
        self, spectrum: Spectrum, model: PeakModel
    ) -> FitResult | IntegratedArea:
        starts = self.ended.get(spectrum.region)
        return evaluate(spectrum, model, self.shift_ev, starts)

    def after(self, fits: Sequence[FitResult]) -> SeriesWalk:
        """Return the walk with the fits of a level done."""
        ended = {**self.ended, **{fit.region.name: starts_of(fit) for fit in fits}}
        drift = self.drift or first_drift(fits, self.shift_ev)
        return replace(self, ended=ended, drift=drift)

    def onward(self, spectra: Sequence[Spectrum]) -> SeriesWalk:
        """Return the walk at the next level, its energy scale found.

        A fit that had to move far is not linear, so after a large step the scale is
        looked for again from where it seems to be.
        """
        before, walk = self.drift or Drift(), self
        for _ in range(MOST_LOOKS):
            fits = walk._loose_fits(spectra)
            drift = next_drift(before, fits, self.first_shift_ev, walk.shift_ev)
            step_ev = drift.moved_ev - (walk.drift or Drift()).moved_ev
            walk = replace(walk.after(fits), drift=drift)
            if abs(step_ev) < LARGE_STEP_EV:
                break
        return walk

    def _loose_fits(self, spectra: Sequence[Spectrum]) -> list[FitResult]:
        model = loosened(self.model)
        fits: list[FitResult] = []
        for spectrum in spectra:
            if self.model.region(spectrum.region) is None:
                continue
            try:
                result = self._fitted(spectrum, model)
            except XpsFitError:
                # The level itself will fail in the same way, and say so.
                continue
            if not isinstance(result, IntegratedArea) and result.converged:
                fits.append(result)
        return fits


def carried(first: ChargeReference, drift: Drift | None) -> ChargeReference:
    """Return the charge reference of a later level.

    A shift that was asked for stays as asked for.
    """
    if first.method != "fitted_line":
        return first
    if drift is None:
        note = f"that of the first level for all: {first.note}"
        return replace(first, method="carried", note=note)
    moved = f"{-drift.moved_ev:+.3f} +- {drift.stderr_ev:.3f} eV"
    if drift.agreeing:
        regions = ", ".join(drift.agreeing)
        since = f"the scale has moved by {moved} since, as {regions} agree"
    else:
        since = f"no two regions show whether the scale moved on from {moved}"
    note = f"carried along: {first.note}; {since}"
    return replace(
        first,
        shift_ev=first.shift_ev + drift.moved_ev,
        stderr_ev=math.hypot(first.stderr_ev or 0.0, drift.stderr_ev),
        method="carried",
        note=note,
    )


def jumps(before: LevelResult, now: LevelResult) -> list[str]:
    """Return a sentence for every watch line that jumped between two levels."""
    return watch(
        before.fits,
        now.fits,
        f"from {before.etch_time_s or 0.0:g} s to {now.etch_time_s or 0.0:g} s",
    )


def departures(before: SeriesWalk, now: SeriesWalk, etch_time_s: float) -> list[str]:
    """Return a sentence for regions that left the common movement at this level."""
    known = before.drift.apart if before.drift else ()
    apart = now.drift.apart if now.drift else ()
    return [
        f"{region} moved otherwise than the other regions at {etch_time_s:g} s: a "
        "change of chemistry or differential charging; it was not counted in the "
        "charge shift"
        for region in apart
        if region not in known
    ]
