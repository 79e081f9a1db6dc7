"""Atomic percent from areas, with the full covariance.

q = A / (S T KE^n) and x = q / sum(q). Errors follow from J = (delta_ij - x_i) / sum(q)
and the covariance of the areas, which is full within a region (components of one
envelope are strongly anti-correlated), zero between regions fitted separately, and full
throughout for regions fitted together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.errors import QuantificationError
from xpsfit.model.review import area_limit_ev
from xpsfit.quantify.comparable import unit_warnings
from xpsfit.quantify.divisor import divisor_of
from xpsfit.quantify.foreign_lines import foreign_line_warnings
from xpsfit.quantify.sensitivity import relative_uncertainty
from xpsfit.quantify.together import Common, common_covariance, species_amounts
from xpsfit.results import Composition, ElementAmount, IntegratedArea, StateAmount

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from xpsfit.arrays import FloatArray
    from xpsfit.fit import FitResult
    from xpsfit.fit.joint_result import JointFit
    from xpsfit.quantify.transmission import TransmissionPlan
    from xpsfit.settings import Settings

DETECTION = 3.29
ONE_SIDED_95 = 1.645


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """One region that counts: its areas, their covariance, and its divisor."""

    region: str
    element: str
    level: str
    names: tuple[str, ...]
    area: FloatArray
    stderr: FloatArray
    upper_95: FloatArray
    absent: npt.NDArray[np.bool_]
    covariance: FloatArray
    total_stderr: float
    detected: bool
    factor: float
    transmission: float
    energy_factor: float
    area_note: str = ""

    @property
    def divisor(self) -> float:
        return self.factor * self.transmission * self.energy_factor


def compose(
    fits: Sequence[FitResult],
    integrated: Sequence[IntegratedArea],
    shift_ev: float,
    transmission: TransmissionPlan,
    settings: Settings,
    joint: JointFit | None = None,
) -> Composition:
    """Return the composition of one sample or level.

    Parameters
    ----------
    fits : sequence of FitResult
        Regions with a peak model.
    integrated : sequence of IntegratedArea
        Regions without one.
    shift_ev : float
        Charge shift, to find each line on the measured scale.
    transmission : TransmissionPlan
    settings : Settings
        Sensitivity library and energy exponent.
    joint : JointFit, optional
        Where `fits` were fitted together: their common covariance, and the species.

    Returns
    -------
    Composition
        One row per element; where several core levels of an element were measured, the
        first fitted one counts, else the one with the largest sensitivity factor, and
        a warning names the others.

    Raises
    ------
    QuantificationError
        If nothing can be quantified, the summed area is not positive, the library has
        no factor for a level, a photon energy is unknown or not the library's, or
        counts stand beside intensities of unknown unit.
    """
    used, warnings = _counted([*fits, *integrated], shift_ev, transmission, settings)
    q = np.concatenate([entry.area / entry.divisor for entry in used])
    total = float(q.sum())
    if not total > 0:
        raise QuantificationError(
            "the summed area of all regions is not positive; nothing to quantify"
        )
    owner = np.repeat(np.arange(len(used)), [entry.area.size for entry in used])
    covariance, common = _covariance(used, joint)
    share = q / total
    jacobian = (np.eye(q.size) - share[:, None]) / total
    x_covariance = jacobian @ covariance @ jacobian.T
    systematic = _systematic(
        used, np.array([q[owner == k].sum() for k in range(len(used))])
    )
    elements = tuple(
        _element(entry, owner == k, share, x_covariance, systematic[k], total)
        for k, entry in enumerate(used)
    )
    warnings += foreign_line_warnings(
        elements, [*fits, *integrated], shift_ev, settings.library
    )
    return Composition(
        library=settings.library,
        energy_exponent=settings.energy_exponent,
        transmission=transmission.sentence,
        elements=elements,
        states=tuple(
            state
            for k, entry in enumerate(used)
            if entry.names
            for state in _states(entry, owner == k, share, x_covariance, total)
        ),
        warnings=(*warnings, *(() if joint is None else joint.warnings)),
        species=()
        if joint is None or common is None
        else species_amounts(joint, common, {entry.element for entry in used}, q),
    )


def _counted(
    results: list[FitResult | IntegratedArea],
    shift_ev: float,
    transmission: TransmissionPlan,
    settings: Settings,
) -> tuple[list[_Entry], list[str]]:
    """Return what counts for each element, and what is to be said of it."""
    entries = [_entry(r, shift_ev, transmission, settings) for r in results]
    used, warnings = _one_per_element(entries)
    counted = {entry.region for entry in used}
    warnings += unit_warnings(
        [r.region.spectrum for r in results if r.region.name in counted]
    )
    if not used:
        raise QuantificationError("no region can be quantified")
    return used, [
        *warnings,
        *(f"{e.region}: {e.area_note}" for e in used if e.area_note),
    ]


def _covariance(
    used: list[_Entry], joint: JointFit | None
) -> tuple[FloatArray, Common | None]:
    """Return the covariance of all amounts, and what a joint fit says of them."""
    apart = _block_diagonal([e.covariance / e.divisor**2 for e in used])
    if joint is None:
        return apart, None
    divisors = np.repeat([e.divisor for e in used], [e.area.size for e in used])
    common = common_covariance(joint, [e.region for e in used], divisors, apart)
    return common.amounts, common


def _entry(
    result: FitResult | IntegratedArea,
    shift_ev: float,
    transmission: TransmissionPlan,
    settings: Settings,
) -> _Entry:
    spectrum = result.region.spectrum
    divisor = divisor_of(result, shift_ev, transmission, settings)
    if isinstance(result, IntegratedArea):
        area = np.array([result.area_cps_ev])
        stderr = np.array([result.area_cps_ev_stderr])
        upper = np.maximum(area, 0.0) + ONE_SIDED_95 * stderr
        absent = np.zeros(1, np.bool_)
        covariance = np.diag(stderr**2)
        names: tuple[str, ...] = ()
        detected = result.detected
    else:
        area = np.array([c.area_cps_ev for c in result.components])
        stderr = np.array([c.area_cps_ev_stderr for c in result.components])
        upper = np.array([c.area_upper_95_cps_ev for c in result.components])
        left = {c.name for c in result.candidates if not c.kept}
        absent = np.array([c.name in left for c in result.components])
        covariance = np.array(result.area_covariance)
        names = tuple(c.name for c in result.components)
        detected = bool(0.0 < area.sum() >= DETECTION * result.area_cps_ev_stderr)
    return _Entry(
        region=spectrum.region,
        element=divisor.element,
        level=divisor.level,
        names=names,
        area=area,
        stderr=stderr,
        upper_95=upper,
        absent=absent,
        covariance=covariance,
        total_stderr=result.area_cps_ev_stderr,
        detected=detected,
        factor=divisor.factor,
        transmission=divisor.transmission,
        energy_factor=divisor.energy_factor,
        area_note="" if isinstance(result, IntegratedArea) else _area_note(result),
    )


def _area_note(fit: FitResult) -> str:
    """Return how far areas count that have no end of their own."""
    limits = {c.name: area_limit_ev(c) for c in fit.model.components}
    notes = [
        f"the area of {name} counts up to {limit_ev:g} eV above its maximum"
        for name, limit_ev in limits.items()
        if limit_ev is not None
    ]
    return "; ".join(notes)


def _one_per_element(entries: list[_Entry]) -> tuple[list[_Entry], list[str]]:
    used: dict[str, _Entry] = {}
    warnings: list[str] = []
    ranked = sorted(entries, key=lambda e: (not e.names, -e.factor))
    for entry in ranked:
        first = used.setdefault(entry.element, entry)
        if first is not entry:
            warnings.append(
                f"{entry.element} is counted by {first.region}; {entry.region} is left "
                "out of the composition"
            )
    return [e for e in entries if used[e.element] is e], warnings


def _block_diagonal(blocks: list[FloatArray]) -> FloatArray:
    size = sum(block.shape[0] for block in blocks)
    result = np.zeros((size, size))
    at = 0
    for block in blocks:
        end = at + block.shape[0]
        result[at:end, at:end] = block
        at = end
    return result


def _systematic(used: list[_Entry], per_element: FloatArray) -> list[float]:
    """Return the at% errors that the sensitivity factors cause."""
    x = per_element / per_element.sum()
    jacobian = (np.eye(x.size) - x[:, None]) / per_element.sum()
    spread = per_element * [relative_uncertainty(entry.level) for entry in used]
    return [
        100.0 * float(value)
        for value in np.sqrt(np.sum((jacobian * spread) ** 2, axis=1))
    ]


def _element(
    entry: _Entry,
    own: FloatArray,
    share: FloatArray,
    covariance: FloatArray,
    systematic: float,
    q_total: float,
) -> ElementAmount:
    percent = 100.0 * float(share[own].sum())
    stderr = 100.0 * float(np.sqrt(max(covariance[np.ix_(own, own)].sum(), 0.0)))
    upper = max(percent, 0.0) + ONE_SIDED_95 * stderr
    if entry.total_stderr != 0.0 and not entry.covariance.any():
        scale = 100.0 / (entry.divisor * q_total)
        stderr = scale * entry.total_stderr
        upper = scale * float(entry.upper_95.max())
    return ElementAmount(
        element=entry.element,
        region=entry.region,
        area_cps_ev=float(entry.area.sum()),
        area_cps_ev_stderr=entry.total_stderr,
        sensitivity_factor=entry.factor,
        sensitivity_level=entry.level,
        transmission=entry.transmission,
        energy_factor=entry.energy_factor,
        atomic_percent=percent,
        atomic_percent_stderr=stderr,
        atomic_percent_systematic=systematic,
        atomic_percent_upper_95=upper,
        detected=entry.detected,
        area_note=entry.area_note,
    )


def _states(
    entry: _Entry,
    own: FloatArray,
    share: FloatArray,
    covariance: FloatArray,
    q_total: float,
) -> list[StateAmount]:
    """Return the states of one region.

    What stands for an area held at zero is its own error and upper limit, not what its
    absence adds to the errors of the others. A fixed area has no error of its own, but
    its share has that of the sum.
    """
    area = entry.area
    total = float(area.sum())
    fraction = area / total if total > 0 else np.full(area.size, np.nan)
    jacobian = (np.eye(area.size) - fraction[:, None]) / (total or np.nan)
    fraction_error = np.sqrt(np.diag(jacobian @ entry.covariance @ jacobian.T))
    clipped = entry.absent | (np.diag(entry.covariance) == 0.0) & (entry.stderr != 0.0)
    fraction_error[clipped] = (entry.stderr / (total or np.nan))[clipped]
    percent = 100.0 * share[own]
    percent_error = 100.0 * np.sqrt(np.diag(covariance[np.ix_(own, own)]))
    scale = 100.0 / (entry.divisor * q_total)
    percent_error[clipped] = scale * entry.stderr[clipped]
    upper = np.maximum(percent, 0.0) + ONE_SIDED_95 * percent_error
    upper[clipped] = scale * entry.upper_95[clipped]
    return [
        StateAmount(
            region=entry.region,
            component=name,
            region_fraction=float(fraction[i]),
            region_fraction_stderr=float(fraction_error[i]),
            atomic_percent=float(percent[i]),
            atomic_percent_stderr=float(percent_error[i]),
            atomic_percent_upper_95=float(upper[i]),
        )
        for i, name in enumerate(entry.names)
    ]
