"""A sputter series with all its levels in one fit."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xpsfit.charge import charge_of, model_shift, read_again
from xpsfit.complete import without_partial
from xpsfit.errors import FitError, QuantificationError, XpsFitError
from xpsfit.evaluate import evaluate, unfit
from xpsfit.fit.series.fit import SeriesData, fit_series
from xpsfit.follow import jumps
from xpsfit.grouping import in_order
from xpsfit.level_results import Evaluated, Levels
from xpsfit.model.links import apart
from xpsfit.not_measured import reason_not_measured
from xpsfit.quantify import plan_transmission
from xpsfit.quantify.divisor import divisor_at
from xpsfit.quantify.sensitivity import fitted_level, sensitivity_level
from xpsfit.results import IntegratedArea, LevelResult, SampleResult

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xpsfit.depth.series import EtchLevel
    from xpsfit.fit.series.fit import FittedSeries
    from xpsfit.fit.series.result import SeriesFit
    from xpsfit.model.types import PeakModel
    from xpsfit.results import ChargeReference, Failure
    from xpsfit.settings import Settings
    from xpsfit.spectrum import Spectrum

# A small part of the ranges in which models hold positions, and so of no effect.
SETTLED_EV, MOST_FITS = 0.01, 3

UNSCRUTINIZED = (
    "a series fitted as a whole gets no random starts and no intervals: its errors are "
    "those of the covariance; --link carried has them level by level"
)


@dataclass(frozen=True, slots=True, eq=False)
class LinkedSeries:
    """A series that is to be fitted as a whole.

    Attributes
    ----------
    sample : str
    core : sequence of Spectrum
        Of all levels.
    levels : sequence of EtchLevel
    settings : Settings
    model : PeakModel
    """

    sample: str
    core: Sequence[Spectrum]
    levels: Sequence[EtchLevel]
    settings: Settings
    model: PeakModel

    def run(
        self,
        rate_nm_per_s: float,
        on_level: Callable[[], None],
        notes: Sequence[str],
    ) -> SampleResult:
        """Return the result of all levels.

        Raises
        ------
        FitError
            If no minimum was reached, or ties of the model do not suit a joint fit.
        CalibrationError
            If the first level cannot carry the charge reference.
        """
        warnings = list(notes)
        first = charge_of(
            self.sample,
            self.levels[0].spectra,
            self.core,
            apart(self.model),
            self.settings,
        )
        home = Levels(
            self.sample,
            self.core,
            plan_transmission(self.core, self.settings.transmission),
            self.settings,
            rate_nm_per_s,
        )
        fitted, charges = self._referenced(home, first)
        results: list[LevelResult] = []
        for number, (level, charge) in enumerate(
            zip(self.levels, charges, strict=True)
        ):
            found = self._evaluated(home, level, number, fitted, charge)
            result = home.result(level, charge, found)
            if results:
                warnings += jumps(results[-1], result)
            results.append(result)
            on_level()
        asked = self.settings.restarts > 0 or self.settings.errors != "covariance"
        if asked and fitted is not None:
            warnings.append(UNSCRUTINIZED)
        common = None if fitted is None else fitted.common
        if common is not None:
            warnings += [*common.warnings, *self._departures(common)]
        return SampleResult(
            sample=self.sample,
            model=self.model,
            levels=without_partial(results),
            rate_nm_per_s=rate_nm_per_s,
            warnings=tuple(warnings),
            series=common,
        )

    def _referenced(
        self, home: Levels, first: ChargeReference
    ) -> tuple[FittedSeries | None, list[ChargeReference]]:
        """Return the joint fit and the charge reference of every level.

        What all levels say of the reference line counts, so the first shift is read
        from it again. Where that moves what the model states, the fit is repeated.

        Raises
        ------
        FitError
            If no minimum was reached.
        """
        for _ in range(MOST_FITS):
            place_ev = model_shift(first, self.model)
            fitted = self._fitted(home, first, place_ev)
            if fitted is None:
                break
            first = read_again(first, fitted.levels[0].fits, self.model)
            if abs(model_shift(first, self.model) - place_ev) < SETTLED_EV:
                break
        charges = [first] * len(self.levels)
        if fitted is not None:
            charges[1:] = [
                moved(first, fitted.common, number, place_ev)
                for number in range(1, len(self.levels))
            ]
        return fitted, charges

    def _fitted(
        self, home: Levels, first: ChargeReference, place_ev: float
    ) -> FittedSeries | None:
        """Return the joint fit; None where the model holds no region that was measured.

        Raises
        ------
        FitError
            If no minimum was reached.
        """
        spectra: dict[str, dict[int, Spectrum]] = {}
        for number, level in enumerate(self.levels):
            for spectrum in level.spectra:
                if self.model.region(
                    spectrum.region
                ) is not None and not reason_not_measured(spectrum):
                    spectra.setdefault(spectrum.region, {})[number] = spectrum
        if not spectra:
            return None
        data = SeriesData(
            levels=len(self.levels),
            spectra=spectra,
            first_shift_ev=place_ev,
            moves=self.settings.scale == "follow",
            held=self.settings.scale == "none",
            divisors=self._divisors(home, spectra, first.shift_ev),
            keep=self.settings.keep or (),
            drift=self.settings.drift,
        )
        fitted = fit_series(data, self.model, self.sample)
        if not fitted.common.converged:
            raise FitError(
                f"{self.sample}: the levels fitted together found no minimum "
                f"({fitted.common.message})"
            )
        return fitted

    def _divisors(
        self,
        home: Levels,
        spectra: dict[str, dict[int, Spectrum]],
        shift_ev: float,
    ) -> dict[str, float] | None:
        """Return what makes atoms of areas, where species need it.

        That of the first spectrum counts for all levels: they were measured alike.

        Raises
        ------
        FitError
            If a sensitivity is unknown.
        """
        if not self.model.species:
            return None
        needed = {name for s in self.model.species for name in s.components}
        found: dict[str, float] = {}
        for name in needed & spectra.keys():
            own = self.model.region(name)
            if own is None:
                continue
            one = next(iter(spectra[name].values()))
            energy = one.binding_energy_ev
            level = fitted_level(name, own.components) or sensitivity_level(
                name,
                max(own.low_ev, float(energy[0]) + shift_ev),
                min(own.high_ev, float(energy[-1]) + shift_ev),
            )
            try:
                found[name] = divisor_at(
                    one, level, shift_ev, home.plan, self.settings
                ).value
            except QuantificationError as error:
                raise FitError(str(error)) from error
        return found

    def _evaluated(
        self,
        home: Levels,
        level: EtchLevel,
        number: int,
        fitted: FittedSeries | None,
        charge: ChargeReference,
    ) -> Evaluated:
        """Return what was fitted together, and what else was measured at a level."""
        joint = None if fitted is None else fitted.levels[number]
        own = {} if joint is None else {fit.region.name: fit for fit in joint.fits}
        reasons = {} if fitted is None else fitted.failures
        integrated: list[IntegratedArea] = []
        failures: list[Failure] = []
        for spectrum in in_order(level.spectra, self.model):
            name = spectrum.region
            if name in own:
                continue
            if reason := reasons.get((name, number)):
                failures.append(home.failure(name, level, reason))
                continue
            try:
                found = evaluate(spectrum, self.model, model_shift(charge, self.model))
            except XpsFitError as error:
                failures.append(home.failure(name, level, str(error)))
                continue
            if reason := unfit(found):
                failures.append(home.failure(name, level, reason))
            elif isinstance(found, IntegratedArea):
                integrated.append(found)
        return Evaluated(
            fits=() if joint is None else joint.fits,
            integrated=integrated,
            failures=failures,
            joint=joint if own else None,
        )

    def _departures(self, common: SeriesFit) -> list[str]:
        """Return a sentence for regions that left the common movement, once each."""
        found: list[str] = []
        for k, region in enumerate(common.regions):
            known = False
            for number in common.apart[k]:
                follows = known and number - 1 in common.apart[k]
                if not follows:
                    time = self.levels[number].etch_time_s
                    found.append(
                        f"{region} moved otherwise than the other regions at {time:g} "
                        "s: a change of chemistry or differential charging; it was not "
                        "counted in the charge shift"
                    )
                known = True
        return found


def moved(
    first: ChargeReference, common: SeriesFit, number: int, place_ev: float
) -> ChargeReference:
    """Return the charge reference of a later level.

    A shift that was asked for stays as asked for.

    Parameters
    ----------
    first : ChargeReference
        Of the first level.
    common : SeriesFit
    number : int
        Of the level.
    place_ev : float
        Shift of the first level to the scale of the model.
    """
    if first.method != "fitted_line":
        return first
    by_ev = float(common.shift_ev[number]) - place_ev
    stderr_ev = float(common.shift_stderr_ev[number])
    if stderr_ev > 0.0:
        since = (
            f"the scale has moved by {-by_ev:+.3f} +- {stderr_ev:.3f} eV since, as all "
            "levels fitted together say"
        )
    else:
        since = f"no two regions show whether the scale moved on from {-by_ev:+.3f} eV"
    return replace(
        first,
        shift_ev=first.shift_ev + by_ev,
        stderr_ev=math.hypot(first.stderr_ev or 0.0, stderr_ev),
        method="carried",
        note=f"carried along: {first.note}; {since}",
    )
