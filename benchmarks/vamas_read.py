"""Time the reading of large VAMAS files, against the package vamas and against numpy.

Two made-up sputter series of about 20 MB each: one of surveys, where nearly all lines
are ordinates, and one of core levels, where a quarter are fields of the blocks. The
package `vamas <https://pypi.org/project/vamas/>`_ reads the same files into blocks of
floats; where it is not installed its line is left out. numpy only turns the lines of
the ordinates, found beforehand, into floats. All must give the same sum, or the script
stops. Ratios are of processor times, which other programs disturb less than the times
on the clock; nothing here uses more than one core.

Run it as ``python benchmarks/vamas_read.py``.
"""

from __future__ import annotations

import importlib
import platform
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.readers import vamas

if TYPE_CHECKING:
    from collections.abc import Callable

MAGIC = "VAMAS Surface Chemical Analysis Standard Data Transfer Format 1988 May 4"
NOT_SUPPLIED = "1E+37"
SURVEY, CORE_LEVEL = 1361, 161
"""Points of a spectrum, as Avantage sets them up."""
FILES = {"surveys": (SURVEY, 1600), "core levels": (CORE_LEVEL, 9000)}
"""Points and number of blocks of each file."""
ROUNDS = 5


def block(level: int, counts: list[str]) -> list[str]:
    """Return the lines of one block."""
    return [
        f"C 1s level {level}",
        "made up",
        *["-1"] * 6,
        *["0", "1", "made for a benchmark", "XPS", str(30 * level)],
        *["Al", "1486.69", NOT_SUPPLIED, "400", "400", NOT_SUPPLIED, NOT_SUPPLIED],
        *["FAT", "50", NOT_SUPPLIED, "4.2", *[NOT_SUPPLIED] * 3, "0", "0"],
        *["C", "1s", "-1", "kinetic energy", "eV", "136.69", "0.5"],
        *["1", "counts", "d", "pulse counting", "0.05", "10", "0", "0", "0", "0", "0"],
        *[str(len(counts)), "0", "1", *counts],
    ]


def series(points: int, blocks: int) -> tuple[list[str], list[str]]:
    """Return the lines of the file, and those of them that are ordinates."""
    generator = np.random.default_rng(7)
    lines = [MAGIC, *["made up"] * 4, "0", "NORM", "REGULAR", "1"]
    lines += ["1", "Etch Time", "s", *["0"] * 4, str(blocks)]
    ordinates = []
    for level in range(blocks):
        values = generator.poisson(20_000, points) * 1.031906
        counts = [f"{value:.3f}" for value in values]
        lines += block(level, counts)
        ordinates += counts
    return [*lines, "end of experiment"], ordinates


def by_package(path: Path) -> Callable[[], float] | None:
    """Return the reading by the package vamas, which returns the sum of all counts."""
    try:
        package = importlib.import_module("vamas")
    except ModuleNotFoundError:
        return None

    def run() -> float:
        blocks = package.Vamas(path).blocks
        return sum(sum(one.corresponding_variables[0].y_values) for one in blocks)

    return run


def seconds(run: Callable[[], float]) -> tuple[float, float, float]:
    """Return processor time and time on the clock of one call, and what it returned."""
    clock, begin = time.perf_counter(), time.process_time()
    found = run()
    return time.process_time() - begin, time.perf_counter() - clock, found


def compare(name: str, points: int, blocks: int) -> None:
    """Print medians of alternating runs over one file, and their ratios."""
    lines, ordinates = series(points, blocks)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "series.vms"
        path.write_text("".join(f"{line}\r\n" for line in lines), "ascii")
        size = path.stat().st_size
        runs: dict[str, Callable[[], float]] = {
            "xpsfit": lambda: sum(one.intensity.sum() for one in vamas.read(path)),
            "numpy": lambda: float(np.array(ordinates, dtype=np.float64).sum()),
        }
        package = by_package(path)
        if package is not None:
            runs["vamas"] = package
        rounds = [{n: seconds(run) for n, run in runs.items()} for _ in range(ROUNDS)]
    sums = {run: found for run, (_, _, found) in rounds[0].items()}
    if not np.allclose(list(sums.values()), sums["numpy"], rtol=1e-12, atol=0.0):
        raise SystemExit(f"not the same counts: sums {sums}")
    print(f"\n{name}: {size / 1e6:.1f} MB, {blocks} blocks of {points} points")
    print("            processor     clock")
    for run in runs:
        times = [median(one[run][kind] for one in rounds) for kind in (0, 1)]
        print(f"{run:<8}{times[0]:11.3f} s {times[1]:7.3f} s")
    ratio = median(one["xpsfit"][0] / one["numpy"][0] for one in rounds)
    print(f"xpsfit / numpy   {ratio:6.2f}")
    if package is not None:
        ratio = median(one["vamas"][0] / one["xpsfit"][0] for one in rounds)
        print(f"vamas / xpsfit   {ratio:6.2f}")


def main() -> None:
    """Compare over every file."""
    print(f"Python {platform.python_version()}, numpy {np.__version__}, {_package()}")
    for name, (points, blocks) in FILES.items():
        compare(name, points, blocks)


def _package() -> str:
    """Return the version of the package vamas, or how to get it."""
    try:
        return f"vamas {version('vamas')}"
    except PackageNotFoundError:
        return "without vamas ('pip install vamas' adds it)"


if __name__ == "__main__":
    main()
