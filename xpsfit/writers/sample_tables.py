"""The records of a sample as tables of `result.h5`: one for each kind of record.

A group for every record, or a table for every level, would be thousands of members
that take longer to write than all numbers together, and nobody reads them that way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xpsfit.fit.result import (
    Candidate,
    FittedComponent,
    FittedParameter,
    Quality,
    Uniqueness,
)
from xpsfit.results import (
    ChargeReference,
    Composition,
    ElementAmount,
    Failure,
    SpeciesAmount,
    StateAmount,
)
from xpsfit.spectrum import Spectrum
from xpsfit.statements import evaluated
from xpsfit.writers.record_tables import write_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xpsfit.fit.result import FitResult
    from xpsfit.results import LevelResult, SampleResult
    from xpsfit.writers.hdf5 import Group


@dataclass(frozen=True, slots=True)
class Correlation:
    """Two parameters of a fit that can hardly be told apart."""

    first: str
    second: str
    coefficient: float


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of record, and what a level has of it.

    Attributes
    ----------
    record : type
    records_of : callable
        Returns the name of a region, where the record is of one, and the record.
    of_region : bool
    """

    record: type[Any]
    records_of: Callable[[LevelResult], Iterable[tuple[str, Any]]]
    of_region: bool = False


def _of_level(record: type[Any], pick: Callable[[LevelResult], Iterable[Any]]) -> _Kind:
    return _Kind(record, lambda level: (("", found) for found in pick(level)))


def _of_composition(
    record: type[Any], pick: Callable[[Composition], Iterable[Any]]
) -> _Kind:
    return _of_level(
        record,
        lambda level: () if level.composition is None else pick(level.composition),
    )


def _of_fits(record: type[Any], pick: Callable[[FitResult], Iterable[Any]]) -> _Kind:
    return _Kind(
        record,
        lambda level: (
            (fit.region.name, found) for fit in level.fits for found in pick(fit)
        ),
        of_region=True,
    )


def _spectra(level: LevelResult) -> Iterable[Spectrum]:
    return (one.region.spectrum for one in evaluated(level))


def _correlations(fit: FitResult) -> Iterable[Correlation]:
    return (Correlation(*names, r) for names, r in fit.correlations.items())


def _uniqueness(fit: FitResult) -> Iterable[Uniqueness]:
    return () if fit.uniqueness is None else (fit.uniqueness,)


TABLES = {
    "charge": _of_level(ChargeReference, lambda level: (level.charge,)),
    "compositions": _of_composition(Composition, lambda amounts: (amounts,)),
    "elements": _of_composition(ElementAmount, lambda amounts: amounts.elements),
    "states": _of_composition(StateAmount, lambda amounts: amounts.states),
    "species": _of_composition(SpeciesAmount, lambda amounts: amounts.species),
    "failures": _of_level(Failure, lambda level: level.failures),
    "spectra": _of_level(Spectrum, _spectra),
    "quality": _of_fits(Quality, lambda fit: (fit.quality,)),
    "components": _of_fits(FittedComponent, lambda fit: fit.components),
    "parameters": _of_fits(FittedParameter, lambda fit: fit.parameters),
    "correlations": _of_fits(Correlation, _correlations),
    "candidates": _of_fits(Candidate, lambda fit: fit.candidates),
    "uniqueness": _of_fits(Uniqueness, _uniqueness),
}
"""Every table by its name."""


def write_sample_tables(group: Group, result: SampleResult) -> None:
    """Write a table for every kind of record.

    Its first columns say where a record belongs: ``level`` is the number of the level
    in the group ``levels``, ``region`` the name of the core level.

    Parameters
    ----------
    group : Group
    result : SampleResult
    """
    for name, kind in TABLES.items():
        found = [
            (number, region, record)
            for number, level in enumerate(result.levels)
            for region, record in kind.records_of(level)
        ]
        where: dict[str, list[int] | list[str]] = {"level": [row[0] for row in found]}
        if kind.of_region:
            where["region"] = [row[1] for row in found]
        write_records(group, name, kind.record, [row[2] for row in found], where)
