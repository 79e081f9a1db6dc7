"""The options on the depth scale of a sputter series, as one `Series`.

``--rate`` with its error, ``--rate-material``, ``--layers``, ``--etch-times``.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path

import click

from xpsfit_cli.options import bundle, times

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
UNITS = "nm/s, nm/min, nm/h, A/s or A/min"
_NUMBER = r"([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)"
RATE = re.compile(
    rf"\s*\(?\s*{_NUMBER}\s*(?:(?:\+/?-|±)\s*{_NUMBER})?\s*\)?\s*([^\s\d]*)\s*"
)
LONGEST_MATERIAL = 40


@dataclass(frozen=True, slots=True)
class Rate:
    """A sputter rate in nm/s with its standard error, None where none was given."""

    nm_per_s: float
    stderr_nm_per_s: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Depth scale, and the table of etch times; None for what was not given."""

    rate: Rate | None
    rate_material: str | None
    layers: Path | None
    etch_times: Path | None


def _rate(
    _ctx: click.Context, _param: click.Parameter, text: str | None
) -> Rate | None:
    """Return a sputter rate from text, with or without an error and a unit."""
    if text is None:
        return None
    match = RATE.fullmatch(text)
    value = None if match is None else _float(match[1])
    stderr = None if match is None or match[2] is None else _float(match[2])
    if (
        match is None
        or value is None
        or (match[2] is not None and stderr is None)
        or match[3].lower() not in NM_PER_S
    ):
        raise click.BadParameter(
            f"{text!r} is not a sputter rate; write 0.19 (nm/s), 11.4nm/min or 1.9A/s, "
            f"with its error 0.19+-0.02nm/s; units: {UNITS}"
        )
    unit = NM_PER_S[match[3].lower()]
    if not 0.0 < value * unit < math.inf:
        raise click.BadParameter(f"{text} is not above zero")
    if stderr is None:
        return Rate(value * unit)
    if not 0.0 <= stderr < value:
        raise click.BadParameter(
            f"{text}: the error must be one standard error, smaller than the rate"
        )
    return Rate(value * unit, stderr * unit)


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _material(
    _ctx: click.Context, _param: click.Parameter, text: str | None
) -> str | None:
    if text is None:
        return None
    name = text.strip()
    if not 0 < len(name) <= LONGEST_MATERIAL or not name.isprintable():
        raise click.BadParameter(
            f"a material is a name of 1 to {LONGEST_MATERIAL} printable characters"
        )
    return name


rate = click.option(
    "--rate",
    metavar="RATE",
    callback=_rate,
    show_default="0.19, assumed",
    help="Sputter rate of the depth scale: 0.19 (nm/s), 11.4nm/min or 1.9A/s, in "
    f"{UNITS}; with one "
    "standard error, '0.19 +- 0.02 nm/s', depths get that of the rate. Without "
    "RATE 0.19 nm/s is assumed, that of Ta2O5 on the instrument of the founding study, "
    "and it is said so wherever depths are described.",
)

series = bundle(
    "series",
    Series,
    rate,
    click.option(
        "--rate-material",
        metavar="NAME",
        callback=_material,
        show_default="Ta2O5, or the reference of --layers",
        help="Material whose rate that is, and to which depth is equivalent.",
    ),
    click.option(
        "--layers",
        metavar="FILE.toml",
        type=click.Path(path_type=Path),
        show_default="one rate throughout",
        help="Table of layers with their relative sputter rates: an estimated depth "
        "with a band in place of an equivalent one.",
    ),
    times,
)
