"""What to say about lines whose shape went further than the data or the physics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.lineshapes import evaluate, line_shape

if TYPE_CHECKING:
    from xpsfit.fit.result import FitResult, FittedComponent
    from xpsfit.lineshapes import LineShape

# Of an area with more than this outside the window, the line shape tells too much.
LARGEST_SHARE_OUTSIDE = 0.1


def line_warnings(fit: FitResult) -> list[str]:
    """Return sentences on Gaussians without room and on tails out of the window.

    Parameters
    ----------
    fit : FitResult

    Returns
    -------
    list of str
        Only about components that are present and have a tail.
    """
    found: list[str] = []
    for component in fit.components:
        shape = line_shape(component.line_shape)
        if len(shape.parameters) < 2 or component.presence == "below_limit":
            continue
        values = _shape_values(fit, component, shape)
        ratios = shape.ratios(list(values.values()), component.fwhm_ev)
        if words := shape.too_wide_a_gauss(ratios):
            found.append(f"{component.name}: at the fitted width {words}")
        elif not shape.area_limit:
            found += _outside(fit, component, values)
    return found


def _shape_values(
    fit: FitResult, component: FittedComponent, shape: LineShape
) -> dict[str, float]:
    known = {p.name: p.value for p in fit.parameters}
    return {p.name: known[f"{component.name}.{p.name}"] for p in shape.parameters}


def _outside(
    fit: FitResult, component: FittedComponent, values: dict[str, float]
) -> list[str]:
    line = evaluate(
        component.line_shape,
        [fit.low_ev, fit.high_ev],
        1.0,
        component.center_ev,
        component.fwhm_ev,
        values,
    )
    outside = 1.0 - float(line.integral[1] - line.integral[0])
    if outside <= LARGEST_SHARE_OUTSIDE:
        return []
    sentence = (
        f"{component.name}: {100.0 * outside:.0f} % of its area lies outside the "
        "window, where only the line shape says how the tail goes on"
    )
    return [sentence]
