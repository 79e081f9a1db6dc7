"""Many inputs: in processes, on a real cluster, interrupted, resumed."""

from __future__ import annotations

import contextlib
import csv
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import SAMPLES, the_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.running import Run

ROOT = Path(__file__).parents[2]
CODE = "from xpsfit_cli.main import cli; cli(prog_name='xpsfit')"
NAMES = ("bare_li", "tma_5s", "tma_20s", "li_al_reference")
QUICK = ("--no-figures", "--region", "C 1s")
TABLES = ("components.csv", "composition.csv", "fits.csv", "curves.csv", "model.toml")
PATIENCE_S = 400.0
NEEDS_DASK = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None,
    reason="the package distributed is not installed: pip install '.[dask]'",
)


def environment() -> dict[str, str]:
    paths = os.pathsep.join([str(ROOT), str(ROOT / "cli")])
    return {**os.environ, "PYTHONPATH": paths, "PYTHONUNBUFFERED": "1"}


def command(*words: object) -> list[str]:
    return [sys.executable, "-c", CODE, *map(str, words)]


def inputs_below(folder: Path, count: int = 4) -> list[Path]:
    """Return copies of the samples, named in the order of their numbers."""
    made = []
    for number in range(count):
        made.append(folder / f"s{number}.vms")
        shutil.copyfile(SAMPLES / f"{NAMES[number % 4]}.vms", made[-1])
    return made


def wait_for(path: Path) -> None:
    end = time.monotonic() + PATIENCE_S
    while not path.exists():
        assert time.monotonic() < end, f"{path} did not come"
        time.sleep(0.02)


def assert_same_results(one: Path, other: Path, count: int) -> None:
    for number in range(count):
        for name in TABLES:
            place = Path(f"s{number}.xpsfit", name)
            assert (one / place).read_bytes() == (other / place).read_bytes(), place
    rows = (one / "summary.csv").read_bytes()
    assert rows == (other / "summary.csv").read_bytes()


@pytest.fixture(scope="module")
def in_turn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with inputs and their results, made one after the other."""
    folder = tmp_path_factory.mktemp("in-turn")
    words = command("fit", *inputs_below(folder), "-o", folder / "out", *QUICK)
    subprocess.run(words, check=True, env=environment(), capture_output=True)
    return folder


def test_processes_give_the_same_to_the_last_digit_in_the_same_order(
    in_turn: Path, tmp_path: Path
) -> None:
    inputs = [in_turn / f"s{number}.vms" for number in range(4)]
    words = command("fit", *inputs, "-o", tmp_path / "out", *QUICK, "--workers", 2)
    ran = subprocess.run(
        words, check=True, env=environment(), capture_output=True, text=True
    )
    assert_same_results(tmp_path / "out", in_turn / "out", 4)
    written = [line for line in ran.stderr.splitlines() if "files written" in line]
    assert [Path(line.split()[-1]).name for line in written] == [
        f"s{number}.xpsfit" for number in range(4)
    ]


def dask(part: str, *options: object) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", f"distributed.cli.dask_{part}", *map(str, options)]
    return subprocess.Popen(words, env=environment(), stderr=subprocess.DEVNULL)


@contextlib.contextmanager
def a_cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[int]]]:
    """Yield the address of a scheduler on loopback, its process and its workers'."""
    place = folder / "scheduler.json"
    options = ("--no-dashboard", "--host", "127.0.0.1", "--scheduler-file", place)
    began = [dask("scheduler", *options, "--port", 0)]
    try:
        wait_for(place)
        began += [
            dask("worker", *options, "--nthreads", 1, "--no-nanny", *own)
            for number in range(workers)
            for own in [("--local-directory", folder / f"worker-{number}")]
        ]
        address = json.loads(place.read_text(encoding="utf-8"))["address"]
        yield address, [process.pid for process in began]
    finally:
        for process in began:
            process.kill()
            process.wait()


@NEEDS_DASK
def test_a_cluster_that_loses_a_worker_finishes_every_sample_once(
    in_turn: Path, tmp_path: Path
) -> None:
    out, count = tmp_path / "out", 6
    inputs = inputs_below(tmp_path, count)
    with a_cluster(tmp_path, 3) as (address, (_, *workers)):
        words = command("fit", *inputs, "-o", out, *QUICK, "-q", "-q")
        ran = subprocess.Popen([*words, "--scheduler", address], env=environment())
        wait_for(out / "s0.xpsfit")
        os.kill(workers[0], signal.SIGKILL)
        assert ran.wait(PATIENCE_S) == 0
    with (out / "summary.csv").open(encoding="utf-8", newline="") as file:
        named = [row["input"] for row in csv.DictReader(file)]
    assert named == [str(path) for path in inputs]
    for number in range(count):
        for name in ("composition.csv", "curves.csv"):
            mine = (out / f"s{number}.xpsfit" / name).read_bytes()
            twin = in_turn / "out" / f"s{number % 4}.xpsfit" / name
            assert mine == twin.read_bytes()
    assert not [path.name for path in out.iterdir() if path.name.startswith(".")]


@NEEDS_DASK
def test_a_scheduler_that_is_lost_is_a_sentence_and_leaves_what_was_finished(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    words = command("fit", *inputs_below(tmp_path, 6), "-o", out, *QUICK, "-q", "-q")
    with a_cluster(tmp_path, 1) as (address, (scheduler, _)):
        ran = subprocess.Popen(
            [*words, "--scheduler", address],
            env=environment(), stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        wait_for(out / "s0.xpsfit")
        os.kill(scheduler, signal.SIGKILL)
        _, said = ran.communicate(timeout=PATIENCE_S)
    assert ran.returncode == 1
    assert "Traceback" not in said
    assert "the scheduler was lost" in said
    assert (out / "s0.xpsfit/run.json").is_file()


@NEEDS_DASK
def test_a_cluster_without_workers_is_not_waited_for_in_silence(
    tmp_path: Path,
) -> None:
    words = command("fit", *inputs_below(tmp_path, 1), "-o", tmp_path / "out", *QUICK)
    with a_cluster(tmp_path, 0) as (address, _):
        ran = subprocess.Popen(
            [*words, "--scheduler", address],
            env=environment(), stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert ran.stderr is not None
        said = ran.stderr.readline()
        ran.send_signal(signal.SIGINT)
        ran.communicate(timeout=PATIENCE_S)
    assert said.startswith("The cluster has no workers")
    assert ran.returncode == 130


def test_no_scheduler_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (one,) = inputs_below(tmp_path, 1)
    pytest.importorskip("distributed", reason="needs the package distributed")
    result = run("fit", one, "--scheduler", "nonsense://nowhere")
    assert result.exit_code == 1
    assert "no Dask scheduler answers there" in the_error(result)
    assert not (tmp_path / "s0.xpsfit").exists()


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
def test_ctrl_c_keeps_what_was_finished_and_resume_does_the_rest(
    in_turn: Path, tmp_path: Path
) -> None:
    inputs = [in_turn / f"s{number}.vms" for number in range(4)]
    out = tmp_path / "out"
    words = command("fit", *inputs, "-o", out, *QUICK, "--workers", 2)
    ran = subprocess.Popen(words, env=environment(), stderr=subprocess.PIPE, text=True)
    wait_for(out / "s0.xpsfit")
    ran.send_signal(signal.SIGINT)
    _, said = ran.communicate(timeout=PATIENCE_S)
    assert ran.returncode == 130
    assert "Traceback" not in said
    finished = {path.name for path in out.iterdir()}
    assert "s0.xpsfit" in finished
    assert not [name for name in finished if name.startswith(".")]
    before = {name: (out / name / "run.json").read_bytes() for name in finished}
    again = subprocess.run(
        [*words, "--resume"],
        env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert again.returncode == 0, again.stderr
    assert again.stderr.count("kept as it is") == len(finished)
    assert_same_results(out, in_turn / "out", 4)
    for name, record in before.items():
        assert (out / name / "run.json").read_bytes() == record


class TestResume:
    @pytest.fixture
    def one(self, run: Run, tmp_path: Path) -> Path:
        (path,) = inputs_below(tmp_path, 1)
        assert run("fit", path, *QUICK).exit_code == 0
        return path

    def test_what_is_finished_is_kept_and_shown_as_json(
        self, run: Run, one: Path
    ) -> None:
        made = Path("s0.xpsfit/run.json").read_bytes()
        result = run("fit", one, *QUICK, "--resume", "--json")
        assert result.exit_code == 0
        assert "kept as it is" in result.stderr
        assert Path("s0.xpsfit/run.json").read_bytes() == made
        regions = {row["region"] for row in json.loads(result.stdout)["curves"]}
        assert regions == {"C 1s"}

    def test_a_finished_run_may_be_resumed_too(self, run: Run, samples: Path) -> None:
        files = [samples / f"{name}.vms" for name in ("tma_5s", "tma_20s")]
        words = ("fit", *files, *QUICK, "-o", "two")
        assert run(*words).exit_code == 0
        summary = Path("two/summary.csv")
        held = summary.read_text()
        result = run(*words, "--resume")
        assert result.exit_code == 0, result.stderr
        assert summary.read_text() == held
        summary.write_text("notes of mine\n")
        assert run(*words, "--resume").exit_code == 1
        assert summary.read_text() == "notes of mine\n"

    def test_other_options_are_not_kept_without_force(
        self, run: Run, one: Path
    ) -> None:
        result = run("fit", one, *QUICK, "--resume", "--library", "althermo1")
        assert result.exit_code == 1
        assert "Not kept: s0.xpsfit: it was made with other options" in result.stderr
        assert "replace it with --force" in result.stderr
        words = ("--resume", "--force", "--library", "althermo1")
        assert run("fit", one, *QUICK, *words).exit_code == 0

    def test_a_choice_of_regions_is_another_option(self, run: Run, one: Path) -> None:
        result = run("fit", one, "--no-figures", "--resume")
        assert "made with other options" in result.stderr

    def test_what_failed_is_said_again_and_counts(
        self, run: Run, tmp_path: Path
    ) -> None:
        folder = tmp_path / "sample"
        folder.mkdir()
        shutil.copyfile(SAMPLES / "bare_li.vms", folder / "good.vms")
        (folder / "bad.vms").write_bytes((SAMPLES / "bare_li.vms").read_bytes()[:3000])
        first = run("fit", folder, *QUICK)
        assert first.exit_code == 3
        again = run("fit", folder, *QUICK, "--resume")
        assert again.exit_code == 3
        assert "kept as it is" in again.stderr
        failed = [x for x in first.stderr.splitlines() if x.startswith("Failed: ")]
        assert failed
        assert [
            x for x in again.stderr.splitlines() if x.startswith("Failed: ")
        ] == failed

    def test_a_file_that_can_be_read_now_is_not_left_out(
        self, run: Run, tmp_path: Path
    ) -> None:
        folder = tmp_path / "sample"
        folder.mkdir()
        shutil.copyfile(SAMPLES / "bare_li.vms", folder / "good.vms")
        other = folder / "other.vms"
        other.write_bytes((SAMPLES / "tma_5s.vms").read_bytes()[:3000])
        assert run("fit", folder, *QUICK).exit_code == 3
        shutil.copyfile(SAMPLES / "tma_5s.vms", other)
        old = (folder / "good.vms").stat().st_mtime - 1000.0
        os.utime(other, (old, old))
        again = run("fit", folder, *QUICK, "--resume", "--force")
        assert "which could not be read, can be read now" in again.stderr
        assert again.exit_code == 0

    def test_a_changed_input_is_named(self, run: Run, one: Path) -> None:
        shutil.copyfile(SAMPLES / "tma_5s.vms", one)
        result = run("fit", one, *QUICK, "--resume", "--force")
        assert f"its input {one} has changed" in result.stderr
        assert "files written" in result.stderr

    def test_an_edited_table_is_not_kept_and_not_lost(
        self, run: Run, one: Path
    ) -> None:
        table = Path("s0.xpsfit/composition.csv")
        table.write_text(table.read_text() + "mine\n")
        result = run("fit", one, *QUICK, "--resume", "--force")
        assert result.exit_code == 1
        assert "its files are not as they were written" in result.stderr
        assert "was edited after the run" in result.stderr
        assert "mine" in table.read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--workers", "2", "--scheduler", "tcp://h:1"), "leave it out"),
        (("--share", "widths", "--workers", "2"), "one minimisation"),
        (("--share", "widths", "--resume"), "one minimisation"),
        (("--workers", "-1"), "0<=x<=1024"),
    ],
)
def test_options_that_contradict_each_other_are_wrong_usage(
    run: Run, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    result = run("fit", *inputs_below(tmp_path, 2), *words)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
