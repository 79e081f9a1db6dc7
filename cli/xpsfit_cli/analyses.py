"""What `fit` and `depth-profile` do with spectra, by names that all processes know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit import analysis, whatif

if TYPE_CHECKING:
    from xpsfit.results import SampleResult
    from xpsfit.settings import Settings
    from xpsfit.spectrum import Spectrum
    from xpsfit_cli.task import Lose, Move


def surfaces_of(
    spectra: list[Spectrum], settings: Settings, move: Move, lose: Lose
) -> list[SampleResult]:
    """Return fits and composition of every sample."""
    return whatif.analyze_by(spectra, settings, on_step=move, on_failure=lose)


def series_of(
    spectra: list[Spectrum], settings: Settings, move: Move, lose: Lose
) -> list[SampleResult]:
    """Return every sputter series, level by level."""
    return analysis.analyze_series(spectra, settings, on_level=move, on_failure=lose)
