"""Many simulated spectra, fitted as measured ones are, against their truth."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xpsfit.errors import FitError, XpsFitError
from xpsfit.simulate.bounds import Knowable, Quantity
from xpsfit.simulate.detection import Detectable, detectable
from xpsfit.simulate.draw import drawn_truth, simulate
from xpsfit.simulate.refit import Refits
from xpsfit.simulate.tally import Estimate, Tally, Tallying

if TYPE_CHECKING:
    from collections.abc import Callable

    from xpsfit.fit.result import FitResult
    from xpsfit.results import LevelResult
    from xpsfit.settings import Settings
    from xpsfit.simulate.truth import TrueRegion, Truth

FEWEST, MOST = 2, 100_000
FIVE_PERCENT = 0.05


@dataclass(frozen=True, slots=True)
class Row:
    """What is known about one quantity.

    Attributes
    ----------
    tally : Tally
        Of the simulated spectra.
    scans_for_5_percent : float
        Scans of its region, with those of all others changed alike, from which on the
        smallest possible error is 5 % of the value; NaN where it has no meaning.
    detectable : Detectable or None
        For the area of a component.
    """

    tally: Tally
    scans_for_5_percent: float
    detectable: Detectable | None


@dataclass(frozen=True, slots=True, eq=False)
class SelfTest:
    """What fits of simulated spectra are worth.

    Attributes
    ----------
    truth : Truth
        In the middle of what was drawn.
    rows : tuple of Row
        Free parameters and summed area of every region, then amounts.
    spectra, seed : int
    drawn : bool
        Whether positions and widths were drawn from what the model knows beforehand.
    failures : dict of str to int
        How often a sample or region could not be evaluated, by reason.
    """

    truth: Truth
    rows: tuple[Row, ...]
    spectra: int
    seed: int
    drawn: bool
    failures: dict[str, int]


def selftest(
    truth: Truth,
    settings: Settings,
    *,
    spectra: int = 200,
    seed: int = 1,
    draw: bool = True,
    on_spectrum: Callable[[int, int], None] | None = None,
) -> SelfTest:
    """Return bias, scatter, coverage and limits of the fits of one truth.

    Parameters
    ----------
    truth : Truth
    settings : Settings
        Of the analysis; its model is the one that is tested, and that of the truth if
        it names none.
    spectra : int
        How many of each region are simulated.
    seed : int
        The same seed gives the same result.
    draw : bool
        Whether each spectrum gets positions and widths of its own, drawn from what the
        model knows beforehand; without such knowledge nothing is drawn.
    on_spectrum : callable, optional
        Called with (spectra done, spectra in all).

    Raises
    ------
    FitError
        If the number of spectra cannot be, or none of them could be evaluated.
    ModelError
        If the seed cannot be.

    References
    ----------
    J. M. Conny, C. J. Powell and L. A. Currie, Surf. Interface Anal. 26 (1998) 939, for
    a test of this kind on C 1s spectra.
    """
    if not FEWEST <= spectra <= MOST:
        raise FitError(f"{spectra} spectra cannot be; give {FEWEST} to {MOST}")
    tallies: dict[Quantity, Tallying] = defaultdict(Tallying)
    failures: Counter[str] = Counter()
    middle = Knowable(truth)
    refits = Refits(settings.model or truth.model, settings)
    for number in range(spectra):
        own = drawn_truth(truth, seed, number) if draw else truth
        knowable = Knowable(own) if draw else middle
        found = _found(own, refits, seed, number, failures)
        bounds = knowable.bounds()
        for quantity, value in knowable.values().items():
            if quantity in found:
                tallies[quantity].add(value, found[quantity], bounds[quantity])
        if on_spectrum is not None:
            on_spectrum(number + 1, spectra)
    if not tallies:
        raise FitError(
            f"none of {spectra} simulated spectra could be evaluated: "
            f"{failures.most_common(1)[0][0]}"
        )
    rows = _rows(middle, tallies)
    return SelfTest(truth, rows, spectra, seed, draw, dict(failures))


def _found(
    truth: Truth,
    refits: Refits,
    seed: int,
    number: int,
    failures: Counter[str],
) -> dict[Quantity, Estimate]:
    """Return what the analysis of one draw of a truth finds."""
    spectra = simulate(truth, seed, number=number).spectra
    try:
        level = refits.level(spectra)
    except XpsFitError as error:
        failures[str(error)] += 1
        return {}
    for failure in level.failures:
        failures[f"{failure.region}: {failure.reason}"] += 1
    return estimates(truth, level)


def estimates(truth: Truth, level: LevelResult) -> dict[Quantity, Estimate]:
    """Return what a level result says about every quantity of a truth.

    The amount of a lone element is 100 at% by definition and tells nothing of a fit.
    """
    found: dict[Quantity, Estimate] = {}
    for fit in level.fits:
        found.update(_of_fit(truth.region(fit.region.name), fit))
    if level.composition is None:
        return found
    elements = level.composition.elements
    for row in elements if len(elements) > 1 else ():
        found[Quantity("element", row.region, row.element)] = Estimate(
            row.atomic_percent, row.atomic_percent_stderr, row.detected
        )
    present = {
        (fit.region.name, c.name): c.presence == "present"
        for fit in level.fits
        for c in fit.components
    }
    for state in level.composition.states:
        found[Quantity("state", state.region, state.component)] = Estimate(
            state.atomic_percent,
            state.atomic_percent_stderr,
            present.get((state.region, state.component)),
        )
    return found


def _of_fit(region: TrueRegion, fit: FitResult) -> dict[Quantity, Estimate]:
    name = fit.region.name
    found = {
        Quantity("parameter", name, p.name): Estimate(p.value, p.stderr)
        for p in fit.parameters
    }
    for component in fit.components:
        found[Quantity("parameter", name, f"{component.name}.area_cps_ev")] = Estimate(
            component.area_cps_ev,
            component.area_cps_ev_stderr,
            component.presence == "present",
        )
    found[Quantity("area", name)] = Estimate(fit.area_cps_ev, fit.area_cps_ev_stderr)
    offset = Quantity("parameter", name, "background.offset_cps")
    if offset in found:
        # The offset belongs to the middle of the window, which moves with the shift.
        moved = (fit.low_ev + fit.high_ev) / 2.0 - region.middle_ev
        slope = region.values.get("background.slope_cps_per_ev", 0.0)
        found[offset] = Estimate(
            found[offset].value - slope * moved, found[offset].stderr
        )
    return found


def _rows(middle: Knowable, tallies: dict[Quantity, Tallying]) -> tuple[Row, ...]:
    truth = middle.truth
    values = middle.values()
    sized = {q: v for q, v in values.items() if _has_size(q)}
    factors = middle.scans_factor(FIVE_PERCENT, sized)
    rows: list[Row] = []
    for quantity in values:
        if quantity not in tallies:
            continue
        region = truth.region(quantity.region)
        limit = None
        if quantity.kind == "parameter" and quantity.name.endswith(".area_cps_ev"):
            component = quantity.name.removesuffix(".area_cps_ev")
            limit = detectable(truth, region, component)
        rows.append(
            Row(
                tallies[quantity].tally(quantity),
                region.scans * factors.get(quantity, float("nan")),
                limit,
            )
        )
    return tuple(rows)


def _has_size(quantity: Quantity) -> bool:
    """Return whether a share of the value is a sensible measure of its error."""
    return quantity.kind != "parameter" or quantity.name.endswith(".area_cps_ev")
