"""What a line shape is: a standard form of unit area and unit width."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xpsfit.arrays import FloatArray


GAUSS = "gauss_ev"


@dataclass(frozen=True, slots=True, eq=False)
class StandardForm:
    """A line of unit area and unit full width at half maximum, centered at zero.

    Every array has the shape of the t it was evaluated at; t is energy minus center
    in units of the full width.

    Attributes
    ----------
    density : FloatArray
        phi(t).
    slope : FloatArray
        d phi / dt.
    integral : FloatArray or None
        Phi(t), the integral of phi from minus infinity to t; None where not asked for.
    density_by_shape, integral_by_shape : tuple of FloatArray
        Derivatives of phi and Phi by each shape parameter, in the order of
        `LineShape.parameters`; empty where not asked for.
    """

    density: FloatArray
    slope: FloatArray
    integral: FloatArray | None = None
    density_by_shape: tuple[FloatArray, ...] = ()
    integral_by_shape: tuple[FloatArray, ...] = ()


class Standard(Protocol):
    """The function of a line shape: t and shape values in, `StandardForm` out."""

    def __call__(
        self,
        t: FloatArray,
        /,
        *shape: float,
        integral: bool = True,
        by_shape: bool = False,
    ) -> StandardForm:
        """Return the standard form at `t`, with what was asked for."""
        ...


@dataclass(frozen=True, slots=True)
class ShapeParameter:
    """A parameter that changes the form of a line, not its size.

    Attributes
    ----------
    name : str
        E.g. ``"mixing"``; the name of a length in eV ends in ``_ev``.
    default, minimum, maximum : float
        Both bounds are allowed values.
    can_vary : bool
        False for a convention that no data can tell, such as how far an area counts.
    """

    name: str
    default: float
    minimum: float
    maximum: float
    can_vary: bool = True

    @property
    def is_length(self) -> bool:
        """Return whether it is in eV, and goes into the form over the full width."""
        return self.name.endswith("_ev")


@dataclass(frozen=True, slots=True)
class LineShape:
    """A line shape of the registry.

    Attributes
    ----------
    name, title : str
        Key of the registry and words for a table.
    standard : Standard
        Evaluates the unit form; called with one value per parameter, lengths divided
        by the full width.
    parameters : tuple of ShapeParameter
        Empty for a shape that area, center and width describe completely.
    falling : tuple of str
        Two parameters of which the first may never exceed the second, or the longer
        tail would point to low binding energy; empty where that cannot happen.
    area_limit : str
        The parameter that says how far above the maximum the area counts, for a shape
        whose whole area is infinite; empty for all others.
    symmetric_at : tuple of (str, float)
        Values with which an asymmetric shape has no tail; empty for a shape that is
        symmetric whatever its values.
    widest_gauss : callable or None
        For a shape with the parameter ``gauss_ev``: the largest share of the full width
        it can have, called like `standard` but without t.
    """

    name: str
    title: str
    standard: Callable[..., StandardForm]
    parameters: tuple[ShapeParameter, ...] = ()
    falling: tuple[str, ...] = ()
    area_limit: str = ""
    symmetric_at: tuple[tuple[str, float], ...] = ()
    widest_gauss: Callable[..., float] | None = None
    # What `Curve` asks at every evaluation, kept at hand.
    lengths: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Note which parameters are lengths."""
        found = tuple(k for k, p in enumerate(self.parameters) if p.is_length)
        object.__setattr__(self, "lengths", found)

    def is_symmetric(self, values: Sequence[float]) -> bool:
        """Return whether the line with these shape values is symmetric."""
        named = {p.name: v for p, v in zip(self.parameters, values, strict=True)}
        if self.falling:
            high, low = self.falling
            return named[high] == named[low]
        return all(named[name] == value for name, value in self.symmetric_at)

    def too_wide_a_gauss(self, ratios: Sequence[float]) -> str:
        """Return words on a Gaussian that leaves no room for the line, or nothing."""
        if self.widest_gauss is None:
            return ""
        share = next(
            r for p, r in zip(self.parameters, ratios, strict=True) if p.name == GAUSS
        )
        widest = self.widest_gauss(*ratios)
        if share <= widest:
            return ""
        return (
            f"its Gaussian has {100.0 * share:.0f} % of the full width, and can have "
            f"{100.0 * widest:.0f} % at most; make {GAUSS} smaller"
        )

    def ratios(self, values: Sequence[float], fwhm_ev: float) -> tuple[float, ...]:
        """Return the values as the standard form takes them, lengths over the width."""
        if not self.lengths:
            return tuple(values)
        return tuple(
            value / fwhm_ev if k in self.lengths else value
            for k, value in enumerate(values)
        )
