"""Species and shared quantities on the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.running import Run

SAMPLES = Path(__file__).parents[2] / "sample_spectra"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_model_with_species_writes_their_amounts(run: Run, tmp_path: Path) -> None:
    result = run(
        "fit", SAMPLES / "tma_20s.vms", "--model", "li-tma-species", "--no-figures"
    )
    assert result.exit_code == 0, result.stderr
    assert "Regions fitted together" in result.stdout
    assert "654 points with 45 free parameters" in result.stdout
    folder = tmp_path / "tma_20s.xpsfit"
    amounts = {row["species"]: row for row in rows_of(folder / "species.csv")}
    assert len(amounts) == 8
    assert amounts["Li2CO3"]["composition"] == "Li 2 C 1 O 3"
    record = json.loads((folder / "run.json").read_text("utf-8"))
    assert "species.csv" in record["files"]
    again = run("fit", SAMPLES / "tma_20s.vms", "--model", folder / "model.toml",
                "--json", "--force", "--no-figures")  # fmt: skip
    assert again.exit_code == 0, again.stderr
    species = json.loads(again.stdout)["species"]
    assert {row["species"]: row["atomic_percent"] for row in species} == {
        name: float(row["atomic_percent"]) for name, row in amounts.items()
    }
    assert run("check", folder).exit_code == 0


def test_samples_of_several_files_share_their_widths(run: Run, tmp_path: Path) -> None:
    files = [SAMPLES / f"{name}.vms" for name in ("tma_5s", "bare_li")]
    result = run("fit", *files, "--share", "widths", "--region", "C 1s", "--no-figures")
    assert result.exit_code == 0, result.stderr
    assert "widths of C 1s shared by tma_5s, bare_li" in result.stdout
    widths = [
        [
            row["fwhm_ev"]
            for row in rows_of(tmp_path / f"{f.stem}.xpsfit/components.csv")
        ]
        for f in files
    ]
    assert widths[0] == widths[1]


def test_a_single_sample_has_nothing_to_share_with(run: Run) -> None:
    result = run("fit", SAMPLES / "bare_li.vms", "--share", "widths", "--no-figures")
    assert result.exit_code == 1
    assert "sharing needs two or more samples" in result.stderr


def test_a_core_level_without_its_sensitivity_leaves_the_fits_alone(
    run: Run, tmp_path: Path
) -> None:
    text = run("model", "show", "li-tma-species").stdout
    assert "C 1s R-Li/Al-C, Al 2p Al-C" in text
    assert "strict" in text
    model = tmp_path / "wrong.toml"
    run("model", "init", model, "--from", "li-tma-species")
    model.write_text(model.read_text("utf-8").replace("O = 3.0", "H = 3.0"), "utf-8")
    result = run("model", "check", model)
    assert result.exit_code == 1
    assert "species Li2CO3: 'H' is no element that can be seen" in result.stderr
