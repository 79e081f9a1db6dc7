"""Which of the spectra are meant: by region, sample, position and angle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xpsfit.acquisition import select_regions
from xpsfit.errors import InputError, UnknownNameError, UnsupportedDataError
from xpsfit.grouping import is_core_level
from xpsfit.sample_name import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xpsfit.spectrum import Spectrum


ALL = "all"
SHOWN = 12
"""Names that a sentence lists."""
ANGLE_TOLERANCE_DEG = 0.05


@dataclass(frozen=True, slots=True)
class Selection:
    """What the user chose of the spectra; an empty choice takes what there is.

    Attributes
    ----------
    region, sample : tuple of str
        Names; case and spaces do not matter.
    position : tuple of str
        Labels, or numbers counted from 1 in the order of the file, or ``"all"``.
    angle : tuple of str
        Angles in degrees, or ``"all"``.
    """

    region: tuple[str, ...] = ()
    sample: tuple[str, ...] = ()
    position: tuple[str, ...] = ()
    angle: tuple[str, ...] = ()


def select(spectra: Iterable[Spectrum], selection: Selection) -> list[Spectrum]:
    """Return the chosen spectra, in their old order.

    Parameters
    ----------
    spectra : iterable of Spectrum
    selection : Selection

    Raises
    ------
    UnknownNameError
        If a choice fits none of the spectra; it lists what there is.
    InputError
        If a position or angle is asked for where there are none.

    Examples
    --------
    >>> from xpsfit.spectrum import Spectrum
    >>> foil = [
    ...     Spectrum("C 1s", "foil", [1, 2], [1, 2], "counts", angle_deg=angle)
    ...     for angle in (20.0, 45.0)
    ... ]
    >>> [one.place for one in select(foil, Selection(angle=("45",)))]
    ['45 deg']
    """
    chosen = _of_samples(list(spectra), selection.sample)
    chosen = select_regions(chosen, selection.region)
    chosen = _at_positions(chosen, selection.position)
    return _at_angles(chosen, selection.angle)


def refuse_several_places(
    spectra: Sequence[Spectrum], selection: Selection | None = None
) -> None:
    """Refuse samples measured at several places of which none was chosen.

    Parameters
    ----------
    spectra : sequence of Spectrum
        Those chosen.
    selection : Selection, optional
        A choice of several positions or angles lets each stand for itself.

    Raises
    ------
    UnsupportedDataError
        Says what the spectra are, and which option selects a part.
    """
    selection = selection or Selection()
    for sample in dict.fromkeys(one.sample for one in spectra):
        own = [one for one in spectra if one.sample == sample and is_core_level(one)]
        positions = list(dict.fromkeys(one.position for one in own))
        angles = list(dict.fromkeys(one.angle_deg for one in own))
        many: list[str] = []
        ways: list[tuple[str, str]] = []
        if len(positions) > 1 and not selection.position:
            names = [name or "not named" for name in positions]
            many.append(f"at {len(names)} positions ({_listed(names)})")
            ways.append(("--position", _quoted(names[0])))
        if len(angles) > 1 and not selection.angle:
            names = ["not stated" if a is None else f"{a:g}" for a in angles]
            many.append(f"at {len(names)} angles ({_listed(names)} deg)")
            ways.append(("--angle", names[0]))
        if many:
            raise _refusal(own, " and ".join(many), ways)


def _refusal(
    own: Sequence[Spectrum], many: str, ways: Sequence[tuple[str, str]]
) -> UnsupportedDataError:
    sample = own[0].sample
    name = f"sample {quoted(sample)}" if sample else quoted(sample)
    files = list(dict.fromkeys(one.file for one in own if one.file))
    times = {one.etch_time_s for one in own} - {None}
    levels = f", each with {len(times)} etch levels" if len(times) > 1 else ""
    doubt = next((f" ({one.etch_doubt})" for one in own if one.etch_doubt), "")
    example = " ".join(" ".join(way) for way in ways)
    every = " ".join(f"{option} {ALL}" for option, _ in ways)
    return UnsupportedDataError(
        f"{name} has spectra {many}{levels}{doubt}, and no single "
        f"result describes them; choose, as with {example}, or get a "
        f"result for each with {every}",
        file=files[0] if len(files) == 1 else None,
    )


def _of_samples(spectra: list[Spectrum], names: Sequence[str]) -> list[Spectrum]:
    if not names:
        return spectra
    present = list(dict.fromkeys(one.sample for one in spectra))
    wanted = {_found(name, present, "sample") for name in names}
    return [one for one in spectra if one.sample in wanted]


def _at_positions(spectra: list[Spectrum], names: Sequence[str]) -> list[Spectrum]:
    if not names or names == (ALL,):
        return spectra
    present = list(
        dict.fromkeys(one.position for one in spectra if one.position is not None)
    )
    _refuse_none(present, "position")
    keys = [_key(label) for label in present]
    wanted = set()
    for name in names:
        number = int(name) if name.isdecimal() and len(name) < 6 else 0
        if _key(name) not in keys and 1 <= number <= len(present):
            wanted.add(present[number - 1])
        else:
            wanted.add(_found(name, present, "position"))
    return [one for one in spectra if one.position in wanted]


def _at_angles(spectra: list[Spectrum], names: Sequence[str]) -> list[Spectrum]:
    if not names or names == (ALL,):
        return spectra
    present = {
        f"{one.angle_deg:g}": one.angle_deg
        for one in spectra
        if one.angle_deg is not None
    }
    _refuse_none(list(present), "angle")
    wanted = set()
    for name in names:
        try:
            value = float(name)
        except ValueError:
            value = float("nan")
        near = [
            a for a in present.values() if abs(a - value) <= ANGLE_TOLERANCE_DEG
        ] or [present[_found(name, list(present), "angle")]]
        wanted.update(near)
    return [one for one in spectra if one.angle_deg in wanted]


def _found(name: str, present: Sequence[str], kind: str) -> str:
    for one in present:
        if _key(one) == _key(name):
            return one
    listed = [one or "''" for one in present]
    raise UnknownNameError(f"{kind} in these spectra", name, listed)


def _refuse_none(present: Sequence[str], kind: str) -> None:
    if not present:
        raise InputError(
            f"these spectra have no {kind}s to choose from; leave --{kind} away"
        )


def _key(name: str) -> str:
    return "".join(name.split()).casefold()


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _quoted(name: str) -> str:
    return f"'{name}'" if " " in name else name
