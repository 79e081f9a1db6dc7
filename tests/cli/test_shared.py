"""A model file that ties samples, on the command line."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.running import Run

SAMPLES = Path(__file__).parents[2] / "sample_spectra"
NAMES = ("tma_5s", "bare_li")
FILES = [SAMPLES / f"{name}.vms" for name in NAMES]
QUICK = ("--region", "C 1s", "--no-figures")
TABLES = """
[[shared]]
components = ["C 1s/C-O", "C 1s/Li2CO3"]
quantity = "center_ev"

[[shared]]
components = ["C 1s/C-C"]
quantity = "fwhm_ev"
samples = ["bare_li"]
to_sample = "tma_5s"
offset = 0.05
"""


@pytest.fixture
def model(run: Run) -> Path:
    path = Path("tied.toml")
    assert run("model", "init", path, "--from", "li-tma").exit_code == 0
    path.write_text(path.read_text("utf-8") + TABLES, "utf-8")
    return path


def components(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "components.csv").open(encoding="utf-8", newline="") as stream:
        return {row["component"]: row for row in csv.DictReader(stream)}


def test_a_model_ties_the_samples_of_several_files(run: Run, model: Path) -> None:
    result = run("fit", *FILES, "--model", model, "-o", "out", *QUICK)
    assert result.exit_code == 0, result.stderr
    assert "C 1s C-C fwhm_ev of bare_li = that of tma_5s +0.05" in result.stdout
    one, two = (components(Path(f"out/{name}.xpsfit")) for name in NAMES)
    for name in ("C-C", "C-O", "Li2CO3"):
        assert float(one[name]["center_ev"]) == pytest.approx(
            float(two[name]["center_ev"]), abs=1e-9
        )
    width = float(one["C-C"]["fwhm_ev"])
    assert float(two["C-C"]["fwhm_ev"]) == pytest.approx(width + 0.05)
    assert one["C-O"]["fwhm_ev"] != two["C-O"]["fwhm_ev"]
    shown = run("model", "show", "out/bare_li.xpsfit/model.toml")
    assert "that of tma_5s +0.05" in shown.stdout


def test_the_run_can_be_repeated_and_rests_on_all_of_its_samples(
    run: Run, model: Path
) -> None:
    for name in NAMES:
        shutil.copy(SAMPLES / f"{name}.vms", f"{name}.vms")
    files = [f"{name}.vms" for name in NAMES]
    assert run("fit", *files, "--model", model, "-o", "out", *QUICK).exit_code == 0
    model.unlink()
    assert run("rerun", "out/bare_li.xpsfit").exit_code == 0
    record = json.loads(Path("out/bare_li.xpsfit/run.json").read_text("utf-8"))
    assert {Path(entry["file"]).name for entry in record["inputs"]} == set(files)


def test_a_sample_by_itself_is_fitted_with_a_warning(run: Run, model: Path) -> None:
    result = run("fit", FILES[0], "--model", model, *QUICK)
    assert result.exit_code == 0, result.stderr
    assert "they have no effect" in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--workers", "2"), "a model with [[shared]] tables, fits all inputs in one"),
        (
            ("--systematic", "what-if"),
            "nothing of samples that are fitted together",
        ),
    ],
)
def test_what_cannot_be_asked_of_samples_together_is_wrong_usage(
    run: Run, model: Path, words: tuple[str, ...], said: str
) -> None:
    result = run("fit", *FILES, "--model", model, *words, *QUICK)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


def test_a_name_that_no_sample_has_stops_the_run_in_a_sentence(
    run: Run, model: Path
) -> None:
    model.write_text(model.read_text("utf-8").replace("bare_li", "bare_LI"), "utf-8")
    result = run("fit", *FILES, "--model", model, "-o", "out", *QUICK)
    assert result.exit_code == 1
    assert "ties sample 'bare_LI', which is not among those fitted" in result.stderr
    assert not list(Path("out").glob("*.xpsfit"))


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_starts_and_intervals_are_those_of_all_samples_together(run: Run) -> None:
    words = ("--share", "widths", "--restarts", "2", "--errors", "profile")
    result = run("fit", *FILES, *words, "-o", "out", *QUICK)
    assert result.exit_code == 0, result.stderr
    widths = []
    for name in NAMES:
        folder = Path(f"out/{name}.xpsfit")
        (fit,) = rows_of(folder, "fits.csv")
        assert fit["restarts"] == "2"
        found = {row["parameter"]: row for row in rows_of(folder, "parameters.csv")}
        widths.append([found["C-C.fwhm_ev"][k] for k in ("low_68", "high_95")])
    assert widths[0] == widths[1]
    assert all(widths[0])


def test_a_sample_that_is_left_alone_gets_what_was_asked_for_all(
    run: Run, model: Path
) -> None:
    Path("broken.vms").write_text("no spectrum", "utf-8")
    files = [FILES[0], "broken.vms"]
    words = ("--model", model, "--restarts", "2", "--errors", "profile")
    result = run("fit", *files, *words, "-o", "out", *QUICK)
    assert result.exit_code == 3
    assert "they have no effect" in " ".join(result.stdout.split())
    folder = Path(f"out/{NAMES[0]}.xpsfit")
    assert rows_of(folder, "fits.csv")[0]["restarts"] == "2"
    assert any(row["low_68"] for row in rows_of(folder, "parameters.csv"))
