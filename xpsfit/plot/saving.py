"""Figures into files: PNG to look at, PDF and SVG to print, the same every time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xpsfit.errors import OutputError
from xpsfit.figure_look import HOUSE_LOOK
from xpsfit.plot.colors import species_colors, state_colors
from xpsfit.plot.drift import figure_drift
from xpsfit.plot.fonts import bare_fonts
from xpsfit.plot.map import figure_map
from xpsfit.plot.profile import figure_profile
from xpsfit.plot.regions import figures_regions
from xpsfit.plot.series import figure_series
from xpsfit.plot.style import check_font, house_style

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from matplotlib.figure import Figure

    from xpsfit.figure_look import FigureLook
    from xpsfit.results import SampleResult

# Times and versions would make every run's file another one. PNG at its usual level of
# compression, 6, would be 5 % smaller and take half as long again.
_OPTIONS: dict[str, dict[str, Any]] = {
    "png": {"metadata": {"Software": None}, "pil_kwargs": {"compress_level": 1}},
    "pdf": {
        "metadata": dict.fromkeys(("CreationDate", "ModDate", "Producer", "Creator"))
    },
    "svg": {"metadata": {"Date": None, "Creator": None}},
}


KINDS = ("core_levels", "depth_spectra", "depth_map", "depth_profile", "drift")


def save_figures(
    folder: Path,
    results: Sequence[SampleResult],
    look: FigureLook = HOUSE_LOOK,
    *,
    kinds: Collection[str] = KINDS,
) -> list[Path]:
    """Return the files written: every figure that suits the results.

    ``core_levels`` shows the fits, up to four samples a page. A series adds
    ``depth_spectra``, where it has etch times ``depth_map`` and ``drift``, and where it
    has a depth scale ``depth_profile``. Where there are several of a kind they are
    numbered from 1; no name from a data file becomes part of a file name. A species has
    one color in all of them.

    Parameters
    ----------
    folder : Path
        An existing folder; files of the same names are replaced.
    results : sequence of SampleResult
        Surfaces and series.
    look : FigureLook, optional
        Column width, file formats, font and colors.
    kinds : collection of str, optional
        Which of the figures named above; all by default.

    Returns
    -------
    list of Path
        Empty where no core level was evaluated.

    Raises
    ------
    OutputError
        If a file cannot be written, or the font of the look is not installed.
    """
    check_font(look)
    drawn = [r for r in results if any(lev.fits or lev.integrated for lev in r.levels)]
    with house_style(look), bare_fonts():
        return [
            path
            for stem, draw in _drawings(drawn, look).items()
            if stem in kinds
            for path in _save(folder, stem, draw(), look)
        ]


def _drawings(
    results: Sequence[SampleResult], look: FigureLook
) -> dict[str, Callable[[], list[Figure]]]:
    """Return what draws the figures of each kind, for one kind at a time is kept."""
    from xpsfit.depth import depth_profile  # noqa: PLC0415

    if not results:
        return {}
    palette = species_colors(results, look.species_colors)
    series = [result for result in results if len(result.levels) > 1]
    timed = [r for r in series if all(lev.etch_time_s is not None for lev in r.levels)]
    profiled = [
        result
        for result in series
        if result.rate_nm_per_s is not None
        and any(level.composition for level in result.levels)
    ]
    return {
        "core_levels": lambda: figures_regions(results, look=look),
        "depth_spectra": lambda: [
            figure_series(r, colors=palette, reference=r.reference, look=look)
            for r in series
        ],
        "depth_map": lambda: [figure_map(r, colors=palette, look=look) for r in timed],
        "depth_profile": lambda: [
            figure_profile(
                depth_profile(result), colors=state_colors(result, palette), look=look
            )
            for result in profiled
        ],
        "drift": lambda: [figure_drift(result, look=look) for result in timed],
    }


def _save(
    folder: Path, stem: str, figures: Sequence[Figure], look: FigureLook
) -> list[Path]:
    """Write figures of one kind, numbered where there are several."""
    written = []
    for number, figure in enumerate(figures, start=1):
        name = stem if len(figures) == 1 else f"{stem}-{number}"
        for kind in look.formats:
            target = folder / f"{name}.{kind}"
            part = folder / f".{name}.{kind}.part"
            try:
                figure.savefig(part, format=kind, dpi=look.png_dpi, **_OPTIONS[kind])
                part.replace(target)
            except OSError as error:
                raise OutputError(
                    f"{target}: the figure cannot be written ({error.strerror}); "
                    "choose another folder with -o"
                ) from error
            written.append(target)
    return written
