"""Time a whole ``xpsfit depth-profile``, start to figures, on a series of 61 levels.

The series is that of ``sample_spectra``, at 61 etch times instead of 19. The measure is
what a user waits for, next to ``python -c "import lmfit, matplotlib.pyplot, h5py"``:
the two take turns, each in a process of its own, and the medians are compared; so are
those of processor time, of all processes together, which other work on the machine
disturbs less. Both find their modules compiled, as pip leaves them: the first round,
which compiles them into a folder of its own, does not count.

Run it as ``python benchmarks/whole_command.py [LEVELS]``.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from unittest.mock import patch

import numpy as np

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sample_spectra import chemistry, design
from sample_spectra.forward import profile_truth
from sample_spectra.vamas_out import vamas_text

LEVELS, LAST_S, ROUNDS = 61, 6600.0, 5
IMPORTS = "import lmfit, matplotlib.pyplot, h5py"
COMMAND = "from xpsfit_cli.main import cli; cli()"


def write_series(folder: Path, levels: int) -> None:
    """Write a file per core level with so many etch times, evenly spaced."""
    times_s = tuple(np.linspace(0.0, LAST_S, levels).tolist())
    with (
        patch.object(design, "ETCH_TIMES_S", times_s),
        patch.object(chemistry, "ETCH_TIMES_S", times_s),
    ):
        for region in design.REGIONS:
            truths = [profile_truth(level, region) for level in range(levels)]
            path = folder / f"{region.replace(' ', '')}.vms"
            path.write_text(vamas_text(truths), encoding="ascii")


def seconds(compiled: Path, *words: str) -> tuple[float, float]:
    """Return how long a Python process takes, and its processor time, in s."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(compiled)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before, begin = processor_s(), time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", *words],
        check=True,
        capture_output=True,
        env=environment,
    )
    return time.perf_counter() - begin, processor_s() - before


def processor_s() -> float:
    """Return the processor time of all processes that have ended, in s."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print both times and their ratio."""
    levels = int(sys.argv[1]) if len(sys.argv) > 1 else LEVELS
    with TemporaryDirectory() as working:
        series, compiled = Path(working) / "series", Path(working) / "compiled"
        series.mkdir()
        write_series(series, levels)
        command = (COMMAND, "depth-profile", str(series), "-o", working, "--force")
        rounds = [
            (*seconds(compiled, IMPORTS), *seconds(compiled, *command))
            for _ in range(ROUNDS + 1)
        ][1:]
    imports, imports_cpu, whole, whole_cpu = (
        median(times) for times in zip(*rounds, strict=True)
    )
    print(f"{levels} levels, {len(design.REGIONS)} core levels, median of {ROUNDS}")
    print("                     time  processor")
    print(f"imports alone      {imports:6.2f} s {imports_cpu:6.2f} s")
    print(f"the whole command  {whole:6.2f} s {whole_cpu:6.2f} s")
    print(f"ratio              {whole / imports:6.2f}   {whole_cpu / imports_cpu:6.2f}")


if __name__ == "__main__":
    main()
