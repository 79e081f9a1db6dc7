"""Time the reading of VGD files against the package vgd-reader.

Name VGD files or folders of them. Both sides read each file into binding energies and
intensities; `vgd-reader <https://pypi.org/project/vgd-reader/>`_ 0.1.0 finds the photon
energy by scanning the file for a plausible number, ours parses the properties and keeps
all of them. Energies must agree to 1e-4 eV, or the script stops: the package leaves
the photon energy the 5e-5 eV that a float of 4 bytes adds. Where the package is not
installed its line is left out.

Run it as ``python benchmarks/vgd_read.py FOLDER...``.
"""

from __future__ import annotations

import importlib
import platform
import sys
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.readers import vgd

if TYPE_CHECKING:
    from collections.abc import Callable

    from xpsfit.arrays import FloatArray

    Read = Callable[[Path], FloatArray]

ROUNDS = 15
ENERGY_EV = 1e-4


def ours(path: Path) -> FloatArray:
    """Return the binding energies of the first spectrum, increasing."""
    return vgd.read(path)[0].binding_energy_ev


def by_package() -> Read | None:
    """Return the same by vgd-reader, or None where it is not installed."""
    try:
        package = importlib.import_module("vgd_reader")
    except ModuleNotFoundError:
        return None

    def read(path: Path) -> FloatArray:
        found = package.read_vgd(str(path)).binding_energy
        return np.sort(np.asarray(found, dtype=np.float64))

    return read


def seconds_per_file(reads: list[Read], paths: list[Path]) -> list[float]:
    """Return the median time of a file for each, taken in turns."""
    times: list[list[float]] = [[] for _ in reads]
    for _ in range(ROUNDS):
        for read, own in zip(reads, times, strict=True):
            start = time.perf_counter()
            for path in paths:
                read(path)
            own.append((time.perf_counter() - start) / len(paths))
    return [median(own) for own in times]


def main() -> None:
    """Print the time per file of both."""
    names = [Path(name) for name in sys.argv[1:]]
    files = [
        f for name in names for f in ([name] if name.is_file() else name.rglob("*"))
    ]
    paths = sorted(file for file in files if file.suffix.casefold() == ".vgd")
    if not paths:
        sys.exit("name VGD files, or a folder that holds some")
    print(
        f"{len(paths)} files, {platform.machine()}, Python {platform.python_version()}"
    )
    other = by_package()
    if other is None:
        [own] = seconds_per_file([ours], paths)
        print(f"xpsfit              {1e3 * own:.3f} ms a file")
        print("vgd-reader          not installed, left out")
        return
    for path in paths:
        if not np.allclose(ours(path), other(path), rtol=0, atol=ENERGY_EV):
            sys.exit(f"{path}: the energies differ")
    own, theirs = seconds_per_file([ours, other], paths)
    print(f"xpsfit              {1e3 * own:.3f} ms a file")
    print(f"vgd-reader {version('vgd-reader'):8} {1e3 * theirs:.3f} ms a file")
    print(f"ratio               {own / theirs:.2f}")


if __name__ == "__main__":
    main()
