"""Figures into files: PNG to look at, PDF to print, the same bytes every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.errors import OutputError
from xpsfit.plot.colors import species_colors, state_colors
from xpsfit.plot.drift import figure_drift
from xpsfit.plot.profile import figure_profile
from xpsfit.plot.regions import figures_regions
from xpsfit.plot.series import figure_series
from xpsfit.plot.style import house_style

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.figure import Figure

    from xpsfit.results import SampleResult

PNG_DPI = 200
# Times and versions would make every run's file another one.
_METADATA = {
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "ModDate": None, "Producer": None, "Creator": None},
}


def save_figures(folder: Path, results: Sequence[SampleResult]) -> list[Path]:
    """Return the files written: every figure that suits the results, as PNG and PDF.

    ``core_levels`` shows the fits, up to four samples a page. A series adds
    ``depth_spectra``, ``drift`` and, where it has a depth scale, ``depth_profile``.
    Where there are several of a kind they are numbered from 1; no name from a data file
    becomes part of a file name. A species has one color in all of them.

    Parameters
    ----------
    folder : Path
        An existing folder; files of the same names are replaced.
    results : sequence of SampleResult
        Surfaces and series.

    Returns
    -------
    list of Path
        Empty where no core level was evaluated.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    from xpsfit.depth import depth_profile  # noqa: PLC0415

    drawn = [r for r in results if any(lev.fits or lev.integrated for lev in r.levels)]
    if not drawn:
        return []
    palette = species_colors(drawn)
    series = [result for result in drawn if len(result.levels) > 1]
    profiles = [
        figure_profile(depth_profile(result), colors=state_colors(result, palette))
        for result in series
        if result.rate_nm_per_s is not None
        and any(level.composition for level in result.levels)
    ]
    return [
        *_save(folder, "core_levels", figures_regions(drawn)),
        *_save(
            folder,
            "depth_spectra",
            [figure_series(result, colors=palette) for result in series],
        ),
        *_save(folder, "depth_profile", profiles),
        *_save(folder, "drift", [figure_drift(result) for result in series]),
    ]


def _save(folder: Path, stem: str, figures: Sequence[Figure]) -> list[Path]:
    """Write figures of one kind, numbered where there are several."""
    written = []
    for number, figure in enumerate(figures, start=1):
        name = stem if len(figures) == 1 else f"{stem}-{number}"
        for kind, metadata in _METADATA.items():
            target = folder / f"{name}.{kind}"
            part = folder / f".{name}.{kind}.part"
            try:
                with house_style():
                    figure.savefig(part, format=kind, dpi=PNG_DPI, metadata=metadata)
                part.replace(target)
            except OSError as error:
                raise OutputError(
                    f"{target}: the figure cannot be written ({error.strerror}); "
                    "choose another folder with -o"
                ) from error
            written.append(target)
    return written
