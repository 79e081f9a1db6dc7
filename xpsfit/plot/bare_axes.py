"""Axes without tick objects: `xpsfit.plot.ticks` draws their ticks and frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.axis import XAxis, YAxis

if TYPE_CHECKING:
    from matplotlib.axis import Tick


class _TicksOnDemand:
    """What an axis lets be of beginning with a major and a minor tick."""

    majorTicks: list[Tick]  # noqa: N815
    minorTicks: list[Tick]  # noqa: N815

    def reset_ticks(self) -> None:
        """Forget all ticks."""
        self.majorTicks, self.minorTicks = [], []


class _BareXAxis(_TicksOnDemand, XAxis):
    pass


class _BareYAxis(_TicksOnDemand, YAxis):
    pass


class BareAxes(Axes):
    """Axes that are made in less than half of the time.

    Matplotlib makes a first major and minor tick for both axes, five objects each, to
    copy their looks to others.

    Attributes
    ----------
    label_pt : float or None
        Distance of the label of the vertical axis from the frame; None for next to the
        numbers.
    numbers_below, numbers_left : bool
        Whether ticks have numbers.
    """

    label_pt: float | None = None
    numbers_below = True
    numbers_left = True

    def _init_axis(self) -> None:
        # As in matplotlib's own projections, such as `matplotlib.projections.polar`.
        self.xaxis = _BareXAxis(self, clear=False)
        self.yaxis = _BareYAxis(self, clear=False)
        for axis, sides in (
            (self.xaxis, ("bottom", "top")),
            (self.yaxis, ("left", "right")),
        ):
            for side in sides:
                self.spines[side].register_axis(axis)
