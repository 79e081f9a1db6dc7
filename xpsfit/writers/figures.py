"""Figures of a results folder, drawn while its other files are written."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from functools import partial
from typing import TYPE_CHECKING

from xpsfit.writers.second_process import beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from xpsfit.figure_look import FigureLook
    from xpsfit.results import SampleResult

# Of a series each of the two takes as long as all other files together.
OF_FITS = ("core_levels", "drift")
OF_LEVELS = ("depth_spectra", "depth_map", "depth_profile")


@contextmanager
def figures_beside(
    folder: Path, results: Sequence[SampleResult], look: FigureLook | None
) -> Iterator[None]:
    """Return a context at whose end the figures stand in `folder`; none without a look.

    Raises
    ------
    OutputError
        At the end, if one cannot be written or the font of the look is not installed.
    """
    if look is None:
        yield
        return
    with beside(partial(_draw, folder, results, look)):
        yield


def _draw(folder: Path, results: Sequence[SampleResult], look: FigureLook) -> None:
    # matplotlib takes half a second to import, and figures can be left out. Once it is
    # here, a copy of this process draws the figures of the levels of a series.
    from xpsfit.plot import save_figures  # noqa: PLC0415

    is_series = any(len(result.levels) > 1 for result in results)
    of_levels = partial(save_figures, folder, results, look, kinds=OF_LEVELS)
    with beside(of_levels) if is_series else nullcontext():
        save_figures(folder, results, look, kinds=OF_FITS)
