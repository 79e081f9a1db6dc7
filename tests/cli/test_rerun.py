"""``xpsfit rerun``: the same numbers again, or what has changed."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

from tests.builders import a_surface
from tests.cli.running import the_error
from xpsfit.settings import Settings
from xpsfit.writers import make_record, write_results
from xpsfit_cli.asked import NOT_READ, READ, REPEATABLE
from xpsfit_cli.main import cli

if TYPE_CHECKING:
    from tests.cli.running import Run

RESULT = Path("out/foil.xpsfit")


@pytest.fixture
def fitted(run: Run, samples: Path) -> Path:
    """Return the result of one core level of a file in the working directory."""
    shutil.copy(samples / "tma_5s.vms", "foil.vms")
    result = run("fit", "foil.vms", "--region", "C 1s", "-o", "out", "--no-figures")
    assert result.exit_code == 0, result.stderr
    return RESULT


def edit_run(result: Path, **changes: Any) -> None:
    file = result / "run.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | changes))


def test_a_run_is_reproduced(run: Run, fitted: Path) -> None:
    before = {path: path.read_bytes() for path in fitted.iterdir()}
    result = run("rerun", fitted)
    assert result.exit_code == 0, result.output
    assert "Reproduced: " in result.stdout
    assert "numbers in 7 tables are the same to 1e-09" in result.stdout
    assert {path: path.read_bytes() for path in fitted.iterdir()} == before


def test_json_says_it_for_machines(run: Run, fitted: Path) -> None:
    found = json.loads(run("rerun", fitted, "--json").stdout)
    assert found["reproduced"] is True
    assert found["changes"] == []
    assert {t["name"] for t in found["tables"]} >= {"components.csv", "curves.csv"}
    assert all(t["same"] for t in found["tables"])


def test_a_changed_byte_in_an_input_is_named(run: Run, fitted: Path) -> None:
    file = Path("foil.vms")
    content = file.read_bytes()
    file.write_bytes(content.replace(b"5", b"6", 1))
    result = run("rerun", fitted)
    assert result.exit_code == 3
    assert "Not run again, because an input has changed" in result.stdout
    (line,) = (x for x in result.stdout.splitlines() if "Changed: input" in x)
    assert "foil.vms has other content" in line


def test_a_missing_input_is_an_error_that_says_where_it_was(
    run: Run, fitted: Path
) -> None:
    Path("foil.vms").unlink()
    result = run("rerun", fitted)
    assert result.exit_code == 1
    assert "foil.vms" in the_error(result)
    assert "--inputs" in result.stderr


def test_inputs_may_lie_elsewhere(run: Run, fitted: Path) -> None:
    Path("archive").mkdir()
    Path("foil.vms").rename("archive/foil.vms")
    assert run("rerun", fitted, "--inputs", "archive").exit_code == 0


def test_another_version_is_named_beside_the_verdict(run: Run, fitted: Path) -> None:
    versions = json.loads((fitted / "run.json").read_text("utf-8"))["versions"]
    edit_run(fitted, versions={**versions, "lmfit": "0.1"})
    result = run("rerun", fitted)
    assert result.exit_code == 0
    assert "Reproduced" in result.stdout
    assert "Changed: version: lmfit was 0.1, is " in result.stdout


def test_an_edited_table_is_named(run: Run, fitted: Path) -> None:
    table = fitted / "components.csv"
    text = table.read_text("utf-8")
    table.write_text(text.replace("C-C,C-C", "C-C,edited", 1), "utf-8")
    result = run("rerun", fitted)
    assert result.exit_code == 3
    assert "components.csv was edited after the run" in result.stdout


def test_a_number_that_comes_out_otherwise_is_shown(run: Run, fitted: Path) -> None:
    settings = json.loads((fitted / "run.json").read_text("utf-8"))["settings"]
    edit_run(fitted, settings={**settings, "reference_ev": 285.0})
    result = run("rerun", fitted)
    assert result.exit_code == 3
    assert "Not reproduced: " in result.stdout
    assert "inputs, settings and versions are the same" in result.stdout
    (line,) = (x for x in result.stdout.splitlines() if x.startswith("components.csv:"))
    assert re.search(r" in line \d+ was '.+', is '.+'", line)


def test_the_model_is_the_one_of_the_record_whatever_became_of_its_file(
    run: Run, samples: Path
) -> None:
    run("model", "init", "mine.toml")
    words = ("fit", samples / "tma_5s.vms", "--region", "C 1s", "--model", "mine.toml")
    assert run(*words, "--no-figures").exit_code == 0
    Path("mine.toml").unlink()
    assert run("rerun", "tma_5s.xpsfit").exit_code == 0


def test_seeds_are_those_of_the_record(run: Run, samples: Path) -> None:
    words = ("--errors", "monte-carlo", "--replicates", 20, "--seed", 7)
    file = samples / "tma_5s.vms"
    fit = run("fit", file, "--region", "Li 1s", *words, "--shift", 0, "--no-figures")
    assert fit.exit_code == 0, fit.stderr
    result = run("rerun", "tma_5s.xpsfit")
    assert result.exit_code == 0, result.output


def test_a_series_with_a_table_of_times_is_reproduced(run: Run, samples: Path) -> None:
    Path("data").mkdir()
    for name in ("bare_li", "tma_5s", "tma_20s"):
        shutil.copy(samples / f"{name}.vms", f"data/{name}.vms")
    times = Path("times.csv")
    times.write_text("file,etch_time_s\nbare_li,0\ntma_5s,30\ntma_20s,60\n")
    words = ("--region", "C 1s", "--etch-times", times, "--no-figures")
    for name in ("bare_li", "tma_5s", "tma_20s"):
        text = Path(f"data/{name}.vms").read_text("utf-8")
        Path(f"data/{name}.vms").write_text(text.replace(name, "foil"), "utf-8")
    done = run("depth-profile", "data", *words)
    assert done.exit_code == 0, done.stderr
    assert run("rerun", "data.xpsfit").exit_code == 0

    times.write_text(times.read_text().replace("60", "90"))
    result = run("rerun", "data.xpsfit")
    assert result.exit_code == 3
    assert "times.csv has other content" in result.stdout


def test_samples_that_share_quantities_are_fitted_together_again(
    run: Run, samples: Path
) -> None:
    for name in ("tma_5s", "tma_20s"):
        shutil.copy(samples / f"{name}.vms", f"{name}.vms")
    words = ("--region", "C 1s", "--share", "widths", "--no-figures")
    done = run("fit", "tma_5s.vms", "tma_20s.vms", *words, "-o", "out")
    assert done.exit_code == 0, done.stderr
    assert run("rerun", "out/tma_5s.xpsfit").exit_code == 0
    Path("tma_20s.vms").write_bytes(b"other")
    result = run("rerun", "out/tma_5s.xpsfit")
    assert result.exit_code == 3
    assert "tma_20s.vms has 5 bytes" in result.stdout


def test_a_result_made_in_python_says_what_to_do(run: Run) -> None:
    record = make_record(["a notebook"], [], Settings(), [a_surface()])
    write_results(Path("made.xpsfit"), [a_surface()], record, figures=None)
    result = run("rerun", "made.xpsfit")
    assert result.exit_code == 1
    assert "was not made by 'xpsfit fit'" in the_error(result)


@pytest.mark.parametrize(
    "request_",
    [
        {"command": "convert"},
        {"arguments": ["foil.vms", "--no-such-option"]},
        {"arguments": ["--help"]},
    ],
)
def test_a_strange_command_is_refused_in_one_sentence(
    run: Run, fitted: Path, request_: dict[str, object]
) -> None:
    held = json.loads((fitted / "run.json").read_text("utf-8"))["request"]
    edit_run(fitted, request={**held, **request_})
    result = run("rerun", fitted)
    assert result.exit_code == 1
    the_error(result)


def test_recorded_words_reach_nothing_but_a_scratch_folder(
    run: Run, fitted: Path
) -> None:
    held = json.loads((fitted / "run.json").read_text("utf-8"))["request"]
    Path("elsewhere").mkdir()
    words = [*held["arguments"], "-o", "elsewhere", "--force", "--figures"]
    words += ["--scheduler", "tcp://192.0.2.1:8786", "--resume"]
    edit_run(fitted, request={**held, "arguments": words})
    assert run("rerun", fitted).exit_code == 0
    assert list(Path("elsewhere").iterdir()) == []


@pytest.mark.parametrize("name", REPEATABLE)
def test_every_option_that_names_a_file_is_known_to_be_read_or_not(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    naming = {
        str(option.name)
        for option in command.params
        if isinstance(option, click.Option) and isinstance(option.type, click.Path)
    }
    assert naming <= READ | NOT_READ
    assert not READ & NOT_READ
