"""Hold a model of a measured series against integrated areas of the same spectra.

The series is 31 levels of indium tin oxide, sputtered by argon. It is not part of the
project; the file is given. Areas above a Shirley background need no model. They agree
with fitted ones where the model holds what is there: argon reduces both oxides, and
a metallic state lies 1.5 eV below that of tin oxide, as a shoulder. Both are compared
with that state and without it. Run it as

    OPENBLAS_NUM_THREADS=1 python benchmarks/measured_series.py FILE.vms
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from xpsfit.analysis import analyze_series  # noqa: E402
from xpsfit.model import load_model  # noqa: E402
from xpsfit.readers import read  # noqa: E402
from xpsfit.settings import Settings  # noqa: E402

if TYPE_CHECKING:
    from xpsfit.model import PeakModel
    from xpsfit.results import SampleResult

MODEL = Path(__file__).with_name("ito.toml")
METALS = frozenset({"In metal", "Sn metal"})


def without(model: PeakModel, names: frozenset[str]) -> PeakModel:
    """Return the model without some components."""
    return replace(
        model,
        regions=tuple(
            replace(
                region,
                components=tuple(c for c in region.components if c.name not in names),
            )
            for region in model.regions
        ),
    )


def amounts(result: SampleResult) -> dict[str, np.ndarray]:
    """Return at% and its error by element, shape (levels, 2)."""
    found: dict[str, list[tuple[float, float]]] = {}
    for level in result.levels:
        assert level.composition is not None
        for e in level.composition.elements:
            pair = (e.atomic_percent, e.atomic_percent_stderr)
            found.setdefault(e.element, []).append(pair)
    return {element: np.array(rows) for element, rows in found.items()}


def misfits(result: SampleResult) -> str:
    """Return the median reduced chi-square of each core level."""
    found: dict[str, list[float]] = {}
    for level in result.levels:
        for fit in level.fits:
            reduced = fit.quality.reduced_chi_square
            found.setdefault(fit.region.name, []).append(reduced or np.nan)
    return ", ".join(f"{name} {np.median(own):.1f}" for name, own in found.items())


def main() -> None:
    """Print how far the amounts of both agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    spectra = read(parser.parse_args().file)
    (bare,) = analyze_series(spectra)
    integrated = amounts(bare)
    whole = load_model(MODEL)
    for title, model in (
        ("one state of each metal", without(whole, METALS)),
        ("oxide and metal", whole),
    ):
        begin = time.process_time()
        (result,) = analyze_series(spectra, Settings(model=model))
        seconds = time.process_time() - begin
        print(f"{title}: {seconds:.1f} s; reduced chi-square {misfits(result)}")
        for element, fitted in amounts(result).items():
            apart = fitted[:, 0] - integrated[element][:, 0]
            error = np.hypot(fitted[:, 1], integrated[element][:, 1])
            pull = apart / error
            near = [np.mean(np.abs(pull) < limit) for limit in (2.0, 1.0)]
            print(
                f"  {element:2s}: within 2 errors at {near[0]:4.0%} of {pull.size} "
                f"levels, within 1 at {near[1]:4.0%}"
                f"; mean {pull.mean():+.2f}, r.m.s. {np.sqrt(np.mean(pull**2)):.2f} "
                f"errors; median error {np.median(error):.2f} at%"
            )


if __name__ == "__main__":
    main()
