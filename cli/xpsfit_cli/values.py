"""Callbacks that turn the text of an option into a clean value, or refuse it."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from collections.abc import Callable

NM_PER_S = {
    "": 1.0,
    "nm/s": 1.0,
    "nm/min": 1.0 / 60.0,
    "nm/h": 1.0 / 3600.0,
    "a/s": 0.1,
    "å/s": 0.1,
    "a/min": 0.1 / 60.0,
    "å/min": 0.1 / 60.0,
}
RATE = re.compile(r"\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\s*([^\s\d]*)\s*")


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


def rate_nm_per_s(_ctx: click.Context, _param: click.Parameter, text: str) -> float:
    """Return a sputter rate in nm/s from text with or without a unit."""
    match = RATE.fullmatch(text)
    value = None if match is None else _float(match[1])
    if match is None or value is None or match[2].lower() not in NM_PER_S:
        raise click.BadParameter(
            f"{text!r} is not a sputter rate; write 0.19 (nm/s), 11.4nm/min or 1.9A/s"
        )
    rate = value * NM_PER_S[match[2].lower()]
    if not 0.0 < rate < math.inf:
        raise click.BadParameter(f"{text} is not above zero")
    return rate


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
