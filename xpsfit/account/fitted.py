"""Background, lines and ties of one core level, in a sentence."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xpsfit.account.words import by_region, listed, span
from xpsfit.model.types import Link, Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.fit.result import FitResult
    from xpsfit.model.types import BackgroundModel, Component
    from xpsfit.results import IntegratedArea, LevelResult, SampleResult

    Fits = list[tuple[LevelResult, FitResult]]
    Areas = list[tuple[LevelResult, IntegratedArea]]

SHAPES = {
    "gl_product": "Gaussian-Lorentzian product",
    "gl_sum": "Gaussian-Lorentzian sum",
    "voigt": "Voigt",
}
NAMES = ("Shirley", "Tougaard", "Voigt", "U2", "U3", "CasaXPS")
QUANTITIES = {"center_ev": "position", "fwhm_ev": "width", "area_cps_ev": "area"}


def fitted(own: Fits, result: SampleResult) -> str:
    """Return background with its ends, then the lines, of one core level."""
    model = own[0][1].model
    left = {c.name: _levels_without(c.name, own, result) for c in model.components}
    lines = [c for c in model.components if left[c.name] < len(own)]
    ends = _ends(own)
    parts = [f"{_background(model.background)} {ends}"]
    if lines:
        named = listed(_named(c.name, left[c.name], len(own)) for c in lines)
        parts.append(f"{named}, {_shapes(lines, own)}")
    out = [c.name for c in model.components if left[c.name] == len(own)]
    if out:
        none = "" if lines else "no component: "
        parts.append(f"{none}{listed(out)} tried and left out")
    return f"{'; '.join(parts)}."


def left_out(fit: FitResult, result: SampleResult) -> frozenset[str]:
    """Return the components of a fit that were tried and left it."""
    series = () if result.series is None else result.series.states
    region = fit.region.name
    return frozenset(
        {c.name for c in fit.candidates if not c.kept}
        | {s.component for s in series if s.region == region and not s.kept}
    )


def _levels_without(name: str, own: Fits, result: SampleResult) -> int:
    return sum(name in left_out(fit, result) for _, fit in own)


def _named(name: str, without: int, levels: int) -> str:
    return f"{name} (at {levels - without} of {levels} levels)" if without else name


def _ends(own: Fits | Areas) -> str:
    lows = [one.low_ev + level.charge.shift_ev for level, one in own]
    highs = [one.high_ev + level.charge.shift_ev for level, one in own]
    moved = {level.charge.method != "none" for level, _ in own}
    scale = (
        "calibrated where a shift was applied"
        if len(moved) > 1
        else "calibrated"
        if True in moved
        else "as measured"
    )
    return f"from {_end(lows)} to {_end(highs)} eV ({scale})"


def _end(values: list[float]) -> str:
    """Return an end that all levels have, or its range over the levels."""
    words = span(values, ".2f")
    return f"({words}, by level)" if " to " in words else words


def background_name(kind: str) -> str:
    """Return the name of a background within a sentence.

    Examples
    --------
    >>> background_name("active_shirley"), background_name("tougaard_u2")
    ('active Shirley', 'Tougaard U2')
    """
    proper = {name.casefold(): name for name in NAMES}
    return " ".join(proper.get(word, word) for word in kind.split("_"))


def _background(model: BackgroundModel) -> str:
    name = f"{background_name(model.kind)} background"
    if not model.is_active:
        name = f"{name[:1].upper()}{name[1:]}"
        return f"{name}, {model.end_points} points averaged at each end,"
    steps = ", a step for each component" if model.per_component else ""
    slope = ", with a slope" if model.slope else ""
    return f"{name} fitted with the peaks{slope}{steps},"


def _shapes(lines: Sequence[Component], own: Fits) -> str:
    shapes = by_region((c.name, _shape(c, own)) for c in lines)
    pairs = by_region((c.name, _pair(c)) for c in lines)
    ties = [tie for c in lines for tie in _ties(c, own)]
    parts = [
        shapes,
        "" if all(c.doublet is None for c in lines) else pairs,
        f"constraints: {', '.join(ties)}" if ties else "",
    ]
    return "; ".join(part for part in parts if part)


def _pair(component: Component) -> str:
    if component.doublet is None:
        return "single line"
    split = component.doublet
    return (
        f"doublet with {split.splitting_ev:g} eV splitting and area ratio "
        f"{split.ratio:g}"
    )


def _shape(component: Component, own: Fits) -> str:
    values = [
        f"{name.replace('_', ' ')} "
        + (
            f"{value.value:g} fixed"
            if not value.vary
            else f"{_span_of(f'{component.name}.{name}', own)} fitted".strip()
        )
        for name, value in component.shape.items()
        if isinstance(value, Parameter)
    ]
    name = SHAPES.get(component.line_shape, component.line_shape.replace("_", " "))
    return f"{name} lines{f' ({listed(values)})' if values else ''}"


def _span_of(name: str, own: Fits) -> str:
    values = [p.value for _, fit in own for p in fit.parameters if p.name == name]
    return span(values, ".3g") if values else ""


def _ties(component: Component, own: Fits) -> list[str]:
    """Return what holds quantities of a component, as far as the fits kept to it."""
    states = {p.name: p.state for _, fit in own for p in fit.parameters}
    given: Mapping[str, Parameter | Link] = {
        **{name: getattr(component, name) for name in QUANTITIES},
        **component.shape,
    }
    ties = []
    for name, value in given.items():
        words = QUANTITIES.get(name, name.replace("_", " "))
        if isinstance(value, Link):
            if states.get(f"{component.name}.{name}", "linked") == "linked":
                ties.append(f"{words} of {component.name} {link_words(value, name)}")
        elif not value.vary and name in QUANTITIES:
            at = "" if math.isnan(value.value) else f" at {_amount(name, value.value)}"
            ties.append(f"{words} of {component.name} fixed{at}")
    return ties


def _amount(name: str, value: float) -> str:
    return f"{value:g} {'counts/s × eV' if name == 'area_cps_ev' else 'eV'}"


def link_words(link: Link, quantity: str) -> str:
    """Return a tie with its ratio and offset.

    Examples
    --------
    >>> link_words(Link("Li2O", offset=0.5), "center_ev")
    'tied to that of Li2O (+0.5 eV)'
    >>> link_words(Link("C-C", ratio=0.5, region="C 1s"), "area_cps_ev")
    'tied to that of C 1s C-C (× 0.5)'
    """
    numbers = [f"× {link.ratio:g}"] if link.ratio != 1.0 else []
    if link.offset:
        unit = " eV" if quantity in ("center_ev", "fwhm_ev") else ""
        numbers.append(f"{link.offset:+g}{unit}")
    if quantity in QUANTITIES and not numbers:
        numbers = ["equal"]
    other = f"{link.region} {link.component}".strip()
    of = (
        "that of"
        if link.quantity in ("", quantity)
        else (
            f"the {QUANTITIES.get(link.quantity, link.quantity.replace('_', ' '))} of"
        )
    )
    return f"tied to {of} {other}{f' ({listed(numbers)})' if numbers else ''}"


def integrated(own: Areas) -> str:
    """Return background, ends and averaged points of an integrated core level."""
    kinds = by_region((area.background, _article(area.background)) for _, area in own)
    if len({area.background for _, area in own}) > 1:
        counts: dict[str, int] = {}
        for _, area in own:
            counts[area.background] = counts.get(area.background, 0) + 1
        kinds = listed(f"{_article(k)} (at {n} levels)" for k, n in counts.items())
    points = [a.end_points for _, a in own if a.end_points is not None]
    averaged = f", {span(points)} points averaged at each end" if points else ""
    limit = _limit(own)
    return (
        f"area above {kinds} {_ends(own)}{averaged}, without a peak model and so "
        f"without residuals{limit}."
    )


def _limit(own: Areas) -> str:
    """Return at how many levels an area is an upper limit."""
    unseen = sum(not area.detected for _, area in own)
    if not unseen:
        return ""
    if len(own) == 1:
        return "; no peak was detected, so that the area is an upper limit"
    return (
        f"; at {unseen} of {len(own)} levels no peak was detected, so that the area is "
        "an upper limit there"
    )


def _article(kind: str) -> str:
    name = background_name(kind)
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name} background"
