"""The result of one level from what was evaluated there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xpsfit.depth.scale import equivalent_depth
from xpsfit.errors import QuantificationError
from xpsfit.evaluate import with_warnings
from xpsfit.quantify import compose
from xpsfit.results import Composition, Failure, IntegratedArea, LevelResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.depth.series import EtchLevel
    from xpsfit.fit import FitResult
    from xpsfit.fit.joint_result import JointFit
    from xpsfit.grouping import Surface
    from xpsfit.quantify import TransmissionPlan
    from xpsfit.results import ChargeReference
    from xpsfit.settings import Settings
    from xpsfit.spectrum import Spectrum


@dataclass(frozen=True, slots=True, eq=False)
class Evaluated:
    """What was evaluated at one level.

    Attributes
    ----------
    fits : sequence of FitResult
    integrated : sequence of IntegratedArea
    failures : sequence of Failure
        Regions without a result.
    joint : JointFit or None
        What is common to the fits.
    remarks : sequence of Failure
        What else went wrong; it takes nothing from the amounts.
    """

    fits: Sequence[FitResult]
    integrated: Sequence[IntegratedArea]
    failures: Sequence[Failure]
    joint: JointFit | None = None
    remarks: Sequence[Failure] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """What all levels of a sample have in common when their amounts are made.

    Attributes
    ----------
    sample : str
    core : sequence of Spectrum
        Of all levels.
    plan : TransmissionPlan
    settings : Settings
    rate_nm_per_s : float or None
    """

    sample: str
    core: Sequence[Spectrum]
    plan: TransmissionPlan
    settings: Settings
    rate_nm_per_s: float | None

    def failure(self, region: str, level: EtchLevel | Surface, reason: str) -> Failure:
        """Return the record of what failed at a level."""
        return Failure(self.sample, region, level.etch_time_s, reason)

    def result(
        self, level: EtchLevel | Surface, charge: ChargeReference, found: Evaluated
    ) -> LevelResult:
        """Return the level with the amounts of everything that was evaluated."""
        failures = [*found.failures, *found.remarks]
        composition: Composition | None = None
        try:
            composition = compose(
                found.fits,
                found.integrated,
                charge.shift_ev,
                self.plan,
                self.settings,
                found.joint,
            )
        except QuantificationError as error:
            failures.append(self.failure("composition", level, str(error)))
        else:
            composition = with_warnings(
                composition,
                found.fits,
                found.failures,
                self._missing(level),
                level.note,
            )
        time, rate = level.etch_time_s, self.rate_nm_per_s
        return LevelResult(
            sample=self.sample,
            etch_time_s=time,
            depth_nm=None
            if rate is None or time is None
            else equivalent_depth(time, rate),
            charge=charge,
            fits=tuple(found.fits),
            integrated=tuple(found.integrated),
            composition=composition,
            failures=tuple(failures),
            joint=found.joint,
        )

    def _missing(self, level: EtchLevel | Surface) -> list[str]:
        """Return the regions that other levels of this sample have and this has not."""
        measured = {spectrum.region for spectrum in level.spectra}
        every = dict.fromkeys(spectrum.region for spectrum in self.core)
        return [region for region in every if region not in measured]
