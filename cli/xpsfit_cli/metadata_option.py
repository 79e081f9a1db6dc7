"""The option by which a user states what the files of a measurement do not."""

from __future__ import annotations

from pathlib import Path

import click


def _checked(
    _ctx: click.Context, _param: click.Parameter, path: Path | None
) -> Path | None:
    """Refuse a file that holds no statements before any work."""
    if path is not None:
        from xpsfit.statements import read_statements  # noqa: PLC0415

        read_statements(path)
    return path


metadata_file = click.option(
    "--metadata",
    metavar="FILE.toml",
    type=click.Path(path_type=Path),
    callback=_checked,
    show_default="what the files say",
    help="What the files do not say about the measurement: operator, mounting, energy "
    "check, ion current, ...; docs/commands.md lists the keys.",
)
