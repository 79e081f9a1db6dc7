"""Backgrounds, line shapes, errors and quantification, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.account.words import by_region, listed, sentence, span
from xpsfit.model.types import Link, Parameter

if TYPE_CHECKING:
    from xpsfit.fit.result import FitResult
    from xpsfit.model.types import BackgroundModel, Component
    from xpsfit.results import Composition, IntegratedArea, LevelResult, SampleResult

BACKGROUNDS = {
    "active_shirley": "active Shirley background fitted with the peaks",
    "active_linear": "active linear background fitted with the peaks",
    "active_tougaard": "active Tougaard background fitted with the peaks",
}
SHAPES = {
    "gl_product": "Gaussian-Lorentzian product",
    "gl_sum": "Gaussian-Lorentzian sum",
    "voigt": "Voigt",
}
NOISE = {
    "poisson": "counting statistics of the recorded counts",
    "poisson_model": "counting statistics, with the fitted curve where counts are few",
    "residual": "a constant noise estimated from the scatter of the data, so that no "
    "chi-square is claimed",
}


def evaluation_sentences(result: SampleResult) -> list[str]:
    """Return sentences on fits, integrated regions and composition."""
    fits: dict[str, list[tuple[LevelResult, FitResult]]] = {}
    areas: dict[str, list[tuple[LevelResult, IntegratedArea]]] = {}
    for level in result.levels:
        for fit in level.fits:
            fits.setdefault(fit.region.name, []).append((level, fit))
        for area in level.integrated:
            areas.setdefault(area.region.name, []).append((level, area))
    sentences = [f"{region}: {_fitted(own)}" for region, own in fits.items()]
    sentences += [f"{region}: {_integrated(own)}" for region, own in areas.items()]
    if fits:
        sentences += _quality([fit for own in fits.values() for _, fit in own])
    if result.series is not None and result.series.shared:
        shared = listed(result.series.shared)
        sentences.append(f"All levels were fitted together; they share {shared}.")
    for level in result.levels:
        if level.joint is not None and level.joint.sample and level.joint.held:
            sentences.append(
                "This sample was fitted together with others, in one minimisation: "
                f"{'; '.join(level.joint.held)}."
            )
    compositions = [x.composition for x in result.levels if x.composition is not None]
    return sentences + (_quantified(compositions) if compositions else [])


def _fitted(own: list[tuple[LevelResult, FitResult]]) -> str:
    """Return background with its ends, then the lines, of one core level."""
    lows = [fit.low_ev + level.charge.shift_ev for level, fit in own]
    highs = [fit.high_ev + level.charge.shift_ev for level, fit in own]
    model = own[0][1].model
    names = {c.name for _, fit in own for c in fit.components}
    lines = [c for c in model.components if c.name in names]
    return (
        f"{_background(model.background)} from {_end(lows)} to "
        f"{_end(highs)} eV (calibrated); "
        f"{listed(c.name for c in lines)}, {_shapes(lines)}."
    )


def _end(values: list[float]) -> str:
    """Return an end that all levels have, or its range over the levels."""
    words = span(values, ".2f")
    return f"({words}, by level)" if " to " in words else words


def _background(model: BackgroundModel) -> str:
    if model.is_active:
        name = BACKGROUNDS.get(model.kind, model.kind.replace("_", " ") + " background")
        return f"{name}{', with a slope' if model.slope else ''},"
    name = model.kind.replace("_", " ").capitalize()
    return f"{name} background, {model.end_points} points averaged at each end,"


def _shapes(lines: list[Component]) -> str:
    shapes = by_region((c.name, _shape(c)) for c in lines)
    pairs = by_region(
        (
            c.name,
            ""
            if c.doublet is None
            else f"doublet with {c.doublet.splitting_ev:g} eV splitting and area "
            f"ratio {c.doublet.ratio:g}",
        )
        for c in lines
    )
    ties = [tie for c in lines for tie in _ties(c)]
    parts = [shapes, pairs, *([f"constraints: {listed(ties)}"] if ties else [])]
    return "; ".join(part for part in parts if part)


def _shape(component: Component) -> str:
    values = [
        f"{name.replace('_', ' ')} {value.value:g}{' fixed' if not value.vary else ''}"
        for name, value in component.shape.items()
        if isinstance(value, Parameter)
    ]
    name = SHAPES.get(component.line_shape, component.line_shape.replace("_", " "))
    return f"{name} lines{f' ({listed(values)})' if values else ''}"


def _ties(component: Component) -> list[str]:
    ties = []
    for name, words in (
        ("center_ev", "position"),
        ("fwhm_ev", "width"),
        ("area_cps_ev", "area"),
    ):
        value = getattr(component, name)
        if isinstance(value, Link):
            other = f"{value.region} {value.component}".strip()
            ties.append(f"{words} of {component.name} tied to {other}")
        elif not value.vary:
            ties.append(f"{words} of {component.name} fixed")
    return ties


def _integrated(own: list[tuple[LevelResult, IntegratedArea]]) -> str:
    lows = [area.low_ev + level.charge.shift_ev for level, area in own]
    highs = [area.high_ev + level.charge.shift_ev for level, area in own]
    kinds = listed(area.background.replace("_", " ") for _, area in own)
    return (
        f"area above a {kinds} background from {_end(lows)} to "
        f"{_end(highs)} eV (calibrated), without a peak model."
    )


def _quality(fits: list[FitResult]) -> list[str]:
    noise = listed(NOISE[fit.region.noise] for fit in fits)
    sentences = [
        (
            "Reference data enter as Gaussian priors of positions and widths where the "
            "model holds them; the table of parameters has every bound and prior."
        ),
        f"Fits are weighted by {noise}.",
        "Errors are one standard error from the full covariance of the fit.",
    ]
    squares = [q for f in fits if (q := f.quality.reduced_chi_square) is not None]
    residuals = [f.quality.largest_residual_sigma for f in fits]
    chi = f"the reduced chi-square is {span(squares, '.2f')}; " if squares else ""
    return [
        *sentences,
        sentence(
            f"{chi}residuals over sigma are shown below every fit and reach "
            f"{span(residuals, '.1f')}"
        ),
    ]


def _quantified(compositions: list[Composition]) -> list[str]:
    libraries = listed(c.library.capitalize() for c in compositions)
    exponents = span([c.energy_exponent for c in compositions])
    share = f"area / (sensitivity factor × KE^{exponents} × T)"
    transmission = listed(c.transmission for c in compositions)
    return [
        f"Atomic percent is the share of {share} with {libraries} factors.",
        sentence(f"transmission: {transmission}"),
        "Hydrogen and helium are not counted.",
        "A sample that is homogeneous over the depth of analysis is assumed.",
    ]
