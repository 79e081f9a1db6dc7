"""Species in a joint fit: amounts, and the areas that they demand.

The area of a component that species own is linear in their amounts,

    A_c = sum over species s of  nu_s a_s S T KE^n

with nu atoms of the core level's element per formula unit, a the amount, and the
divisor of quantification as the sensitivity of the level: q = A / (S T KE^n). Amounts
are slots like areas, never negative. With slack the area is a slot of its own, and the
sum enters as a row of the least squares, (A_c - sum) / (slack x sum).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

import peaklib
from xpsfit.errors import FitError
from xpsfit.fit.slots import Slot, Slots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.joint_parts import Part
    from xpsfit.model.types import PeakModel, Species

AREA = "area_cps_ev"
# What is left of a column after its projection on others, when it depends on them.
DEPENDENT = 1e-8
# Slack is relative down to this share of a region's area, and absolute below.
LEAST_SHARE = 1e-3


@dataclass(frozen=True, slots=True)
class Demand:
    """What the area at `slot` should be: ``sum of ratio * amount``, within a slack.

    Attributes
    ----------
    slot : int
    terms : tuple of (int, float)
        Position of each amount, and its ratio.
    slack : tuple of float
        Of each term, relative; all 0 is strict.
    least_cps_ev : float
        Below this the slack stays absolute, as that of nothing would be nothing.
    """

    slot: int
    terms: tuple[tuple[int, float], ...]
    slack: tuple[float, ...]
    least_cps_ev: float

    @property
    def strict(self) -> bool:
        """Return whether the area is exactly the sum."""
        return not any(self.slack)

    def expected(self, values: FloatArray) -> float:
        """Return the sum at these values."""
        return float(sum(ratio * values[slot] for slot, ratio in self.terms))

    def deviation_cps_ev(self, values: FloatArray) -> float:
        """Return the standard deviation of the area about the sum."""
        parts = [
            slack * ratio * values[slot]
            for slack, (slot, ratio) in zip(self.slack, self.terms, strict=True)
        ]
        least = max(self.slack) * self.least_cps_ev
        return max(float(np.sqrt(np.sum(np.square(parts)))), least)


@dataclass(frozen=True, slots=True)
class Shown:
    """A species of one sample, and where it shows there.

    Attributes
    ----------
    species : Species
    sample : str
    slot : int
        Of its amount.
    levels, missing : tuple of str
        Core levels that were measured, and those that were not.
    """

    species: Species
    sample: str
    slot: int
    levels: tuple[str, ...]
    missing: tuple[str, ...]


def with_species(
    parts: Sequence[Part],
    slots: Slots,
    model: PeakModel,
    demands: list[Demand],
    shown: list[Shown],
    remarks: list[str],
) -> Slots:
    """Add the amounts of one sample, and note what they demand of its areas."""
    by_level = {part.member.level: part for part in parts}
    sample = parts[0].member.sample
    place = f"{sample}: species" if sample else "species"
    terms: dict[int, list[tuple[int, float, float]]] = {}
    basis: list[FloatArray] = []
    for species in model.species:
        levels = tuple(level for level in species.components if level in by_level)
        missing = tuple(level for level in species.components if level not in by_level)
        column = {
            by_level[level].index(slots, species.components[level], AREA): _ratio(
                species, by_level[level]
            )
            for level in levels
        }
        if reason := _unseen(species, column, basis, len(slots.all)):
            remarks.append(reason)
            continue
        if missing:
            remarks.append(
                f"species {species.name}: {', '.join(missing)} not among the regions "
                f"fitted, so its amount rests on {', '.join(levels)}"
            )
        amount = len(slots.all)
        slot = Slot(species.name, AREA, 0.0, minimum=0.0, part=place)
        slots = Slots((*slots.all, slot))
        shown.append(Shown(species, sample, amount, levels, missing))
        # An area that alone tells the amount has nothing to depart from.
        slack = species.slack if len(column) > 1 else 0.0
        for area, ratio in column.items():
            terms.setdefault(area, []).append((amount, ratio, slack))
    least = {
        area: LEAST_SHARE * max(part.member.fit.area_cps_ev, 1.0)
        for part in parts
        for area in terms
        if area in range(part.first, part.first + part.size)
    }
    demands += [
        Demand(
            area,
            tuple((amount, ratio) for amount, ratio, _ in own),
            tuple(slack for *_, slack in own),
            least[area],
        )
        for area, own in terms.items()
    ]
    return slots


def _ratio(species: Species, part: Part) -> float:
    element = peaklib.core_level(part.member.level).element
    if part.member.divisor is None:
        raise FitError(
            f"{part.member.level}: species need its sensitivity factor, which is "
            "unknown for these data"
        )
    return species.composition[element] * part.member.divisor


def _unseen(
    species: Species, column: dict[int, float], basis: list[FloatArray], size: int
) -> str:
    """Return why a species has no amount of its own; empty where it has.

    Its column of the map from amounts to areas must not depend on those before it; then
    it is added to their orthonormal `basis`.
    """
    if not column:
        needed = ", ".join(species.components)
        return f"species {species.name} is left out: none of {needed} was fitted"
    vector = np.zeros(size)
    vector[list(column)] = list(column.values())
    vector /= np.linalg.norm(vector)
    for known in basis:
        vector[: known.size] -= float(known @ vector[: known.size]) * known
    if np.linalg.norm(vector) < DEPENDENT:
        return (
            f"species {species.name} is left out: the core levels fitted here cannot "
            "tell it from those before it in the model, whose amounts hold it as well"
        )
    basis.append(np.asarray(vector / np.linalg.norm(vector)))
    return ""
