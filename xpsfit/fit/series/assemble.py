"""From the minimum of a series to records: a fit per region and level."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.fit.assemble import DETECTION, assemble
from xpsfit.fit.errors import Errors
from xpsfit.fit.joint_result import FittedSpecies, JointFit
from xpsfit.fit.prior import prior_of
from xpsfit.fit.problem import Outcome, Problem
from xpsfit.fit.series.errors import level_errors, shared_errors
from xpsfit.fit.series.level_view import LevelView
from xpsfit.fit.series.summary import summary
from xpsfit.fit.slots import slots_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from xpsfit.arrays import FloatArray
    from xpsfit.backgrounds import StaticBackground
    from xpsfit.fit.curve import Curve
    from xpsfit.fit.prior import Prior
    from xpsfit.fit.result import FitResult
    from xpsfit.fit.series.columns import Columns
    from xpsfit.fit.series.errors import LevelErrors, SharedErrors
    from xpsfit.fit.series.layout import RegionLayout
    from xpsfit.fit.series.result import SeriesFit
    from xpsfit.fit.series.sheets import Sheet
    from xpsfit.fit.series.solve import Solution
    from xpsfit.fit.slots import Slots

    IntArray = npt.NDArray[np.intp]

OFFSET, SLOPE = "offset_cps", "slope_cps_per_ev"
# Correlations at one level below this are not kept.
CORRELATED = 0.5
HELD = ("lines and steps shared by all levels of the series",)


def assembled(solution: Solution, sample: str) -> tuple[SeriesFit, list[JointFit]]:
    """Return the records of a series: what is common, and one joint fit per level.

    A level without any fit has a `JointFit` without fits.
    """
    assembly = _Assembly(solution, sample)
    joints = [joint for found in assembly.groups() for joint in found]
    return summary(solution, assembly.shared, joints, assembly.scales), joints


class _Assembly:
    """The records of one series in the making."""

    def __init__(self, solution: Solution, sample: str) -> None:
        self.solution, self.sample = solution, sample
        self.problem = solution.problem
        self.layout = self.problem.layout
        self.view = LevelView(solution)
        slots = solution.outcome.slots
        self.values = slots.values()
        self.shared: SharedErrors = shared_errors(self.problem, slots)
        self.priors = [
            prior_of(slots_of(region.model, 0.0), region.model)
            for region in self.layout.regions
        ]
        self.curves: dict[tuple[int, int, int], Curve] = {}
        levels, regions = self.problem.state.displacement_ev.shape
        # Variances of shifts and of displacements beyond them.
        self.scales = (np.zeros(levels), np.full((levels, regions), np.nan))

    def groups(self) -> Iterator[list[JointFit]]:
        """Yield the joint fits of some levels at a time."""
        for errors in level_errors(self.problem, self.values, self.shared):
            self._note_scales(errors)
            fits: dict[int, list[FitResult]] = {
                int(level): [] for level in errors.group.levels
            }
            for k, (sheet, columns) in enumerate(errors.group.sheets):
                for level, fit in self._fits(errors, k, sheet, columns):
                    fits[level].append(fit)
            yield [
                self._joint(errors, row, fits[int(level)])
                for row, level in enumerate(errors.group.levels)
            ]

    def _note_scales(self, errors: LevelErrors) -> None:
        levels = errors.group.levels
        shift, displaced = self.scales
        shift[levels] = errors.own[:, -1, -1]
        for r in range(displaced.shape[1]):
            at = len(self.layout.unknowns) + r
            both = (
                errors.own[:, at, at]
                + errors.own[:, -1, -1]
                - 2.0 * errors.own[:, at, -1]
            )
            measured = errors.group.present[:, r]
            displaced[levels[measured], r] = both[measured]

    def _fits(
        self, errors: LevelErrors, k: int, sheet: Sheet, columns: Columns
    ) -> Iterator[tuple[int, FitResult]]:
        """Yield the fits of one core level with their levels."""
        region = self.layout.regions[sheet.region]
        rows = errors.group.rows[k]
        whole = _covariance_of(errors, rows, region, sheet.region, self.shared, self)
        effective = np.einsum("nij,nji->n", errors.blocks.products[k], whole)
        to_slots = self._to_slots(region, sheet.levels)
        local = to_slots @ whole @ to_slots.transpose(0, 2, 1)
        for i, (row, level) in enumerate(zip(rows, sheet.levels, strict=True)):
            place = sheet.place(i)
            to_middle = self._to_middle(region, sheet, place)
            found = Errors(
                to_middle @ local[i] @ to_middle.T,
                self.view.clipped(errors, int(row), region, int(level)),
                float(effective[i]),
            )
            slots = _about(self.view.of(region, sheet.region, int(level)), to_middle)
            curve = self._curve(sheet, place, region, columns)
            yield int(level), self._fit(sheet, i, curve, slots, found)

    def _to_middle(
        self, region: RegionLayout, sheet: Sheet, place: slice
    ) -> FloatArray:
        """Return what makes slots about the middle of one window.

        The offset is the background in the middle of the energies, and the window of a
        level may hold fewer of them than its sheet.
        """
        slots = self.layout.slots.all[region.place]
        result = np.eye(len(slots))
        at = [i for i, s in enumerate(slots) if s.quantity in {OFFSET, SLOPE}]
        if len(at) == 2:
            own = sheet.energy_ev[place]
            result[at[0], at[1]] = (
                own[0] + own[-1] - sheet.energy_ev[0] - sheet.energy_ev[-1]
            ) / 2.0
        return result

    def _to_slots(self, region: RegionLayout, levels: IntArray) -> FloatArray:
        """Return how own unknowns, displacement and shared slots make the slots.

        One matrix for all levels, or one for each where something drifts.
        """
        own, shared = region.own.size, region.shared.size
        size = region.place.stop - region.place.start
        result = np.zeros((1, size, own + 1 + region.seen.size))
        result[:, region.linear, :own] = region.mixing
        result[:, region.bent, own + 1 + np.arange(shared)] = 1.0
        if region.drifting.size:
            result = np.repeat(result, levels.size, axis=0)
            result[:, :, own + 1 + shared :] = region.drift[:, levels].transpose(
                1, 2, 0
            )
        slots = self.layout.slots.all[region.place]
        centers = [i for i, s in enumerate(slots) if s.quantity == "center_ev"]
        result[:, centers, own] = -1.0
        return result

    def _fit(
        self, sheet: Sheet, row: int, curve: Curve, slots: Slots, errors: Errors
    ) -> FitResult:
        region = self.layout.regions[sheet.region]
        level, place = int(sheet.levels[row]), sheet.place(row)
        # It is not asked for again, and its first noise need not be kept.
        cut = self.solution.cuts.regions[sheet.region].pop(level)
        sigma = frozen(1.0 / sheet.weight[row, place])
        if cut.noise == "residual":
            cut = replace(cut, sigma_cps=sigma)
        elif not np.allclose(sigma, cut.sigma_cps, rtol=1e-9, atol=0.0):
            cut = replace(cut, sigma_cps=sigma, noise="poisson_model")
        displaced = float(self.problem.state.displacement_ev[level, sheet.region])
        static: StaticBackground | None = self.solution.cuts.drawn[sheet.region].get(
            level
        )
        problem = Problem(
            curve,
            sheet.target_cps[row, place],
            sigma,
            self._prior(sheet.region, slots, displaced),
            static,
        )
        outcome = self.solution.outcome
        shift = float(self.problem.state.shift_ev[level])
        fit = assemble(
            cut,
            region.model,
            problem,
            Outcome(slots, outcome.converged, outcome.message),
            shift,
            errors,
        )
        fit = self.view.with_limits(fit, region, level)
        # Thousands of fits keep those that say something.
        strong = {k: r for k, r in fit.correlations.items() if abs(r) > CORRELATED}
        return replace(fit, correlations=strong)

    def _curve(
        self, sheet: Sheet, place: slice, region: RegionLayout, columns: Columns
    ) -> Curve:
        if place.stop - place.start == sheet.energy_ev.size:
            return columns.curve
        key = (id(columns), place.start, place.stop)
        if key not in self.curves:
            kind = type(columns.curve)
            self.curves[key] = kind(sheet.energy_ev[place], region.model)
        return self.curves[key]

    def _prior(self, region: int, slots: Slots, displaced_ev: float) -> Prior:
        prior = self.priors[region]
        moved = [
            displaced_ev if slots.all[i].quantity == "center_ev" else 0.0
            for i in prior.slots
        ]
        return replace(prior, mean=prior.mean - np.array(moved))

    def _joint(self, errors: LevelErrors, row: int, fits: list[FitResult]) -> JointFit:
        """Return what is common to the fits of one level."""
        level = int(errors.group.levels[row])
        own = errors.own[row]
        names = {fit.region.name for fit in fits}
        regions = [r for r in self.layout.regions if r.name in names]
        species = self._amounts(errors, row, level, regions)
        count = sum(len(fit.components) for fit in fits)
        to = np.zeros((len(species) + count, own.shape[0]))
        amounts = [k for k in self._amount_places() if self.problem.usable[level, k]]
        to[np.arange(len(species)), amounts] = 1.0
        at = len(species)
        for region in regions:
            areas = len(region.model.components)
            to[at : at + areas, region.own] = region.mixing[:areas]
            at += areas
        outcome = self.solution.outcome
        known = [fit.quality.chi_square for fit in fits]
        return JointFit(
            sample=self.sample,
            fits=tuple(fits),
            species=species,
            covariance=frozen(to @ own @ to.T),
            points=sum(fit.quality.points for fit in fits),
            free_parameters=int(errors.blocks.inside[row].sum()),
            effective_parameters=sum(f.quality.effective_parameters for f in fits),
            chi_square=None if None in known else sum(c or 0.0 for c in known),
            apart_chi_square=None,
            apart_free_parameters=0,
            held=HELD,
            converged=outcome.converged,
            message=outcome.message,
            warnings=tuple(self._left_out(level, names)),
        )

    def _left_out(self, level: int, names: set[str]) -> list[str]:
        """Return a sentence for every species that a level cannot tell."""
        return [
            f"species {species.name} is left out: none of "
            f"{', '.join(species.components)} was fitted"
            if not names & species.components.keys()
            else f"species {species.name} is left out: the core levels fitted here "
            "cannot tell it from those before it in the model, whose amounts hold it "
            "as well"
            for species, k in zip(
                self.layout.species, self._amount_places(), strict=True
            )
            if not self.problem.usable[level, k]
        ]

    def _amount_places(self) -> list[int]:
        slots = self.layout.slots.all
        first = len(slots) - len(self.layout.species)
        unknown = {slot: k for k, slot in enumerate(self.layout.unknowns)}
        return [unknown[i] for i in range(first, len(slots))]

    def _amounts(
        self, errors: LevelErrors, row: int, level: int, regions: list[RegionLayout]
    ) -> tuple[FittedSpecies, ...]:
        found: list[FittedSpecies] = []
        names = [region.name for region in regions]
        for species, k in zip(self.layout.species, self._amount_places(), strict=True):
            if not self.problem.usable[level, k]:
                continue
            amount = float(self.problem.state.linear[level, k])
            stderr = math.sqrt(max(float(errors.own[row, k, k]), 0.0))
            if amount == 0.0 and np.isfinite(errors.clipped[row, k]):
                stderr = float(errors.clipped[row, k])
            present = amount > 0 and amount >= DETECTION * stderr
            found.append(
                FittedSpecies(
                    name=species.name,
                    composition=species.composition,
                    amount_cps_ev=amount,
                    amount_cps_ev_stderr=stderr,
                    presence="present" if present else "below_limit",
                    slack=species.slack,
                    levels=tuple(x for x in species.components if x in names),
                    missing=tuple(x for x in species.components if x not in names),
                )
            )
        return tuple(found)


def _about(slots: Slots, to_middle: FloatArray) -> Slots:
    """Return the slots with the offset in the middle of the window."""
    for i, slot in enumerate(slots.all):
        if slot.quantity == OFFSET:
            return slots.changed(i, value=float(to_middle[i] @ slots.values()))
    return slots


def _covariance_of(
    errors: LevelErrors,
    rows: np.ndarray[tuple[int], np.dtype[np.intp]],
    region: RegionLayout,
    number: int,
    shared: SharedErrors,
    assembly: _Assembly,
) -> FloatArray:
    """Return the covariance of what a region sees: own, displacement, shared."""
    displaced = len(assembly.layout.unknowns) + number
    inner = np.append(region.own, displaced)
    count, k, q = rows.size, inner.size, region.seen.size
    whole = np.empty((count, k + q, k + q))
    whole[:, :k, :k] = errors.own[rows[:, None, None], inner[:, None], inner]
    across = errors.across[rows[:, None, None], inner[:, None], region.seen]
    whole[:, :k, k:] = across
    whole[:, k:, :k] = across.transpose(0, 2, 1)
    whole[:, k:, k:] = shared.covariance[np.ix_(region.seen, region.seen)]
    return whole
