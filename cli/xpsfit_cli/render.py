"""Tables and progress on the terminal; the only importer of rich.

Views make `Grid` records of plain text; this module prints them. On a terminal long
lines are wrapped at words; elsewhere they stay whole, and there is no color. A table
is never cut: a terminal that is too narrow wraps its lines.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from xpsfit_cli.wording import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import IO

WIDEST = 100_000


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of text with what is said above and below it.

    Attributes
    ----------
    title : str
        Empty for none.
    columns : tuple of str
        Headers, the unit after a line break; the first `words` columns are text.
    rows : sequence of tuple of str
    above, below : tuple of str
        Lines before and after the table.
    words : int
        Number of leading columns that are aligned left.
    """

    title: str
    columns: tuple[str, ...] = ()
    rows: Sequence[tuple[str, ...]] = ()
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    words: int = 1


def show(grids: Sequence[Grid], *, file: IO[str] | None = None) -> None:
    """Print grids to stdout, or to `file`."""
    console = _console(file or sys.stdout)
    for grid in grids:
        if grid.title:
            _say(console, grid.title, style="bold")
        for line in grid.above:
            _say(console, line)
        if grid.rows:
            _print_table(console, grid)
        for line in grid.below:
            _say(console, line, style="yellow")
        console.print()


@contextmanager
def progress(text: str, *, wanted: bool) -> Iterator[Callable[[int, int], None]]:
    """Yield a function of (done, total) that moves a bar on a terminal's stderr."""
    console = _console(sys.stderr)
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not (wanted and console.is_terminal),
    ) as bar:
        task = bar.add_task(printable(text), total=None)

        def move(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield move


def _console(file: IO[str]) -> Console:
    console = Console(file=file, markup=False, emoji=False, highlight=False)
    if not console.is_terminal:
        console.width = WIDEST
    return console


def _print_table(console: Console, grid: Grid) -> None:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for number, header in enumerate(grid.columns):
        table.add_column(
            Text("\n".join(_plain(console, part) for part in header.split("\n"))),
            justify="left" if number < grid.words else "right",
            no_wrap=True,
        )
    for row in grid.rows:
        table.add_row(*(Text(_plain(console, cell)) for cell in row))
    wide = console.options.update(width=WIDEST)
    needed = Measurement.get(console, wide, table).maximum
    usual, console.width = console.width, max(console.width, needed)
    console.print(table)
    console.width = usual


def _say(console: Console, line: str, style: str = "") -> None:
    console.print(Text(_plain(console, line)), style=style or None)


def _plain(console: Console, text: str) -> str:
    """Return one safe line that the encoding of the console can show."""
    line = printable(text)
    if console.encoding.startswith("utf"):
        return line
    return line.replace("±", "+/-").replace("Å", "A")
