"""How the components of the fits were chosen, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.account.words import listed, sentence
from xpsfit.fit.evidence import DECISIVE
from xpsfit.fit.series.presence import SUPPORTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xpsfit.fit.result import FitResult
    from xpsfit.fit.series.result import SeriesState
    from xpsfit.results import SampleResult

ASKED = "the data ask for it"


def choice_sentences(result: SampleResult, fits: Sequence[FitResult]) -> list[str]:
    """Return by what rule components entered, and which stayed for another reason."""
    if not fits:
        return []
    if result.series is not None and result.series.states:
        return _by_series(result.series.states)
    weighed = [fit for fit in fits if fit.candidates]
    if not weighed:
        return ["All components of the model were kept."]
    sentences = _by_evidence(weighed)
    whole = dict.fromkeys(f.region.name for f in fits if not f.candidates)
    if whole:
        sentences.append(f"All components of {listed(whole)} were kept.")
    return sentences


def _by_series(states: Sequence[SeriesState]) -> list[str]:
    dropped = any(not s.kept for s in states)
    rest = "the others were dropped for the whole series"
    other = [
        (s.reason, f"{s.region} {s.component}")
        for s in states
        if s.kept and s.reason != SUPPORTED
    ]
    return [
        (
            "A component stayed where one level or all levels together show it (3.29 "
            "standard errors, beyond chance); "
            f"{rest if dropped else 'none was dropped'}."
        ),
        *_others(other),
    ]


def _by_evidence(fits: Sequence[FitResult]) -> list[str]:
    left = any(not c.kept for fit in fits for c in fit.candidates)
    rest = "the others were left out, their areas held at zero with an upper limit"
    other = [
        (c.reason, f"{fit.region.name} {c.name}")
        for fit in fits
        for c in fit.candidates
        if c.kept and c.reason != ASKED
    ]
    return [
        (
            "A component of the model entered where the Bayesian information criterion "
            f"falls by more than {DECISIVE:g} with it and its line stands where a peak "
            f"may stand; {rest if left else 'none was left out'}."
        ),
        *_others(other),
    ]


def _others(kept: Iterable[tuple[str, str]]) -> list[str]:
    reasons: dict[str, list[str]] = {}
    for reason, name in kept:
        reasons.setdefault(reason, []).append(name)
    if not reasons:
        return []
    words = "; ".join(f"{listed(own)} ({reason})" for reason, own in reasons.items())
    return [sentence(f"kept for another reason: {words}")]
