"""Two results against each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xpsfit.again.recorded import read_run
from xpsfit.again.tables import RELATIVE
from xpsfit.difference.choices import (
    inputs_differing,
    model_differing,
    renamed_pairs,
    same_data,
    settings_differing,
    statements_differing,
    versions_differing,
)
from xpsfit.difference.numbers import moves_of, profile_moves
from xpsfit.difference.records import Difference
from xpsfit.readers.result_h5 import read_results

if TYPE_CHECKING:
    from xpsfit.difference.records import Differing, Moved, ProfileMove


def compare_results(first: Path | str, second: Path | str) -> Difference:
    """Return in what two results differ: choices, parameters, amounts.

    Samples are compared by name, or whatever their names where each result holds one;
    levels by etch time, regions and components by name.

    Parameters
    ----------
    first, second : Path or str
        Results folders.

    Returns
    -------
    Difference
        Empty where inputs, versions, settings, models and all numbers are the same;
        numbers are when they differ by no more than 1e-9 of the larger one. When and
        where a run was made is not compared.

    Raises
    ------
    InputError
        If there is no such result.
    FormatError
        If it is damaged, or was written by another version.

    Notes
    -----
    Changes of numbers are stated in standard errors. Two analyses of the same counts
    share their noise, so the larger of the two errors is the measure; for different
    measurements it is the root of the sum of their squares.
    """
    runs = read_run(Path(first)), read_run(Path(second))
    results = read_results(first), read_results(second)
    pairs, missing = renamed_pairs(*results)
    lacking: list[Differing] = [*missing]
    moves: list[Moved] = []
    profile: list[ProfileMove] = []
    shared = same_data(*runs)
    for one, other in pairs:
        own, without = moves_of(one, other, same_data=shared, relative=RELATIVE)
        moves += own
        lacking += without
        profile += profile_moves(own, one, other)
    return Difference(
        inputs=inputs_differing(*runs),
        versions=versions_differing(*runs),
        settings=settings_differing(*runs),
        statements=statements_differing(*results),
        model=model_differing([one for one, _ in pairs], [other for _, other in pairs]),
        missing=tuple(lacking),
        moves=tuple(moves),
        profile=tuple(profile),
    )
