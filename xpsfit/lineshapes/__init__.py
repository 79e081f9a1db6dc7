"""Line shapes of photoelectron peaks, all in terms of area and true full width.

Each shape is a scale family: a line of area A, center c and full width at half maximum
w is ``A phi((E - c) / w) / w`` with one standard form phi of unit area and unit width.
A shape therefore is one function for phi, its slope and its running integral Phi,
and nothing else; the running integral carries the Shirley step of the fit.

A new shape is one file with that function and one entry in `LINE_SHAPES`; the contract
tests then cover it.
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.errors import ModelError, UnknownNameError
from xpsfit.lineshapes.forms import LineShape, ShapeParameter, StandardForm
from xpsfit.lineshapes.gaussian import gaussian
from xpsfit.lineshapes.gl_product import gl_product
from xpsfit.lineshapes.gl_sum import gl_sum
from xpsfit.lineshapes.line import Line, place
from xpsfit.lineshapes.lorentzian import lorentzian
from xpsfit.lineshapes.voigt import voigt

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

__all__ = [
    "LINE_SHAPES",
    "Line",
    "LineShape",
    "ShapeParameter",
    "StandardForm",
    "evaluate",
    "line_shape",
]

_MIXING = ShapeParameter("mixing", 0.30, 0.0, 1.0)

LINE_SHAPES: Mapping[str, LineShape] = MappingProxyType(
    {
        shape.name: shape
        for shape in (
            LineShape("gaussian", "Gaussian", None, gaussian),
            LineShape("lorentzian", "Lorentzian", None, lorentzian),
            LineShape(
                "gl_product", "Gaussian-Lorentzian product, GL(p)", _MIXING, gl_product
            ),
            LineShape("gl_sum", "Gaussian-Lorentzian sum, SGL(p)", _MIXING, gl_sum),
            LineShape(
                "voigt",
                "Voigt",
                ShapeParameter("lorentz_fraction", 0.20, 0.0, 1.0),
                voigt,
            ),
        )
    }
)


def line_shape(name: str) -> LineShape:
    """Return the line shape called `name`.

    Raises
    ------
    UnknownNameError
        If there is none.
    """
    if name not in LINE_SHAPES:
        raise UnknownNameError("line shape", name, LINE_SHAPES)
    return LINE_SHAPES[name]


def evaluate(
    name: str,
    energy_ev: npt.ArrayLike,
    area: float,
    center_ev: float,
    fwhm_ev: float,
    shape: float | None = None,
) -> Line:
    """Return a line, its running integral and all their derivatives.

    Parameters
    ----------
    name : str
        A key of `LINE_SHAPES`.
    energy_ev : array-like
        Energies in eV, any shape.
    area : float
        Area of the whole line; in counts/s x eV the line comes out in counts/s.
    center_ev : float
        Position of the maximum in eV.
    fwhm_ev : float
        True full width at half maximum in eV.
    shape : float, optional
        Value of the shape parameter; its default where not given.

    Returns
    -------
    Line

    Raises
    ------
    UnknownNameError
        If there is no such line shape.
    ModelError
        If the width is not positive, the shape value is outside its bounds, or a shape
        value is given to a line shape that has no parameter.

    Examples
    --------
    >>> line = evaluate("gl_product", [284.15, 284.8, 285.45], 1000.0, 284.8, 1.3)
    >>> (line.value / line.value[1]).round(12).tolist()
    [0.5, 1.0, 0.5]
    >>> float(line.integral[1])
    500.0
    """
    entry = line_shape(name)
    if not (math.isfinite(fwhm_ev) and fwhm_ev > 0.0):
        raise ModelError(f"a {name} line needs a positive width, not {fwhm_ev} eV")
    parameter = entry.parameter
    if parameter is None and shape is not None:
        raise ModelError(f"a {name} line has no shape parameter; leave {shape} out")
    if parameter is not None:
        shape = parameter.default if shape is None else shape
        if not parameter.minimum <= shape <= parameter.maximum:
            raise ModelError(
                f"{parameter.name} of a {name} line is {shape}; it must lie between "
                f"{parameter.minimum:g} and {parameter.maximum:g}"
            )
    t = (np.asarray(energy_ev, dtype=np.float64) - center_ev) / fwhm_ev
    form = entry.standard(t, shape or 0.0, by_shape=parameter is not None)
    return place(form, t, area, fwhm_ev)
