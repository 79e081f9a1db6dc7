"""A walked series with its charge referenced anew, level by level.

The walk places every level by carrying the first one's shift. Another method of
`xpsfit.referencing` then reads the fits, and each level is evaluated again where the
method puts it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from xpsfit.charge import model_shift
from xpsfit.fit.drift import Drift
from xpsfit.referencing import METHODS, LevelEvidence, SeriesContext, read_levels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.depth.series import EtchLevel
    from xpsfit.fit import FitResult
    from xpsfit.follow import SeriesWalk
    from xpsfit.grouping import Surface
    from xpsfit.model.types import PeakModel
    from xpsfit.results import ChargeReference
    from xpsfit.settings import Settings

    Level = EtchLevel | Surface

# A level placed further than this from where its regions saw it needs room.
NEAR_EV = 0.1


@dataclass(slots=True, eq=False)
class WalkedSeries:
    """The levels of one sample as they were walked through, in order.

    Attributes
    ----------
    sample : str
    model : PeakModel
    settings : Settings
    """

    sample: str
    model: PeakModel
    settings: Settings
    _levels: list[Level] = field(default_factory=list["Level"])
    _walks: list[SeriesWalk] = field(default_factory=list["SeriesWalk"])
    _evidence: list[LevelEvidence] = field(default_factory=list[LevelEvidence])

    def add(
        self,
        level: Level,
        fits: Sequence[FitResult],
        walk: SeriesWalk,
        charge: ChargeReference,
    ) -> None:
        """Note a level that was evaluated where `walk` put it."""
        self._levels.append(level)
        self._walks.append(walk)
        self._evidence.append(
            LevelEvidence(
                level.etch_time_s, level.spectra, tuple(fits), walk.shift_ev, charge
            )
        )

    @property
    def rereferenced(self) -> bool:
        """Return whether a method other than carrying was asked for."""
        method = METHODS[self.settings.charge_method]
        several = len(self._levels) > 1
        return (
            several and method.read is not None and self.settings.charge == "reference"
        )

    def again(
        self, warnings: list[str]
    ) -> list[tuple[Level, ChargeReference, SeriesWalk]]:
        """Return each level with its new charge reference and place.

        Parameters
        ----------
        warnings : list of str
            Gets what the method has to say of the series.

        Raises
        ------
        SeriesError
            If the method accepts no level.
        """
        references, said = read_levels(
            self.sample,
            self._evidence,
            METHODS[self.settings.charge_method],
            SeriesContext(self.model, self.settings.reference_ev, self._evidence[0]),
        )
        warnings += said
        return [
            (level, reference, _placed(walk, model_shift(reference, self.model)))
            for level, reference, walk in zip(
                self._levels, references, self._walks, strict=True
            )
        ]


def _placed(walk: SeriesWalk, shift_ev: float) -> SeriesWalk:
    """Return a walk at a given scale, with room where its regions saw another one."""
    near = abs(shift_ev - walk.shift_ev) <= NEAR_EV
    return replace(walk, first_shift_ev=shift_ev, drift=None if near else Drift())
