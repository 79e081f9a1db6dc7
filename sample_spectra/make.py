"""Write the synthetic sample spectra and the tables of their truth.

Run ``python sample_spectra/make.py`` to rewrite the files beside this script, or add
``--out DIR`` to write them elsewhere. Nothing here uses the fitting code: the files
are there to test it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sample_spectra import design, truth_tables
from sample_spectra.forward import RegionTruth, profile_truth, region_truth
from sample_spectra.vamas_out import vamas_text

FAMILY_FOLDER = {"matched": "", "voigt": "voigt/"}


def spectra() -> dict[str, list[RegionTruth]]:
    """Return the spectra of every VAMAS file by its path relative to the output."""
    files: dict[str, list[RegionTruth]] = {}
    for family in design.FAMILIES:
        folder = FAMILY_FOLDER[family]
        for sample in design.STATIC_SAMPLES:
            files[f"{folder}{sample}.vms"] = [
                region_truth(sample, region, family) for region in design.REGIONS
            ]
        for region in design.REGIONS:
            name = f"{folder}{design.PROFILE}/{region.replace(' ', '')}.vms"
            files[name] = [
                profile_truth(level, region, family)
                for level in range(len(design.ETCH_TIMES_S))
            ]
    return files


def texts() -> dict[str, str]:
    """Return the text of every file by its path relative to the output folder."""
    by_file = spectra()
    truths = [truth for group in by_file.values() for truth in group]
    return {
        **{name: vamas_text(group) for name, group in by_file.items()},
        "truth/components.csv": truth_tables.components_csv(truths),
        "truth/composition.csv": truth_tables.composition_csv(),
        "truth/background.csv": truth_tables.background_csv(),
        "truth/profile.csv": truth_tables.profile_csv(),
    }


def main(arguments: list[str] | None = None) -> None:
    """Write all files and say how many."""
    parser = argparse.ArgumentParser(description="Write the synthetic sample spectra.")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(__file__).resolve().parent,
        help="folder to write to (default: the folder of this script)",
    )
    folder: Path = parser.parse_args(arguments).out
    written = texts()
    for name, text in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("ascii"))
    print(f"wrote {len(written)} files to {folder}")


if __name__ == "__main__":
    main()
