"""The numbers a peak model may hold, each with its unit.

The ranges are wide beyond any experiment. They keep a slip of the keyboard, such as
``spread = 1e200``, from reaching the fit, where its square would be infinite.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from xpsfit.errors import ModelError


@dataclass(frozen=True, slots=True)
class Limit:
    """The range of a kind of number, ends included, and its unit."""

    low: float
    high: float
    unit: str = ""

    def check(self, value: float, where: str, key: str) -> None:
        """Return nothing for a number inside the range.

        Raises
        ------
        ModelError
            Otherwise, with place, key, unit and range.
        """
        if not self.low <= value <= self.high:
            unit = f" {self.unit}" if self.unit else ""
            raise ModelError(
                f"{where}: {key} = {value:g}{unit} lies outside {self.low:g} to "
                f"{self.high:g}{unit}"
            )

    def check_bound(self, value: float, where: str, key: str) -> None:
        """Return nothing for a number inside the range, or for no bound at all."""
        if not math.isinf(value):
            self.check(value, where, key)


@dataclass(frozen=True, slots=True)
class QuantityLimits:
    """What a parameter, and a link to one, may say."""

    value: Limit
    spread: Limit
    ratio: Limit
    offset: Limit


_RATIO = Limit(1e-6, 1e6)
ENERGY = Limit(-1000.0, 20_000.0, "eV")
# Below a hundredth of an eV a line is narrower than any analyzer's step.
WIDTH = Limit(0.01, 100.0, "eV")
AREA = Limit(-1e12, 1e12, "counts/s x eV")
STEP = Limit(-10.0, 10.0, "1/eV")
SHARE = Limit(-1e3, 1e3)
SPLITTING = Limit(0.01, 5000.0, "eV")
AREA_RATIO = Limit(1e-3, 1.0)
SHIFT_SPREAD = Limit(0.0, 10.0, "eV")
WIDTH_SPREAD = Limit(0.0, 1.0)
END_POINTS = Limit(1, 1000, "points")

C_EV2 = Limit(1.0, 1e6, "eV^2")
C_FACTOR = Limit(-10.0, 10.0)
D_EV2 = Limit(0.0, 1e6, "eV^2")
# A narrower loss would fall between two channels.
LEAST_D_EV2 = 0.1
STRENGTH = Limit(0.0, 1e9, "eV^2")
STRENGTH_SPREAD = Limit(1e-6, 1e9, STRENGTH.unit)
STEP_SPREAD = Limit(1e-6, 1e3, STEP.unit)
SHARE_SPREAD = Limit(1e-4, 1e3)
ATOMS = Limit(1e-3, 1e3, "atoms")
SLACK = Limit(0.0, 10.0)

QUANTITY_LIMITS = {
    "center_ev": QuantityLimits(
        ENERGY, Limit(1e-4, 1e3, "eV"), Limit(-10.0, 10.0), Limit(-2e4, 2e4, "eV")
    ),
    "fwhm_ev": QuantityLimits(
        WIDTH, Limit(1e-4, 1e3, "eV"), _RATIO, Limit(-100.0, 100.0, "eV")
    ),
    "area_cps_ev": QuantityLimits(AREA, Limit(1e-6, 1e12, AREA.unit), _RATIO, AREA),
    "step_per_ev": QuantityLimits(STEP, STEP_SPREAD, Limit(-1e3, 1e3), STEP),
    "strength_ev2": QuantityLimits(STRENGTH, STRENGTH_SPREAD, _RATIO, STRENGTH),
}
SHAPE_LIMITS = QuantityLimits(SHARE, SHARE_SPREAD, Limit(-1e3, 1e3), SHARE)
