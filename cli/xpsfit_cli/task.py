"""What a command does with every one of its inputs, as a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from xpsfit_cli.batch_options import HERE, Sharing

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.figure_look import FigureLook
    from xpsfit.gather import EtchTimes, Purpose
    from xpsfit.results import Failure, SampleResult
    from xpsfit.settings import Settings
    from xpsfit.spectrum import Spectrum
    from xpsfit_cli.options import Choices, Destination, Selected
    from xpsfit_cli.render import Grid

Move: TypeAlias = Callable[[int, int], None]
Lose: TypeAlias = "Callable[[Failure], None]"
Analysis: TypeAlias = (
    "Callable[[list[Spectrum], Settings, Move, Lose], list[SampleResult]]"
)
View: TypeAlias = "Callable[[SampleResult], list[Grid]]"


@dataclass(frozen=True, slots=True)
class Task:
    """What is done with every input.

    Attributes
    ----------
    analysis : callable
        ``(spectra, settings, move, lose)`` to results; ``move(done, total)`` shows
        progress, ``lose(failure)`` notes a sample without a result.
    view : callable
        What of one sample is shown on the terminal.
    settings : Settings
    choices : Choices
    selected : Selected
    destination : Destination
    tables : bool
        Whether anything is shown; false where JSON follows.
    purpose : {"surface", "series"}
        What the files of a folder are put together for.
    etch_times : EtchTimes or None
        The user's table of etch times.
    look : FigureLook or None
        How figures shall look; None for no figures.
    sharing : Sharing
        How the work is shared, and what is kept of an earlier run.
    metadata : Path or None
        What the user states about the measurement.
    """

    analysis: Analysis
    view: View
    settings: Settings
    choices: Choices
    selected: Selected
    destination: Destination
    tables: bool
    purpose: Purpose = "surface"
    etch_times: EtchTimes | None = None
    look: FigureLook | None = None
    sharing: Sharing = HERE
    metadata: Path | None = None

    @property
    def together(self) -> bool:
        """Return whether all inputs are fitted in one minimisation."""
        return self.purpose == "surface" and self.settings.ties_samples
