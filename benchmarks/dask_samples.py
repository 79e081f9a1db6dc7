"""Fit 200 samples on a Dask cluster of four workers, one of which is killed.

The samples are draws of the `sample_spectra` with other noise. A scheduler and four
worker processes run on loopback; when a tenth of the samples is done one worker is
killed for good. The script counts results: every sample must have one, and only one.

Run it as ``python benchmarks/dask_samples.py [SAMPLES]``.
"""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest.mock import patch

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sample_spectra import design, vamas_out
from sample_spectra.forward import RegionTruth, draw_counts, region_truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from sample_spectra.forward import IntArray

SAMPLES, WORKERS, PATIENCE_S = 200, 4, 60.0
COMMAND = "from xpsfit_cli.main import cli; cli(prog_name='xpsfit')"


def write_samples(folder: Path, count: int) -> list[Path]:
    """Write so many samples, each a surface of the study with noise of its own."""
    made = []
    for number in range(count):
        sample = tuple(design.STATIC_SAMPLES)[number % len(design.STATIC_SAMPLES)]
        truths = [region_truth(sample, region) for region in design.REGIONS]
        made.append(folder / f"s{number:03d}.vms")
        noise = partial(_counts, number=number)
        with patch.object(vamas_out, "file_counts", noise):
            made[-1].write_text(vamas_out.vamas_text(truths), encoding="ascii")
    return made


def _counts(truth: RegionTruth, number: int) -> IntArray:
    return draw_counts(truth, 1000 * number + list(design.REGIONS).index(truth.region))


def dask(part: str, *options: object) -> subprocess.Popen[bytes]:
    """Start a scheduler or a worker on loopback."""
    words = [sys.executable, "-m", f"distributed.cli.dask_{part}", "--no-dashboard"]
    words += ["--host", "127.0.0.1", *map(str, options)]
    return subprocess.Popen(words, stderr=subprocess.DEVNULL)


def wait_for(found: Callable[[], bool], what: str) -> None:
    """Wait until a function is true."""
    end = time.monotonic() + PATIENCE_S
    while not found():
        if time.monotonic() > end:
            raise SystemExit(f"{what} did not come")
        time.sleep(0.05)


def main() -> None:
    """Print how many samples have how many results."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES
    with TemporaryDirectory() as working:
        folder, out = Path(working), Path(working) / "out"
        inputs = write_samples(folder, count)
        place = folder / "scheduler.json"
        began = [dask("scheduler", "--scheduler-file", place, "--port", 0)]
        try:
            wait_for(place.exists, "the scheduler")
            for number in range(WORKERS):
                own = ("--local-directory", folder / f"worker-{number}", "--no-nanny")
                began.append(
                    dask("worker", "--scheduler-file", place, "--nthreads", 1, *own)
                )
            address = json.loads(place.read_text(encoding="utf-8"))["address"]
            begin = time.perf_counter()
            words = ["fit", *map(str, inputs), "-o", str(out), "--no-figures", "-qq"]
            command = subprocess.Popen(
                [sys.executable, "-c", COMMAND, *words, "--scheduler", address]
            )
            tenth = f"s{count // 10:03d}.xpsfit"
            wait_for((out / tenth).exists, tenth)
            os.kill(began[1].pid, signal.SIGKILL)
            code = command.wait()
            took = time.perf_counter() - begin
        finally:
            for process in began:
                process.kill()
                process.wait()
        with (out / "summary.csv").open(encoding="utf-8", newline="") as file:
            rows = [row["input"] for row in csv.DictReader(file)]
        folders = sorted(path.name for path in out.glob("*.xpsfit"))
    print(f"{count} samples, {WORKERS} workers, one killed: code {code}, {took:.0f} s")
    print(f"results folders {len(folders)}, rows of the summary {len(rows)},")
    print(f"different inputs among them {len(set(rows))}")
    if not len(folders) == len(rows) == len(set(rows)) == count:
        raise SystemExit("samples are missing, or there twice")


if __name__ == "__main__":
    main()
