"""What a comparison of choices returns: silent records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from xpsfit.results import SampleResult

Kind = Literal["element", "ratio", "state"]


@dataclass(frozen=True, slots=True)
class Move:
    """How far one number moves under one other choice.

    Attributes
    ----------
    axis, variation : str
        Which choice was made otherwise, e.g. ``"background"`` and ``"linear"``.
    etch_time_s : float or None
        The level; None for a surface.
    kind : {"element", "ratio", "state"}
        At% of an element, ratio of the at% of two, at% of a chemical state.
    quantity : str
        ``"Al"``, ``"Li/Al"``, ``"Al 2p Al-C"``.
    base, value : float
        With the choices as they are, and with the other one.
    base_stderr : float or None
        Statistical error of `base`; None for ratios, whose parts are correlated.
    """

    axis: str
    variation: str
    etch_time_s: float | None
    kind: Kind
    quantity: str
    base: float
    value: float
    base_stderr: float | None

    @property
    def change(self) -> float:
        """Return value minus base."""
        return self.value - self.base


@dataclass(frozen=True, slots=True)
class Impossible:
    """A choice that these data do not allow.

    Attributes
    ----------
    axis, variation : str
    region : str
        The region that kept the choice of the base instead; empty where there is no
        result at all.
    reason : str
    """

    axis: str
    variation: str
    region: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """One sample under all choices.

    Attributes
    ----------
    base : SampleResult
        The result with the choices as they are.
    moves : tuple of Move
        In the order of the choices; every quantity of the base that the other choice
        gives too.
    impossible : tuple of Impossible
        Choices that could not be made, for a region or for all.
    """

    base: SampleResult
    moves: tuple[Move, ...]
    impossible: tuple[Impossible, ...]

    @property
    def sample(self) -> str:
        """Return the name of the sample."""
        return self.base.sample
