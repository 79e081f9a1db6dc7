"""The options of depth-profile on what the levels of a series have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from tests.builders import a_series
from tests.cli.running import SAMPLES, Run, the_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from unittest.mock import MagicMock

ANALYZE = "xpsfit.analysis.analyze_series"
READ = "xpsfit_cli.work.read_many"
REFERENCE = SAMPLES / "li_al_reference.vms"


@pytest.fixture
def analyze() -> Iterator[MagicMock]:
    """Stand in for the analysis."""
    with patch(ANALYZE, autospec=True, return_value=[a_series(3)]) as stand_in:
        yield stand_in


def test_all_levels_are_one_fit_unless_asked(
    run: Run, folder: Path, analyze: MagicMock
) -> None:
    assert run("depth-profile", folder, "--no-figures").exit_code == 0
    (call,) = analyze.call_args_list
    settings = call.args[1]
    assert (settings.link, settings.scale, settings.drift) == ("joint", "follow", ())
    assert call.kwargs["reference"] is None


def test_choices_reach_the_library(run: Run, folder: Path, analyze: MagicMock) -> None:
    words = ("--level-shift", "fixed", "--drift", "widths", "--drift", "widths")
    result = run("depth-profile", folder, "--no-figures", *words)
    assert result.exit_code == 0, result.output
    settings = analyze.call_args.args[1]
    assert (settings.scale, settings.drift) == ("fixed", ("widths",))


def test_a_reference_reaches_the_library_as_spectra(
    run: Run, folder: Path, analyze: MagicMock
) -> None:
    words = ("--reference", REFERENCE, "--reference-state", "Li-Al")
    result = run("depth-profile", folder, "--no-figures", *words)
    assert result.exit_code == 0, result.output
    reference = analyze.call_args.kwargs["reference"]
    assert {s.region for s in reference.spectra} == {"C 1s", "O 1s", "Al 2p", "Li 1s"}
    assert reference.states == ("Li-Al",)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--link", "carried", "--drift", "widths"), "--drift goes with --link joint"),
        (
            ("--link", "none", "--level-shift", "fixed"),
            "--level-shift goes with --link joint",
        ),
        (("--reference-state", "Li-Al"), "--reference-state goes with --reference"),
    ],
)
def test_options_that_would_do_nothing_are_refused(
    run: Run, folder: Path, words: tuple[str, ...], said: str
) -> None:
    result = run("depth-profile", folder, *words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_reference_that_is_no_spectrum_is_one_sentence(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "notes.vms"
    other.write_text("not a spectrum")
    result = run("depth-profile", folder, "--reference", other)
    assert result.exit_code == 1
    assert "notes.vms" in the_error(result)
