"""The spectra of one core level of a series, and of a reference sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xpsfit.fit.result import FitResult
from xpsfit.plot.cells import cell

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.plot.cells import Cell
    from xpsfit.results import SampleResult


@dataclass(frozen=True, slots=True)
class Trace:
    """One spectrum of a stack: rates above its lowest point, on calibrated energies.

    Attributes
    ----------
    slot : int
        Place of the level in its series.
    energy_ev, data_cps : FloatArray, shape (n,)
    envelope_cps : FloatArray or None
        None where the core level was integrated.
    arbitrary : bool
        Whether the unit is not counts/s.
    """

    slot: int
    energy_ev: FloatArray
    data_cps: FloatArray
    envelope_cps: FloatArray | None
    arbitrary: bool

    @property
    def tallest_cps(self) -> float:
        """Return the highest point of the data; one where all is flat."""
        highest = float(self.data_cps.max())
        return highest if highest > 0.0 else 1.0


def traces_of(result: SampleResult, region: str) -> list[Trace]:
    """Return the spectra of a core level, level by level; missing ones are left out."""
    found = [(slot, cell(level, region)) for slot, level in enumerate(result.levels)]
    return [
        _trace(slot, this, result.levels[slot].charge.shift_ev)
        for slot, this in found
        if this is not None
    ]


def _trace(slot: int, found: Cell, shift_ev: float) -> Trace:
    rate = found.region.counts_per_s
    floor = float(min(rate.min(), found.background_cps.min()))
    envelope = found.envelope_cps - floor if isinstance(found, FitResult) else None
    return Trace(
        slot,
        found.region.binding_energy_ev + shift_ev,
        rate - floor,
        envelope,
        found.region.spectrum.intensity_unit == "arbitrary",
    )
