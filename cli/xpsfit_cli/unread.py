"""Files of a folder that gave no spectra: which of them are failures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xpsfit.readers import READERS
from xpsfit_cli.context import loudness
from xpsfit_cli.wording import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xpsfit.readers import Unread


def failed_files(
    ctx: click.Context, inputs: Sequence[Path], unread: Sequence[Unread]
) -> list[Unread]:
    """Return the files that should have given spectra; mention the others.

    A file fails if a reader knows its format, if its name ends as such files do, or if
    the user named it. A photograph beside the data is only mentioned.
    """
    suffixes = {suffix for reader in READERS.values() for suffix in reader.suffixes}
    failed = []
    for item in unread:
        expected = item.path in inputs or item.path.suffix.casefold() in suffixes
        if item.recognised or expected:
            failed.append(item)
        elif loudness(ctx) >= 0:
            click.echo(f"Left out: {printable(item.reason)}", err=True)
    return failed
