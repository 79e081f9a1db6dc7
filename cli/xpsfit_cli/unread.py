"""Files of a folder that gave no spectra: which of them are failures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xpsfit_cli.context import loudness
from xpsfit_cli.wording import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xpsfit.gather import EtchTimes
    from xpsfit.readers import Unread


def failed_files(
    ctx: click.Context, inputs: Sequence[Path], unread: Sequence[Unread]
) -> list[Unread]:
    """Return the files that should have given spectra; mention the others.

    A file fails if it ought to hold spectra, or if the user named it. What only
    accompanies spectra, a photograph or a page of notes, is mentioned.
    """
    failed = []
    for item in unread:
        if not item.companion or item.path in inputs:
            failed.append(item)
        elif loudness(ctx) >= 0:
            click.echo(f"Left out: {printable(item.reason)}", err=True)
    return failed


def without_table(
    unread: Sequence[Unread], etch_times: EtchTimes | None
) -> list[Unread]:
    """Return the files without the user's table, which may lie among them."""
    return [
        item
        for item in unread
        if etch_times is None or item.path.resolve() != etch_times.table.resolve()
    ]
