from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING
from unittest.mock import patch

import click
import pytest

from peaklib.errors import PeakLibError
from tests.cli.running import Run, the_error
from xpsfit._version import __version__
from xpsfit.errors import FitError
from xpsfit_cli.main import COMMANDS, SHORT_HELPS, cli

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAVY = ("numpy", "scipy", "lmfit", "h5py", "matplotlib", "rich")


def _commands() -> Iterator[tuple[str, ...]]:
    yield ()
    for name in COMMANDS:
        yield (name,)
        command = cli.get_command(click.Context(cli), name)
        if isinstance(command, click.Group):
            yield from ((name, sub) for sub in command.commands)


def _command(words: tuple[str, ...]) -> click.Command:
    found: click.Command = cli
    for word in words:
        assert isinstance(found, click.Group)
        inner = found.get_command(click.Context(found), word)
        assert inner is not None
        found = inner
    return found


def _python(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("words", list(_commands()), ids=" ".join)
class TestEveryCommand:
    def test_it_has_help_with_one_example(
        self, run: Run, words: tuple[str, ...]
    ) -> None:
        result = run(*words, "--help")
        assert result.exit_code == 0
        assert result.stdout.count("Example: xpsfit ") == 1

    def test_it_explains_every_option(self, run: Run, words: tuple[str, ...]) -> None:
        del run
        for parameter in _command(words).params:
            if isinstance(parameter, click.Option):
                assert parameter.help, parameter.name

    def test_an_unknown_option_is_wrong_usage(
        self, run: Run, words: tuple[str, ...]
    ) -> None:
        result = run(*words, "--no-such-option")
        assert result.exit_code == 2
        assert "No such option" in result.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_the_short_help_of_the_group_is_that_of_the_command(name: str) -> None:
    assert _command((name,)).short_help == SHORT_HELPS[name]


def test_the_commands_stand_in_the_order_of_the_work(run: Run) -> None:
    text = run("--help").stdout.partition("\nCommands:")[2]
    assert list(COMMANDS) == [
        "fit",
        "depth-profile",
        "info",
        "convert",
        "peaks",
        "model",
        "check",
        "report",
        "rerun",
        "diff",
        "what-if",
        "simulate",
        "selftest",
    ]
    assert sorted(COMMANDS, key=lambda name: text.index(f"\n  {name} ")) == [*COMMANDS]


class TestHelpIsInstant:
    def test_it_imports_nothing_heavy_and_no_command(self) -> None:
        code = (
            "import sys\n"
            "from xpsfit_cli.main import cli\n"
            "try:\n"
            "    cli(['--help'])\n"
            "except SystemExit:\n"
            "    print(*sys.modules)\n"
        )
        loaded = _python("-c", code).stdout.splitlines()[-1].split()
        assert "xpsfit_cli.main" in loaded
        assert not {*HEAVY, "xpsfit_cli.commands", "peaklib"}.intersection(loaded)


def test_it_says_its_version(run: Run) -> None:
    assert run("--version").stdout == f"xpsfit {__version__}\n"


def test_an_unknown_command_is_wrong_usage_and_names_the_known(run: Run) -> None:
    result = run("fitt", "a.vms")
    assert result.exit_code == 2
    assert "no command 'fitt'; known: fit, depth-profile" in result.stderr


def test_a_command_without_its_input_is_wrong_usage(run: Run) -> None:
    assert run("fit").exit_code == 2


class TestErrors:
    @pytest.mark.parametrize(
        "error", [FitError("no\nsignal"), PeakLibError("no\nsignal")]
    )
    def test_an_error_on_purpose_is_one_sentence(
        self, run: Run, error: Exception
    ) -> None:
        with patch("xpsfit.readers.read_many", autospec=True, side_effect=error):
            result = run("info", "a.vms")
        assert result.exit_code == 1
        assert the_error(result) == "Error: no signal"

    def test_an_error_of_the_system_names_the_file(self, run: Run) -> None:
        error = PermissionError(errno.EACCES, "Permission denied", "a.vms")
        with patch("xpsfit.readers.read_many", autospec=True, side_effect=error):
            result = run("info", "a.vms")
        assert result.exit_code == 1
        assert the_error(result) == "Error: a.vms: permission denied"

    def test_control_characters_of_a_file_do_not_reach_the_terminal(
        self, run: Run
    ) -> None:
        error = FitError("sample \x1b[2J\x07")
        with patch("xpsfit.readers.read_many", autospec=True, side_effect=error):
            result = run("info", "a.vms")
        assert the_error(result) == r"Error: sample \x1b[2J\x07"

    def test_an_interruption_has_its_own_exit_code(self, run: Run) -> None:
        with patch(
            "xpsfit.readers.read_many", autospec=True, side_effect=KeyboardInterrupt
        ):
            result = run("info", "a.vms")
        assert result.exit_code == 130
        assert "what was finished is kept" in result.stderr


def test_a_reader_that_stops_listening_is_no_error() -> None:
    code = "from xpsfit_cli.main import cli; cli(['peaks', 'C 1s'])"
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(writing)
    assert done.stderr == ""


def test_letters_beyond_the_encoding_of_the_terminal_are_spelled_out(
    tmp_path: Path, samples: Path
) -> None:
    shutil.copy(samples / "bare_li.vms", tmp_path / "\u0142.vms")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            r"from xpsfit_cli.main import cli; cli(['info', '\u0142.vms'])",
        ],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert rb"\u0142.vms: vamas, 4 spectra" in done.stdout
