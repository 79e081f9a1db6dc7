"""``xpsfit report``, and the five faults of published XPS in all that is written."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import the_error

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Run

FIT = ("--region", "C 1s", "--no-figures")


@pytest.fixture
def folder(run: Run, samples: Path, tmp_path: Path) -> Path:
    """Return the result of a fit of C 1s with its report."""
    assert run("fit", samples / "tma_5s.vms", *FIT).exit_code == 0
    assert run("report", "tma_5s.xpsfit").exit_code == 0
    return tmp_path / "tma_5s.xpsfit"


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_no_common_fault_of_published_xps_is_in_what_is_written(folder: Path) -> None:
    texts = [
        " ".join((folder / name).read_text("utf-8").split())
        for name in ("methods.txt", "report.html")
    ]
    for text in texts:
        # Background with its ends; reference value and shift; pass energy.
        assert re.search(r"C 1s: active Shirley background .*? from \d+\.\d+ to", text)
        assert re.search(r"C 1s C-C was set to 284\.80 eV .*? a shift of [+-]\d", text)
        assert re.search(r"The pass energy was \d+ eV|Pass energy: not recorded", text)
        assert "esiduals over sigma" in text
        assert "one standard error" in text
    fit = rows(folder / "fits.csv")[0]
    assert fit["background"]
    assert float(fit["low_ev"]) < float(fit["high_ev"])
    assert float(fit["charge_assigned_ev"]) == 284.8
    for component in rows(folder / "components.csv"):
        assert float(component["charge_shift_ev"])
        assert float(component["area_cps_ev_stderr"]) > 0.0
    for element in rows(folder / "composition.csv"):
        assert element["atomic_percent_stderr"]
    curves = rows(folder / "curves.csv")
    assert all(row["residual_cps"] and row["residual_over_sigma"] for row in curves)
    data = (folder / "report.html").read_text("utf-8")
    assert 'data-stderr="' in data
    assert '"r":"' in data


def test_the_page_stands_in_the_folder_and_is_replaced_by_force(
    run: Run, folder: Path
) -> None:
    before = (folder / "report.html").read_bytes()
    assert "--force" in the_error(run("report", folder))
    done = run("report", folder, "--force", "-v")
    assert done.exit_code == 0
    assert done.stdout.strip() == str(folder / "report.html")
    assert " MB in " in done.stderr
    assert (folder / "report.html").read_bytes() == before


def test_a_result_with_its_report_can_be_replaced(
    run: Run, samples: Path, folder: Path
) -> None:
    done = run("fit", samples / "tma_5s.vms", *FIT, "--force")
    assert done.exit_code == 0, done.stderr
    assert not (folder / "report.html").exists()


def test_a_single_result_file_has_a_page_too(run: Run, folder: Path) -> None:
    (folder.parent / "alone.h5").write_bytes((folder / "result.h5").read_bytes())
    assert run("report", "alone.h5", "-o", "page.html").exit_code == 0
    text = (folder.parent / "page.html").read_text("utf-8")
    assert "no run.json beside the result" in text


@pytest.mark.parametrize("words", [("nowhere.xpsfit",), (".",)])
def test_what_is_no_result_is_one_sentence(run: Run, words: tuple[str, ...]) -> None:
    assert "fit or depth-profile wrote" in the_error(run("report", *words))


def test_what_the_user_states_goes_into_every_record(
    run: Run, samples: Path, tmp_path: Path
) -> None:
    (tmp_path / "m.toml").write_text('operator = "=J. <b>Doe</b>"\nmounting = "clip"\n')
    done = run("fit", samples / "tma_5s.vms", *FIT, "--metadata", "m.toml")
    assert done.exit_code == 0
    folder = tmp_path / "tma_5s.xpsfit"
    record = json.loads((folder / "run.json").read_text("utf-8"))
    assert record["stated"] == {"operator": "=J. <b>Doe</b>", "mounting": "clip"}
    assert "m.toml" in [entry["file"] for entry in record["inputs"]]
    assert "Mounting: Clip." in (folder / "methods.txt").read_text("utf-8")
    assert run("report", folder).exit_code == 0
    assert "<b>Doe" not in (folder / "report.html").read_text("utf-8")
    again = run("rerun", folder)
    assert again.exit_code == 0, again.output
    (tmp_path / "m.toml").unlink()
    again = run("rerun", folder)
    assert again.exit_code == 0, again.output
    assert "m.toml is gone; what it stated is taken from run.json" in again.stderr


def test_wrong_statements_are_refused_before_the_work(
    run: Run, samples: Path, tmp_path: Path
) -> None:
    (tmp_path / "m.toml").write_text("color = 1\n")
    done = run("fit", samples / "tma_5s.vms", *FIT, "--metadata", "m.toml")
    assert "unknown key 'color'" in the_error(done)
    assert not (tmp_path / "tma_5s.xpsfit").exists()
