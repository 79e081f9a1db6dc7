"""What `xpsfit.difference` returns: silent records."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

Kind = Literal["quality", "charge", "parameter", "area", "element", "state", "species"]


@dataclass(frozen=True, slots=True)
class Differing:
    """A choice, version or input that is another one; empty where it is missing."""

    name: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A number that is another one in the second result.

    Attributes
    ----------
    kind : {"quality", "charge", "parameter", "area", "element", "state", "species"}
    sample : str
        As the first result calls it.
    etch_time_s : float or None
    region : str
        Empty for what belongs to no core level.
    quantity : str
        E.g. ``"C-C.fwhm_ev"`` or ``"Al"``; units stand in the name, amounts are in at%,
        positions on the calibrated scale.
    first, second : float or None
        None where one result has no such number.
    first_stderr, second_stderr : float or None
    sigmas : float or None
        Second minus first in standard errors; None without errors.
    first_upper_95, second_upper_95 : float or None
        Upper limit at 95 % of an amount that is below detection; None for all others.
    """

    kind: Kind
    sample: str
    etch_time_s: float | None
    region: str
    quantity: str
    first: float | None
    second: float | None
    first_stderr: float | None = None
    second_stderr: float | None = None
    sigmas: float | None = None
    first_upper_95: float | None = None
    second_upper_95: float | None = None

    @property
    def change(self) -> float | None:
        """Return second minus first, None where one is missing."""
        if self.first is None or self.second is None:
            return None
        return self.second - self.first


@dataclass(frozen=True, slots=True)
class ProfileMove:
    """How far the profile of an element moves over the levels of a series.

    Attributes
    ----------
    sample, element : str
    levels : int
        Levels at which both results have an amount.
    rms_at_percent : float
        Root mean square of the differences.
    largest_at_percent : float
        Largest difference, with its sign, at `etch_time_s`.
    etch_time_s : float
    rms_sigmas : float or None
        Root mean square of the differences in standard errors.
    """

    sample: str
    element: str
    levels: int
    rms_at_percent: float
    largest_at_percent: float
    etch_time_s: float
    rms_sigmas: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything in which two results differ; all empty where they do not.

    Attributes
    ----------
    inputs, versions, settings, statements, model : tuple of Differing
        Statements are what users say of a measurement, by key.
    missing : tuple of Differing
        Samples, levels and regions that one result has and the other has not.
    moves : tuple of Moved
        In the order of the results: quality, charge, parameters and areas of each
        region, then amounts.
    profile : tuple of ProfileMove
    """

    inputs: tuple[Differing, ...] = ()
    versions: tuple[Differing, ...] = ()
    settings: tuple[Differing, ...] = ()
    statements: tuple[Differing, ...] = ()
    model: tuple[Differing, ...] = ()
    missing: tuple[Differing, ...] = ()
    moves: tuple[Moved, ...] = ()
    profile: tuple[ProfileMove, ...] = ()

    @property
    def empty(self) -> bool:
        """Return whether the two are the same."""
        return not any(getattr(self, field.name) for field in fields(self))
