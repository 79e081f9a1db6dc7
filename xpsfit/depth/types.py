"""What a profile, its depth scale, layers and interfaces are: silent records.

Times are cumulative etch times in s.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from xpsfit.display import Displayed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xpsfit.arrays import FloatArray

REFERENCE = "Ta2O5"
"""The material whose sputter rate is meant where nobody says otherwise."""

InterfaceKind = Literal["step", "layer", "none"]
StepForm = Literal["erf", "logistic", ""]


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """A layer as the user's table states it.

    Attributes
    ----------
    material : str
    relative_rate, relative_low, relative_high : float
        Sputter rate over that of the reference material, and the range it may have.
    source : str
        Where these come from.
    until_s : float or None
        Etch time at which it ends; None where it ends at `until`, or is the last.
    until : str
        Quantity whose interface ends it, ``"C 1s C-C"``; empty otherwise.
    """

    material: str
    relative_rate: float
    relative_low: float
    relative_high: float
    source: str
    until_s: float | None = None
    until: str = ""


@dataclass(frozen=True, slots=True)
class LayerTable:
    """The layers of a sample from the surface down.

    Attributes
    ----------
    reference : str
        Material to which the rates are relative.
    layers : tuple of LayerSpec
        The last one has no end.
    """

    reference: str
    layers: tuple[LayerSpec, ...]


@dataclass(frozen=True, slots=True)
class ScaleLayer:
    """A layer of a depth scale, its beginning known.

    Attributes
    ----------
    material : str
    relative_rate, relative_low, relative_high : float
        Sputter rate over that of the reference material, and its range.
    source : str
    from_s, from_stderr_s : float
        Where it begins; the error of a stated time is 0.
    """

    material: str
    relative_rate: float
    relative_low: float
    relative_high: float
    source: str
    from_s: float = 0.0
    from_stderr_s: float = 0.0


@dataclass(frozen=True, slots=True)
class DepthScale:
    """How etch time becomes depth.

    Attributes
    ----------
    rate_nm_per_s : float
        Sputter rate of the reference material.
    rate_stderr_nm_per_s : float or None
        Its standard error, common to all levels; None where it was not stated.
    material : str
        The reference material: what an equivalent depth is equivalent to.
    layers : tuple of ScaleLayer
        Empty for one rate throughout.
    assumed : bool
        Whether nobody stated the rate, so that one from another instrument stands in.
    """

    rate_nm_per_s: float
    rate_stderr_nm_per_s: float | None = None
    material: str = REFERENCE
    layers: tuple[ScaleLayer, ...] = ()
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Interface:
    """What one quantity of a profile does with etch time.

    Attributes
    ----------
    quantity : str
        ``"Al"`` for an element, ``"Al 2p Al-C"`` for a state; in atomic percent.
    kind : {"step", "layer", "none"}
        A step from one plateau to another, a layer that rises and falls, or neither.
    note : str
        A sentence: why it is neither, or what limits the numbers.
    form : {"erf", "logistic", ""}
        Of a step that was fitted: error function or extended logistic.
    position_s, position_s_stderr : float or None
        Middle of a step, centroid of a layer.
    width_s, width_s_stderr : float or None
        16 to 84 % of a step, FWHM of a layer; None where it is narrower than the
        distance of the levels or not all of it was measured.
    asymmetry, asymmetry_stderr : float or None
        Of an extended logistic: from -1 to 1, positive with the longer end in depth.
    q_per_s : float or None
        Asymmetry parameter Q of the extended logistic.
    midpoint_s, midpoint_s_stderr : float or None
        Of a step: where it is halfway from its first to its last level, linear in time
        between levels.
    gone_s, gone_s_stderr : float or None
        Of a layer: where it falls below detection, linear in time between levels.
    below_5_percent_s, below_5_percent_s_stderr : float or None
        Of a layer that is a state: where its share of the core level falls below 5 %.
    before_percent, after_percent : float or None
        Plateaus of a step in atomic percent; of a layer the base and the maximum.
    points : int or None
        Levels between 16 and 84 % of a step, or above half the height of a layer.
    reduced_chi_square : float or None
        Of the fitted step; above 1 the errors are enlarged by its square root.
    depth_nm, depth_nm_stderr : float or None
        Depth of the position.
    depth_low_nm, depth_high_nm : float or None
        The same at the ends of the ranges of relative rates; None without layers.
    width_nm, width_nm_stderr : float or None
    """

    quantity: str
    kind: InterfaceKind
    note: str = ""
    form: StepForm = ""
    position_s: float | None = None
    position_s_stderr: float | None = None
    width_s: float | None = None
    width_s_stderr: float | None = None
    asymmetry: float | None = None
    asymmetry_stderr: float | None = None
    q_per_s: float | None = None
    midpoint_s: float | None = None
    midpoint_s_stderr: float | None = None
    gone_s: float | None = None
    gone_s_stderr: float | None = None
    below_5_percent_s: float | None = None
    below_5_percent_s_stderr: float | None = None
    before_percent: float | None = None
    after_percent: float | None = None
    points: int | None = None
    reduced_chi_square: float | None = None
    depth_nm: float | None = None
    depth_nm_stderr: float | None = None
    depth_low_nm: float | None = None
    depth_high_nm: float | None = None
    width_nm: float | None = None
    width_nm_stderr: float | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DepthProfile(Displayed):
    """Amounts against depth; NaN where a region was not measured or failed.

    Attributes
    ----------
    sample : str
    etch_time_s, depth_nm : FloatArray, shape (levels,)
        Cumulative etch time, and depth on `scale`.
    rate_nm_per_s : float
    elements : tuple of str
    atomic_percent, atomic_percent_stderr : dict of str to FloatArray, shape (levels,)
        Per element.
    states : tuple of str
        ``"Al 2p Al-C"`` and so on.
    state_atomic_percent, state_atomic_percent_stderr : dict of str to FloatArray
    state_fraction, state_fraction_stderr : dict of str to FloatArray
        Share of the state within its region.
    scale : DepthScale or None
        How depths were made; None for Ta2O5-equivalent depth at the one rate.
    depth_nm_stderr, depth_low_nm, depth_high_nm : FloatArray or None, shape (levels,)
        As in `xpsfit.depth.scale.Depth`; None where not known.
    interfaces : tuple of Interface
    atomic_percent_upper_95, state_atomic_percent_upper_95 : dict of str to FloatArray
        Upper limit at 95 % where an element or state is below detection, NaN where it
        is not; empty where that is not known.
    state_fraction_upper_95 : dict of str to FloatArray
        The same of the share.
    ratio_stderr : dict of (str, str) to FloatArray
        Standard error of the ratio of the first element to the second, from the
        covariance of their areas; empty where that is not known.
    """

    sample: str
    etch_time_s: FloatArray
    depth_nm: FloatArray
    rate_nm_per_s: float
    elements: tuple[str, ...]
    atomic_percent: dict[str, FloatArray]
    atomic_percent_stderr: dict[str, FloatArray]
    states: tuple[str, ...]
    state_atomic_percent: dict[str, FloatArray]
    state_atomic_percent_stderr: dict[str, FloatArray]
    state_fraction: dict[str, FloatArray]
    state_fraction_stderr: dict[str, FloatArray]
    scale: DepthScale | None = None
    depth_nm_stderr: FloatArray | None = None
    depth_low_nm: FloatArray | None = None
    depth_high_nm: FloatArray | None = None
    interfaces: tuple[Interface, ...] = ()
    atomic_percent_upper_95: dict[str, FloatArray] = field(default_factory=dict)
    state_atomic_percent_upper_95: dict[str, FloatArray] = field(default_factory=dict)
    state_fraction_upper_95: dict[str, FloatArray] = field(default_factory=dict)
    ratio_stderr: dict[tuple[str, str], FloatArray] = field(default_factory=dict)

    def ratio(self, numerator: str, denominator: str) -> FloatArray:
        """Return the atomic ratio of two elements at every level, shape (levels,).

        NaN where one of the two is below detection: noise has no ratio.
        """
        ratio = self._over(self.atomic_percent[numerator], denominator)
        return np.where(self.is_below(numerator), np.nan, ratio)

    def ratio_upper_95(self, numerator: str, denominator: str) -> FloatArray:
        """Return the upper limit of a ratio where its numerator is below detection.

        It is that of the numerator over the denominator, shape (levels,); NaN where
        the ratio has a value, and where the denominator is below detection.
        """
        unknown = np.full(self.etch_time_s.shape, np.nan)
        limit = self.atomic_percent_upper_95.get(numerator, unknown)
        return self._over(limit, denominator)

    def is_below(self, element: str) -> NDArray[np.bool_]:
        """Return at which levels an element is known to be below detection."""
        if element not in self.atomic_percent_upper_95:
            return np.zeros(self.etch_time_s.shape, np.bool_)
        return np.isfinite(self.atomic_percent_upper_95[element])

    def _over(self, values: FloatArray, denominator: str) -> FloatArray:
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = values / self.atomic_percent[denominator]
        return np.where(self.is_below(denominator), np.nan, ratio)
