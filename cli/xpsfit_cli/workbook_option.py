"""The option that asks for a workbook beside the CSV files."""

from __future__ import annotations

import click

workbook_choice = click.option(
    "--xlsx",
    is_flag=True,
    help="Write the tables as one workbook, result.xlsx, too.",
)
