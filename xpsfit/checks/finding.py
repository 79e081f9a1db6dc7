"""What a check is and what it finds: silent records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from xpsfit.results import SampleResult

if TYPE_CHECKING:
    from xpsfit.fit.result import FitResult
    from xpsfit.results import LevelResult

Outcome = Literal["pass", "warn", "fail", "not_applicable"]
Severity = Literal["error", "warn", "info"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says of one place.

    Attributes
    ----------
    outcome : {"pass", "warn", "fail", "not_applicable"}
    sentence : str
        For people, with the numbers in it; without a capital and a full stop.
    values : mapping of str to float
        The numbers, units in the names.
    """

    outcome: Outcome
    sentence: str
    values: Mapping[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of one place of one sample.

    Attributes
    ----------
    check : str
        Its id, e.g. ``"P3"``.
    outcome, sentence, values
        As in `Verdict`.
    sample : str
    region : str
        Empty where the finding concerns a whole level or sample.
    etch_time_s : float or None
        None outside a series, and where the finding concerns all of it.
    """

    check: str
    outcome: Outcome
    sentence: str
    sample: str = ""
    region: str = ""
    etch_time_s: float | None = None
    values: Mapping[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, slots=True)
class Place:
    """A verdict and what it is of."""

    verdict: Verdict
    region: str = ""
    etch_time_s: float | None = None


Judge = Callable[[SampleResult], Iterator[Place]]


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of the referee.

    Attributes
    ----------
    id : str
        ``"P1"`` to ``"P18"`` for the rules of plausibility, ``"R..."`` for those of
        reporting, ``"S..."`` for what happens in the course of a series.
    asks : str
        What must hold, in a sentence.
    severity : {"error", "warn", "info"}
        The worst that it means: a result that is wrong, one that is doubtful, or
        something to know. Only errors can fail.
    source : str
        Where the rule comes from.
    judge : callable
        Returns a verdict for every place that the rule concerns.
    """

    id: str
    asks: str
    severity: Severity
    source: str
    judge: Judge


def passed(sentence: str, **values: float) -> Verdict:
    """Return that the rule holds."""
    return Verdict("pass", sentence, values)


def warned(sentence: str, **values: float) -> Verdict:
    """Return that the rule does not hold, or that something is to be known."""
    return Verdict("warn", sentence, values)


def failed(sentence: str, **values: float) -> Verdict:
    """Return that the rule does not hold, and that the result is wrong for it."""
    return Verdict("fail", sentence, values)


def not_applicable(reason: str) -> Verdict:
    """Return that there is nothing here that the rule could be held against."""
    return Verdict("not_applicable", reason)


def per_fit(judge: Callable[[LevelResult, FitResult], Verdict]) -> Judge:
    """Return a judge of samples from one of single fits."""

    def every(result: SampleResult) -> Iterator[Place]:
        places = [
            Place(judge(level, fit), fit.region.name, level.etch_time_s)
            for level in result.levels
            for fit in level.fits
        ]
        yield from places or [Place(not_applicable("no region was fitted"))]

    return every


def per_level(judge: Callable[[LevelResult], Verdict]) -> Judge:
    """Return a judge of samples from one of single levels."""

    def every(result: SampleResult) -> Iterator[Place]:
        places = [
            Place(judge(level), etch_time_s=level.etch_time_s)
            for level in result.levels
            if level.fits or level.integrated
        ]
        yield from places or [Place(not_applicable("no region was evaluated"))]

    return every


def per_sample(judge: Callable[[SampleResult], Verdict]) -> Judge:
    """Return a judge of samples from a function of one."""

    def every(result: SampleResult) -> Iterator[Place]:
        yield Place(judge(result))

    return every


def per_series(judge: Callable[[SampleResult], Verdict]) -> Judge:
    """Return a judge that looks at sputter series only."""

    def series(result: SampleResult) -> Verdict:
        if len(result.levels) < 2:
            return not_applicable("not a sputter series")
        return judge(result)

    return per_sample(series)
