"""Figures of a results folder, drawn while its other files are written."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
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
    with ExitStack() as stack:
        if look is not None:
            is_series = any(len(result.levels) > 1 for result in results)
            for kinds in (OF_FITS, OF_LEVELS) if is_series else (OF_FITS,):
                stack.enter_context(
                    beside(partial(_draw, folder, results, look, kinds))
                )
        yield


def _draw(
    folder: Path,
    results: Sequence[SampleResult],
    look: FigureLook,
    kinds: Sequence[str],
) -> None:
    # matplotlib takes half a second to import, and figures can be left out.
    from xpsfit.plot import save_figures  # noqa: PLC0415

    save_figures(folder, results, look, kinds=kinds)
