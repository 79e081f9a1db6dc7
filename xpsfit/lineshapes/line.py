"""A line of given area, center and width on an energy axis, with its derivatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.lineshapes.forms import StandardForm


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line and its running integral, with all analytic derivatives.

    With area in counts/s x eV the line is in counts/s. Arrays have the shape of the
    energy.

    Attributes
    ----------
    value, d_area, d_center, d_fwhm, d_shape : FloatArray
        The line and its derivatives; `d_shape` is None for a shape without parameter.
    integral : FloatArray
        Integral of the line from minus infinity to each energy.
    integral_d_area, integral_d_center, integral_d_fwhm, integral_d_shape : FloatArray
        Its derivatives; the last is None for a shape without parameter.
    """

    value: FloatArray
    d_area: FloatArray
    d_center: FloatArray
    d_fwhm: FloatArray
    d_shape: FloatArray | None
    integral: FloatArray
    integral_d_area: FloatArray
    integral_d_center: FloatArray
    integral_d_fwhm: FloatArray
    integral_d_shape: FloatArray | None


def place(form: StandardForm, t: FloatArray, area: float, fwhm_ev: float) -> Line:
    """Return the line that `form`, evaluated at `t` with its integral, stands for.

    Parameters
    ----------
    form : StandardForm
        With the running integral.
    t : FloatArray
        Energy minus center over `fwhm_ev`.
    area, fwhm_ev : float
        Of the line.

    Returns
    -------
    Line
    """
    if form.integral is None:
        raise ValueError("the standard form was evaluated without its integral")
    density = form.density / fwhm_ev
    by_shape, running_by_shape = form.density_by_shape, form.integral_by_shape
    return Line(
        value=area * density,
        d_area=density,
        d_center=-area * form.slope / fwhm_ev**2,
        d_fwhm=-area * (form.density + t * form.slope) / fwhm_ev**2,
        d_shape=None if by_shape is None else area * by_shape / fwhm_ev,
        integral=area * form.integral,
        integral_d_area=form.integral,
        integral_d_center=-area * density,
        integral_d_fwhm=-area * t * density,
        integral_d_shape=None if running_by_shape is None else area * running_by_shape,
    )
