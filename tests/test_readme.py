"""The README is run: its commands, its Python, its output; links lead somewhere."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest

from tests.sessions import Done, a_clone, is_shown, run

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
LINES = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
COMMANDS = [line for line in LINES if line.startswith("xpsfit ")]
LEFT_OUT = "..."


def shown_outputs() -> list[tuple[str, list[str]]]:
    """Return each command that is followed by its output, with the lines shown."""
    return [
        (text.strip(), [line for line in output.splitlines() if line.strip()])
        for (kind, text), (next_kind, output) in pairwise(BLOCKS)
        if (kind, next_kind) == ("sh", "text")
    ]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds what a clone has for these commands."""
    return a_clone(tmp_path_factory.mktemp("clone"))


@pytest.fixture(scope="module")
def done(clone: Path) -> dict[str, Done]:
    """Return what every command did, run one after the other as a reader would."""
    program = shutil.which("xpsfit", path=str(Path(sys.executable).parent))
    assert program, "install xpsfit into this environment: pip install -e '.[dev]'"
    return {
        line: run([program, *shlex.split(line, comments=True)[1:]], clone)
        for line in COMMANDS
    }


def test_the_readme_shows_its_two_main_commands() -> None:
    shown = [command.split()[1] for command, _ in shown_outputs()]
    assert shown == ["fit", "depth-profile"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_runs_as_written(command: str, done: dict[str, Done]) -> None:
    differs = 3 if "# exit code 3" in command else 0
    assert done[command].returncode == differs, done[command].stderr
    assert done[command].stdout.strip()


@pytest.mark.parametrize(("command", "shown"), shown_outputs())
def test_the_output_shown_is_the_real_one(
    command: str, shown: list[str], done: dict[str, Done]
) -> None:
    printed = (line for line in done[command].stdout.splitlines() if line.strip())
    after_gap = True
    for line in shown:
        if line == LEFT_OUT:
            after_gap = True
            continue
        found = next(printed, None)
        while after_gap and found is not None and not is_shown(line, found):
            found = next(printed, None)
        assert found is not None, f"{command} does not print: {line}"
        assert is_shown(line, found), f"instead of {line} it prints {found}"
        after_gap = False


def test_the_python_runs_as_written(clone: Path) -> None:
    (code,) = (text for kind, text in BLOCKS if kind == "python")
    finished = run([sys.executable, "-c", code], clone)
    assert finished.returncode == 0, finished.stderr
    rows = [line.split() for line in finished.stdout.splitlines()]
    assert [row[0] for row in rows] == ["C", "O", "Al", "Li"]
    assert sum(float(row[1]) for row in rows) == pytest.approx(100.0)


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = set(re.findall(r"`?make ([a-z]+)", README))
    assert named >= {"demo", "test"}
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert named <= targets


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", README))
def test_a_link_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


PLACES = re.compile(
    r"`((?:xpsfit|peaklib|cli|tests|docs|sample_spectra|\.ci)/[a-z_./-]*)`"
)


@pytest.mark.parametrize("place", sorted(set(PLACES.findall(CONTRIBUTING))))
def test_a_place_that_contributors_are_sent_to_exists(place: str) -> None:
    if place.partition("/")[0] in {"xpsfit", "peaklib", "cli"}:
        place = place.removeprefix("cli/")
        package = import_module(place.partition("/")[0])
        assert (Path(str(package.__file__)).parents[1] / place).exists()
    elif not place.startswith(".ci/"):
        assert (ROOT / place).exists()


@pytest.mark.parametrize(
    ("registry", "home"),
    [
        ("READERS", "xpsfit.readers"),
        ("LINE_SHAPES", "xpsfit.lineshapes"),
        ("BACKGROUNDS", "xpsfit.backgrounds"),
    ],
)
def test_a_registry_that_contributors_are_sent_to_exists(
    registry: str, home: str
) -> None:
    assert f"`{registry}`" in CONTRIBUTING
    assert hasattr(import_module(home), registry)


@pytest.mark.parametrize("file", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_nobody_is_told_to_install_the_namesake(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    assert not re.search(r"pip install[^\n`]*\bxpsfit\b", text)
