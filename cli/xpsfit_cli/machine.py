"""JSON for machines on stdout."""

from __future__ import annotations

import json

import click


def print_json(content: object) -> None:
    """Print `content` as JSON in UTF-8; names from files keep their letters."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)
    click.echo(text.encode("utf-8", "backslashreplace").decode())
