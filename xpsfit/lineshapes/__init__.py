"""Line shapes of photoelectron peaks, all in terms of area and true full width.

Each shape is a scale family: a line of area A, center c and full width at half maximum
w is ``A phi((E - c) / w) / w`` with one standard form phi of unit area and unit width.
A shape therefore is one function for phi, its slope, its running integral Phi and its
derivatives by the shape parameters; the running integral carries the Shirley step of
the fit. A parameter in eV, such as the width of a Gaussian, enters phi over w.

A new shape is one file with that function and one entry in `LINE_SHAPES`; the contract
tests then cover it.
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.errors import ModelError, UnknownNameError
from xpsfit.lineshapes.doniach_sunjic import (
    doniach_sunjic,
    widest_doniach_sunjic_gauss,
)
from xpsfit.lineshapes.forms import LineShape, ShapeParameter, StandardForm
from xpsfit.lineshapes.gaussian import gaussian
from xpsfit.lineshapes.gl_product import gl_product
from xpsfit.lineshapes.gl_sum import gl_sum
from xpsfit.lineshapes.gl_tail import gl_tail
from xpsfit.lineshapes.la import la, widest_la_gauss
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
_LORENTZ = ShapeParameter("lorentz_fraction", 0.20, 0.0, 1.0)
_GAUSS = ShapeParameter("gauss_ev", 0.3, 0.0, 10.0)
_TAIL = (
    _MIXING,
    # From 0.5 on the tail alone would be half as high as the line.
    ShapeParameter("tail_height", 0.1, 0.0, 0.4),
    ShapeParameter("tail_exponent", 0.2, 0.02, 5.0),
)
_POWERS = (
    # Towards 0.5 most of the area lies outside any window.
    ShapeParameter("alpha_high", 1.2, 0.6, 500.0),
    ShapeParameter("alpha_low", 2.5, 0.6, 500.0),
    _GAUSS,
)
_SINGULAR = (
    ShapeParameter("alpha", 0.10, 0.0, 0.49),
    _GAUSS,
    ShapeParameter("window_ev", 20.0, 1.0, 1000.0, can_vary=False),
)

LINE_SHAPES: Mapping[str, LineShape] = MappingProxyType(
    {
        shape.name: shape
        for shape in (
            LineShape("gaussian", "Gaussian", gaussian),
            LineShape("lorentzian", "Lorentzian", lorentzian),
            LineShape(
                "gl_product",
                "Gaussian-Lorentzian product, GL(p)",
                gl_product,
                (_MIXING,),
            ),
            LineShape("gl_sum", "Gaussian-Lorentzian sum, SGL(p)", gl_sum, (_MIXING,)),
            LineShape("voigt", "Voigt", voigt, (_LORENTZ,)),
            LineShape(
                "gl_tail",
                "GL(p) with an exponential tail, Avantage",
                gl_tail,
                _TAIL,
                symmetric_at=(("tail_height", 0.0),),
            ),
            LineShape(
                "la",
                "Asymmetric Lorentzian with a Gaussian",
                la,
                _POWERS,
                falling=("alpha_high", "alpha_low"),
                symmetric_at=(("alpha_high", 1.0), ("alpha_low", 1.0)),
                widest_gauss=widest_la_gauss,
            ),
            LineShape(
                "doniach_sunjic",
                "Doniach-Sunjic with a Gaussian",
                doniach_sunjic,
                _SINGULAR,
                area_limit="window_ev",
                symmetric_at=(("alpha", 0.0),),
                widest_gauss=widest_doniach_sunjic_gauss,
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
    shape: float | Mapping[str, float] | None = None,
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
    shape : float or mapping of str to float, optional
        Value of the shape parameter, or values by name; the default of each where not
        given. Names ending in ``_ev`` are in eV.

    Returns
    -------
    Line

    Raises
    ------
    UnknownNameError
        If there is no such line shape.
    ModelError
        If the width is not positive, a shape value is outside its bounds or of no
        parameter of this shape, or the Gaussian leaves no room for the rest.

    Examples
    --------
    >>> line = evaluate("gl_product", [284.15, 284.8, 285.45], 1000.0, 284.8, 1.3)
    >>> (line.value / line.value[1]).round(12).tolist()
    [0.5, 1.0, 0.5]
    >>> float(line.integral[1])
    500.0
    >>> metal = {"alpha_high": 1.3, "alpha_low": 4.5, "gauss_ev": 0.3}
    >>> line = evaluate("la", [71.8, 72.8, 73.8], 1000.0, 72.8, 0.6, metal)
    >>> line.value.round(1).tolist()
    [0.5, 1352.7, 104.0]
    """
    entry = line_shape(name)
    if not (math.isfinite(fwhm_ev) and fwhm_ev > 0.0):
        raise ModelError(f"a {name} line needs a positive width, not {fwhm_ev} eV")
    values = _shape_values(entry, shape)
    ratios = entry.ratios(values, fwhm_ev)
    if words := entry.too_wide_a_gauss(ratios):
        raise ModelError(f"a {name} line of {fwhm_ev:g} eV: {words}")
    t = (np.asarray(energy_ev, dtype=np.float64) - center_ev) / fwhm_ev
    form = entry.standard(t, *ratios, by_shape=bool(entry.parameters))
    return place(entry, values, form, t, area, fwhm_ev)


def _shape_values(
    entry: LineShape, shape: float | Mapping[str, float] | None
) -> list[float]:
    """Return one value per shape parameter, those not given by default."""
    names = [parameter.name for parameter in entry.parameters]
    if shape is None:
        given: Mapping[str, float] = {}
    elif isinstance(shape, (int, float)):
        if len(names) != 1:
            known = f"name them: {', '.join(names)}" if names else f"leave {shape} out"
            raise ModelError(
                f"a {entry.name} line has {len(names) or 'no'} shape "
                f"parameter{'s' if names else ''}; {known}"
            )
        given = {names[0]: float(shape)}
    else:
        given = shape
    for name in given:
        if name not in names:
            raise ModelError(
                f"a {entry.name} line has no shape parameter {name!r}; known: "
                f"{', '.join(names) or 'none'}"
            )
    for parameter in entry.parameters:
        value = given.get(parameter.name, parameter.default)
        if not parameter.minimum <= value <= parameter.maximum:
            raise ModelError(
                f"{parameter.name} of a {entry.name} line is {value}; it must lie "
                f"between {parameter.minimum:g} and {parameter.maximum:g}"
            )
    return [float(given.get(p.name, p.default)) for p in entry.parameters]
