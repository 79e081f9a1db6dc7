"""What the tests of the VAMAS reader share: types, a sputter series, a comparison."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from tests.vamas_writer import Block, File
from xpsfit.spectrum import Spectrum

Read: TypeAlias = Callable[[File | str | bytes], list[Spectrum]]


def levels(label: str, unit: str, times: tuple[object, ...]) -> File:
    """Return a series of two regions; the etch time is the second variable."""
    blocks = [
        replace(Block(), variables=("12.5", time), species=species)
        for species in ("C", "O")
        for time in times
    ]
    return File(blocks, variables=(("Index", "d"), (label, unit)))


def contents(one: Spectrum) -> tuple[object, ...]:
    """Return all that a spectrum says, for comparison with ``==``."""
    transmission = None if one.transmission is None else one.transmission.tolist()
    return (
        one.region,
        one.sample,
        one.binding_energy_ev.tolist(),
        one.intensity.tolist(),
        one.intensity_unit,
        one.photon_energy_ev,
        one.pass_energy_ev,
        one.dwell_s,
        one.scans,
        one.etch_time_s,
        transmission,
        one.metadata,
    )
