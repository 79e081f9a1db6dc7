"""Where the quantities of each sample stand, and what its energies are counted from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.fit.joint_parts import Part
    from xpsfit.fit.slots import Slots

CENTER = "center_ev"


@dataclass(frozen=True, slots=True, eq=False)
class SamplePlaces:
    """The regions of all samples by sample and core level.

    Attributes
    ----------
    parts : mapping of (str, str) to Part
    slots : Slots
    """

    parts: Mapping[tuple[str, str], Part]
    slots: Slots

    def index(self, sample: str, named: tuple[str, str], quantity: str) -> int | None:
        """Return the position of a slot; None where the sample has none."""
        part = self.parts.get((sample, named[0]))
        if part is None:
            return None
        try:
            return part.index(self.slots, named[1], quantity)
        except KeyError:
            return None

    def origin(
        self, sample: str, relative_to: tuple[str, str] | None = None
    ) -> tuple[int | None, float]:
        """Return from where the positions of a sample are counted.

        Parameters
        ----------
        sample : str
        relative_to : tuple of (str, str), optional
            Core level and component; the calibrated scale of the model if omitted.

        Returns
        -------
        line : int or None
            Position of the line whose measured energy is to be taken off.
        then : float
            What is to be added.
        """
        if relative_to is not None:
            return self.index(sample, relative_to, CENTER), 0.0
        member = next(p for (s, _), p in self.parts.items() if s == sample).member
        line = member.line
        if line is not None:
            index = self.index(sample, (line.region, line.component), CENTER)
            if index is not None:
                return index, line.binding_energy_ev
        return None, member.shift_ev


def sample_places(parts: Sequence[Part], slots: Slots) -> SamplePlaces:
    """Return the places of the quantities of all samples."""
    return SamplePlaces({(p.member.sample, p.member.level): p for p in parts}, slots)
