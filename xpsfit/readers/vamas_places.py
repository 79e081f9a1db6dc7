"""Where VAMAS blocks were measured: point, angle, and why an etch time is missing.

Writers put points and angles into experimental variables (``Angle [degree]``,
``PositionX [mm]``), angles also into the take-off polar angle of the block, and points
of a map into its coordinates. Most files carry such fields for nothing: a field counts
only where it sets spectra apart that are the same otherwise.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from xpsfit.readers import vamas_groups
from xpsfit.readers.space_axes import DEGREES
from xpsfit.readers.vamas_etch import SECONDS, etch_variables

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from xpsfit.readers.vamas_fields import Block
    from xpsfit.readers.vamas_header import Header, Label
    from xpsfit.spectrum import Spectrum

ANGLE = re.compile(r"(?:take-?off |emission |polar |tilt )?angle|tilt", re.IGNORECASE)
POSITION = re.compile(
    r"(?:analysis )?(?:position|pos|point|spot|x|y|distance|line ?scan)\W?[xy]?"
    r"(?:\W?\[.*\])?",
    re.IGNORECASE,
)
TAKE_OFF = "take-off polar angle [deg]"
NO_UNIT = frozenset({"d", "n"})
"""Units that writers give to numbers without one."""


def with_places(
    header: Header, blocks: Sequence[Block], spectra: Sequence[Spectrum]
) -> list[Spectrum]:
    """Return the spectra with point and angle, and with doubts about etch times.

    Parameters
    ----------
    header, blocks : Header, sequence of Block
        The file's fields.
    spectra : sequence of Spectrum
        Of some of these blocks, as their attribute `block` says.
    """
    by_index = {block.index: block for block in blocks}
    own = [by_index[one.block] for one in spectra if one.block is not None]
    angles = _angles(header, own)
    placed = [
        one if angle is None else replace(one, angle_deg=angle)
        for one, angle in zip(spectra, angles, strict=True)
    ]
    positions = _positions(header, own)
    if any(positions):
        apart = _apart(placed, positions)
        placed = [
            replace(one, position=label) if one.sample in apart else one
            for one, label in zip(placed, positions, strict=True)
        ]
    return _with_doubts(header, own, placed)


def place_fields(
    variables: Mapping[Label, float | None], take_off_deg: float | None
) -> tuple[dict[str, float], dict[str, float]]:
    """Return the fields of a block that say its angle, and those that say its point.

    What is not supplied is left out.
    """
    angles = {str(label): v for label, v in variables.items() if _is_angle(label)}
    angles[TAKE_OFF] = take_off_deg
    points = {str(label): v for label, v in variables.items() if _is_position(label)}
    return _supplied(angles), _supplied(points)


def _supplied(fields: Mapping[str, float | None]) -> dict[str, float]:
    return {name: value for name, value in fields.items() if value is not None}


def _is_angle(label: Label) -> bool:
    unit = label.unit.casefold()
    return bool(ANGLE.fullmatch(label.name.strip())) and unit in DEGREES | NO_UNIT


def _is_position(label: Label) -> bool:
    return bool(POSITION.fullmatch(label.name.strip()))


def _angles(header: Header, blocks: Sequence[Block]) -> list[float | None]:
    for index, label in enumerate(header.variables):
        if _is_angle(label):
            values = [block.variables[index] for block in blocks]
            if any(values):
                return values
    take_off = [block.numbers.get(TAKE_OFF) for block in blocks]
    if len(set(take_off)) > 1:
        return take_off
    return [None] * len(blocks)


def _positions(header: Header, blocks: Sequence[Block]) -> list[str | None]:
    """Return what tells the points apart, as ``"PositionX [mm] 12.5"``."""
    fields = [
        (label.name, [block.variables[index] for block in blocks])
        for index, label in enumerate(header.variables)
        if _is_position(label)
    ]
    if header.mode in vamas_groups.MAPPED and header.positions > 1:
        fields += [
            (name[0], [block.numbers.get(name) for block in blocks])
            for name in (vamas_groups.X_COORDINATE, vamas_groups.Y_COORDINATE)
        ]
    differing = [(name, values) for name, values in fields if len(set(values)) > 1]
    if not differing:
        return [None] * len(blocks)
    return [
        ", ".join(f"{name} {_number(values[at])}" for name, values in differing)
        for at in range(len(blocks))
    ]


def _number(value: float | None) -> str:
    return "not given" if value is None else f"{value:.7g}"


def _apart(spectra: Sequence[Spectrum], positions: Sequence[str | None]) -> set[str]:
    """Return the samples whose spectra need their points to be told apart."""
    seen: dict[Hashable, set[str | None]] = defaultdict(set)
    apart: set[str] = set()
    for one, position in zip(spectra, positions, strict=True):
        alike = (one.sample, one.region, one.etch_time_s, one.angle_deg)
        seen[alike].add(position)
        if len(seen[alike]) > 1:
            apart.add(one.sample)
    return apart


def _with_doubts(
    header: Header, blocks: Sequence[Block], spectra: Sequence[Spectrum]
) -> list[Spectrum]:
    found = etch_variables(header)
    if len(found) != 1:
        return list(spectra)
    label = header.variables[found[0]]
    values = [block.variables[found[0]] for block in blocks]
    if not any(values):
        return [replace(one, unetched=None not in values) for one in spectra]
    if label.unit.casefold() not in SECONDS:
        doubt = f"the unit '{label.unit}' of its '{label.name}' is not s, min or h"
        return [replace(one, etch_doubt=doubt) for one in spectra]
    return [
        one
        if value is not None and value >= 0
        else replace(one, etch_doubt=_doubt(label, value))
        for one, value in zip(spectra, values, strict=True)
    ]


def _doubt(label: Label, value: float | None) -> str:
    if value is None:
        return f"its '{label.name}' is not supplied (1E37)"
    return f"its '{label.name}' is {value:g} {label.unit}, a negative time"
