"""The command line as tests call it, in an empty folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from click.testing import CliRunner

from tests.builders import a_spectrum
from tests.cli.running import SAMPLES, Run
from xpsfit_cli.main import cli

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `xpsfit` with words; nothing may be left raised."""
    monkeypatch.chdir(tmp_path)

    def call(*words: object) -> Result:
        result = CliRunner().invoke(cli, [str(word) for word in words], "", None)
        if result.exception is not None:
            assert isinstance(result.exception, SystemExit), result.exc_info
        return result

    return call


@pytest.fixture
def samples() -> Path:
    """Return the folder of sample spectra."""
    if not (SAMPLES / "bare_li.vms").is_file():
        pytest.skip("the sample spectra are not beside these tests")
    return SAMPLES


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Return a folder that reads as a series of C 1s."""
    folder = tmp_path / "tma_20s"
    folder.mkdir()
    file = folder / "c1s.vms"
    file.write_text("stands for a series")
    spectra = [a_spectrum("C 1s", etch_time_s=t, file=str(file)) for t in (0.0, 30.0)]
    with patch("xpsfit_cli.work.read_many", autospec=True, return_value=(spectra, [])):
        yield folder
