"""Callbacks that turn the text of an option into a clean value, or refuse it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from collections.abc import Callable


def number(
    unit: str, *, above: float = -math.inf, below: float = math.inf
) -> Callable[[click.Context, click.Parameter, str | None], float | None]:
    """Return a callback for a finite number strictly between two limits.

    click's own number types let nan and infinity through.

    Parameters
    ----------
    unit : str
        What the number counts; named in the refusal.
    above, below : float
        The value must lie between them, ends excluded.
    """

    def convert(
        _ctx: click.Context, _param: click.Parameter, text: str | None
    ) -> float | None:
        if text is None:
            return None
        value = _float(text)
        if value is None:
            raise click.BadParameter(f"{text!r} is not a number ({unit})")
        if not above < value < below:
            limits = [f"above {above:g}"] * math.isfinite(above)
            limits += [f"below {below:g}"] * math.isfinite(below)
            raise click.BadParameter(
                f"{text} is not {' and '.join(limits) or 'finite'} ({unit})"
            )
        return value

    return convert


def charge_reference(
    _ctx: click.Context, _param: click.Parameter, text: str | None
) -> float | Literal["auto", "none"] | None:
    """Return ``auto``, ``none`` or the energy assigned to the reference line in eV."""
    if text is None:
        return None
    if text == "auto":
        return "auto"
    if text == "none":
        return "none"
    value = _float(text)
    if value is None:
        raise click.BadParameter(f"{text!r} is neither auto, none nor an energy in eV")
    if not 0.0 < value < 1500.0:
        raise click.BadParameter(
            f"{text} is not a binding energy between 0 and 1500 eV; a shift goes into "
            "--shift"
        )
    return value


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def keep(
    _ctx: click.Context, _param: click.Parameter, names: tuple[str, ...]
) -> tuple[str, ...] | None:
    """Return the components that stay; None where nothing was said of it."""
    if not names:
        return None
    if len(names) > 1 and {"all", "none"} & set(names):
        raise click.BadParameter("all and none stand alone")
    return () if names == ("none",) else names
