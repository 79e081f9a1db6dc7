"""The walk through one sample, a level after the other; a surface has one level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.candidates import ALL, check_keep, weighed
from xpsfit.charge import charge_of, model_shift, read_again
from xpsfit.complete import without_partial
from xpsfit.errors import XpsFitError
from xpsfit.evaluate import unfit
from xpsfit.follow import SeriesWalk, carried, departures, jumps
from xpsfit.grouping import Surface, in_order
from xpsfit.level_results import Evaluated, Levels
from xpsfit.model.links import apart, has_ties
from xpsfit.quantify import plan_transmission
from xpsfit.rereference import WalkedSeries
from xpsfit.results import (
    Failure,
    IntegratedArea,
    LevelResult,
    SampleResult,
)
from xpsfit.scrutiny import scrutinized
from xpsfit.together import fitted_together

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xpsfit.depth.series import EtchLevel
    from xpsfit.fit import FitResult
    from xpsfit.model.types import PeakModel
    from xpsfit.results import ChargeReference
    from xpsfit.settings import Settings
    from xpsfit.spectrum import Spectrum


# Positions are printed to 0.1 meV at best.
SETTLED_EV, MOST_READINGS = 5e-5, 4


class Walk:
    """The analysis of one sample, from its first level to its last."""

    def __init__(
        self,
        sample: str,
        core: Sequence[Spectrum],
        settings: Settings,
        model: PeakModel,
    ) -> None:
        self.sample = sample
        self.settings = settings
        self.core = core
        self.model = model
        self.alone = apart(model)
        self.plan = plan_transmission(self.core, settings.transmission)
        self.keep = settings.keep or ()
        check_keep(self.keep, model)

    def run(
        self,
        levels: Sequence[EtchLevel | Surface],
        rate_nm_per_s: float | None,
        on_level: Callable[[], None] | None,
        notes: Sequence[str],
    ) -> SampleResult:
        """Return the result of all levels."""
        if has_ties(self.model) or self.settings.share:
            # What regions or samples have in common weighs their components together.
            self.keep = (ALL,)
        elif len(levels) > 1 and self.settings.keep is None:
            self.keep = (ALL,)
        results: list[LevelResult] = []
        warnings = list(notes)
        charge = first = charge_of(
            self.sample, levels[0].spectra, self.core, self.alone, self.settings
        )
        walk = SeriesWalk(self.alone, model_shift(first, self.model))
        done = WalkedSeries(self.sample, self.model, self.settings)
        for level in levels:
            if results:
                walk, charge = self._next(walk, first, level, warnings)
            result, alone = self._level(level, charge, walk, rate_nm_per_s)
            if results:
                warnings += jumps(results[-1], result)
            else:
                result, alone, walk = self._settled(level, result, alone, rate_nm_per_s)
                charge = first = result.charge
            done.add(level, alone, walk, charge)
            walk = walk.after(alone)
            results.append(result)
            if on_level is not None:
                on_level()
        if done.rereferenced:
            results = [
                self._level(*again, rate_nm_per_s)[0] for again in done.again(warnings)
            ]
        return SampleResult(
            sample=self.sample,
            model=self.model,
            levels=without_partial(results),
            rate_nm_per_s=rate_nm_per_s,
            warnings=tuple(warnings),
        )

    def _next(
        self,
        before: SeriesWalk,
        first: ChargeReference,
        level: EtchLevel | Surface,
        warnings: list[str],
    ) -> tuple[SeriesWalk, ChargeReference]:
        """Return the walk at a later level, and its charge reference."""
        if self.settings.link == "none":
            walk = SeriesWalk(self.alone, model_shift(first, self.model))
        else:
            walk = before.onward(level.spectra)
            warnings += departures(before, walk, level.etch_time_s or 0.0)
        return walk, carried(first, walk.drift)

    def _settled(
        self,
        level: EtchLevel | Surface,
        result: LevelResult,
        alone: list[FitResult],
        rate_nm_per_s: float | None,
    ) -> tuple[LevelResult, list[FitResult], SeriesWalk]:
        """Return the first level with its reference line where it was set to lie."""
        for _ in range(MOST_READINGS):
            charge = read_again(result.charge, result.fits, self.model)
            moved_ev = abs(charge.shift_ev - result.charge.shift_ev)
            walk = SeriesWalk(self.alone, model_shift(charge, self.model))
            if moved_ev < SETTLED_EV:
                break
            result, alone = self._level(level, charge, walk, rate_nm_per_s)
        return result, alone, walk

    def _level(
        self,
        level: EtchLevel | Surface,
        charge: ChargeReference,
        walk: SeriesWalk,
        rate_nm_per_s: float | None,
    ) -> tuple[LevelResult, list[FitResult]]:
        """Return the result of a level, and the fits of its regions alone."""
        fits: list[FitResult] = []
        integrated: list[IntegratedArea] = []
        failures: list[Failure] = []
        for spectrum in in_order(level.spectra, self.model):
            try:
                found = walk.evaluate(spectrum)
            except XpsFitError as error:
                failures.append(self._failure(spectrum.region, level, str(error)))
                continue
            if reason := unfit(found):
                failures.append(self._failure(spectrum.region, level, reason))
            elif isinstance(found, IntegratedArea):
                integrated.append(found)
            else:
                fits.append(found)
        alone = [
            scrutinized(fit, walk.shift_ev, self.settings)
            for fit in weighed(fits, self.model, walk.shift_ev, self.keep)
        ]
        fits, joint, failed = alone, None, tuple(failures)
        try:
            joint = fitted_together(
                fits,
                self.model,
                (walk.shift_ev, charge.shift_ev),
                self.plan,
                self.settings,
            )
        except XpsFitError as error:
            failures.append(self._failure("joint fit", level, str(error)))
        if joint is not None:
            fits = list(joint.fits)
        evaluated = Evaluated(fits, integrated, failed, joint, failures[len(failed) :])
        home = Levels(self.sample, self.core, self.plan, self.settings, rate_nm_per_s)
        return home.result(level, charge, evaluated), alone

    def _failure(self, region: str, level: EtchLevel | Surface, reason: str) -> Failure:
        return Failure(self.sample, region, level.etch_time_s, reason)
