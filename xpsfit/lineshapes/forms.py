"""What a line shape is: a standard form of unit area and unit width."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray


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
    density_by_shape, integral_by_shape : FloatArray or None
        Derivatives of phi and Phi with respect to the shape parameter; None where not
        asked for and for shapes without parameter.
    """

    density: FloatArray
    slope: FloatArray
    integral: FloatArray | None = None
    density_by_shape: FloatArray | None = None
    integral_by_shape: FloatArray | None = None


class Standard(Protocol):
    """The function of a line shape: t and shape value in, `StandardForm` out."""

    def __call__(
        self,
        t: FloatArray,
        shape: float,
        /,
        *,
        integral: bool = True,
        by_shape: bool = False,
    ) -> StandardForm:
        """Return the standard form at `t`, with what was asked for."""
        ...


@dataclass(frozen=True, slots=True)
class ShapeParameter:
    """The parameter that changes the form of a line, not its size.

    Attributes
    ----------
    name : str
        E.g. ``"mixing"``.
    default, minimum, maximum : float
        Dimensionless; both bounds are allowed values.
    """

    name: str
    default: float
    minimum: float
    maximum: float


@dataclass(frozen=True, slots=True)
class LineShape:
    """A line shape of the registry.

    Attributes
    ----------
    name, title : str
        Key of the registry and words for a table.
    parameter : ShapeParameter or None
        None for a shape that area, center and width describe completely.
    standard : Standard
        Evaluates the unit form; a shape without parameter ignores the shape value.
    """

    name: str
    title: str
    parameter: ShapeParameter | None
    standard: Standard
