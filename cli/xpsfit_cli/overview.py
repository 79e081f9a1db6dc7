"""What several inputs share in the output folder: a summary and a figure of all."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from xpsfit.errors import OutputError
from xpsfit.sample_name import spoken
from xpsfit.writers import check_summary, result_folders_for, write_summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.figure_look import FigureLook
    from xpsfit.results import SampleResult
    from xpsfit_cli.batch import Batch
    from xpsfit_cli.options import Destination

FIGURE = re.compile(r"core_levels(-\d+)?\.(png|pdf|svg)")


def check_overview(inputs: Sequence[Path], destination: Destination) -> None:
    """Refuse, before any work, to replace what must not be replaced.

    Raises
    ------
    OutputError
        If a summary or figure stands there already and replacing it was not asked for,
        or the summary there is not one of xpsfit.
    """
    folder = destination.output
    if len(inputs) < 2 or folder is None:
        return
    check_summary(folder, force=destination.force)
    figures = _figures(folder)
    if figures and not destination.force:
        raise OutputError(
            f"{figures[0]} already exists; replace it with --force or choose another "
            "place with -o"
        )


def write_overview(
    inputs: Sequence[Path],
    destination: Destination,
    batch: Batch,
    look: FigureLook | None,
) -> None:
    """Write summary.csv and, with a look, the core levels of all samples side by side.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    folder = destination.output
    if len(inputs) < 2 or folder is None or not batch.results:
        return
    sources = [str(source) for source in batch.sources]
    write_summary(folder, batch.results, sources, force=destination.force)
    if look is not None:
        folders = result_folders_for(inputs, folder)
        _write_figures(folder, told_apart(batch, folders), look)


def told_apart(batch: Batch, folders: Mapping[Path, Path]) -> list[SampleResult]:
    """Return the results, samples whose name several inputs share called otherwise.

    They are called by their results folder, and by their sample too where that folder
    holds several.
    """
    inputs_of: dict[str, set[Path]] = defaultdict(set)
    for result, source in zip(batch.results, batch.sources, strict=True):
        inputs_of[result.sample].add(source)
    results = Counter(batch.sources)

    def called(sample: str, source: Path) -> str:
        if len(inputs_of[sample]) < 2:
            return sample
        stem = folders[source].stem
        return stem if results[source] == 1 else f"{stem}: {spoken(sample)}"

    return [
        replace(result, sample=called(result.sample, source))
        for result, source in zip(batch.whole_results(), batch.sources, strict=True)
    ]


def _write_figures(
    folder: Path, results: Sequence[SampleResult], look: FigureLook
) -> None:
    # matplotlib takes long to load, and --no-figures does without it.
    from xpsfit.plot import save_figures  # noqa: PLC0415

    with TemporaryDirectory(prefix=".xpsfit-", dir=folder) as working:
        made = save_figures(Path(working), results, look)
        for old in _figures(folder):
            old.unlink()
        for new in made:
            if FIGURE.fullmatch(new.name):
                new.replace(folder / new.name)


def _figures(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if FIGURE.fullmatch(path.name))
