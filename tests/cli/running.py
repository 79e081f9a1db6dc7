"""What the tests of the command line share: where samples are, what an error is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from click.testing import Result

SAMPLES = Path(__file__).parents[2] / "sample_spectra"


class Run(Protocol):
    """Run `xpsfit` with these words."""

    def __call__(self, *words: object) -> Result:
        """Return what came out."""


def the_error(result: Result) -> str:
    """Return the one sentence on stderr; fail if there is more or less."""
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("Error: ")
    assert "Traceback" not in result.output
    return lines[0]


def written(folder: Path) -> list[str]:
    """Return everything below `folder`, hidden files included."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
