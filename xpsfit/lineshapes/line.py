"""A line of given area, center and width on an energy axis, with its derivatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.lineshapes.forms import LineShape, StandardForm


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line and its running integral, with all analytic derivatives.

    With area in counts/s x eV the line is in counts/s. Arrays have the shape of the
    energy.

    Attributes
    ----------
    value, d_area, d_center, d_fwhm : FloatArray
        The line and its derivatives.
    d_shape : dict of str to FloatArray
        Its derivative by each shape parameter.
    integral : FloatArray
        Integral of the line from minus infinity to each energy.
    integral_d_area, integral_d_center, integral_d_fwhm : FloatArray
        Its derivatives.
    integral_d_shape : dict of str to FloatArray
        Its derivative by each shape parameter.
    """

    value: FloatArray
    d_area: FloatArray
    d_center: FloatArray
    d_fwhm: FloatArray
    d_shape: dict[str, FloatArray]
    integral: FloatArray
    integral_d_area: FloatArray
    integral_d_center: FloatArray
    integral_d_fwhm: FloatArray
    integral_d_shape: dict[str, FloatArray]


def place(
    shape: LineShape,
    values: Sequence[float],
    form: StandardForm,
    t: FloatArray,
    area: float,
    fwhm_ev: float,
) -> Line:
    """Return the line that `form` stands for.

    Parameters
    ----------
    shape : LineShape
    values : sequence of float
        Of its parameters, lengths in eV.
    form : StandardForm
        Evaluated at `t` with its integral and all derivatives.
    t : FloatArray
        Energy minus center over `fwhm_ev`.
    area, fwhm_ev : float
        Of the line.

    Returns
    -------
    Line

    Notes
    -----
    The standard form depends on a length g through g / w, so that a change of the width
    w at fixed g also changes the form, by ``-(g / w**2)`` of its derivative by g / w.
    """
    if form.integral is None:
        raise ValueError("the standard form was evaluated without its integral")
    density = form.density / fwhm_ev
    by_width = form.density + t * form.slope
    running_by_width = t * form.density
    by_shape: dict[str, FloatArray] = {}
    running_by_shape: dict[str, FloatArray] = {}
    for k, parameter in enumerate(shape.parameters):
        unit = 1.0
        if parameter.is_length:
            unit = 1.0 / fwhm_ev
            by_width = by_width + values[k] * unit * form.density_by_shape[k]
            running_by_width = (
                running_by_width + values[k] * unit * form.integral_by_shape[k]
            )
        by_shape[parameter.name] = area * unit / fwhm_ev * form.density_by_shape[k]
        running_by_shape[parameter.name] = area * unit * form.integral_by_shape[k]
    return Line(
        value=area * density,
        d_area=density,
        d_center=-area * form.slope / fwhm_ev**2,
        d_fwhm=-area * by_width / fwhm_ev**2,
        d_shape=by_shape,
        integral=area * form.integral,
        integral_d_area=form.integral,
        integral_d_center=-area * density,
        integral_d_fwhm=-area * running_by_width / fwhm_ev,
        integral_d_shape=running_by_shape,
    )
