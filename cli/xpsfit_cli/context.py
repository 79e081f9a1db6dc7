"""What the group and its commands tell each other: words, loudness, exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

DONE_IN_PART = 3
CHECK_FAILED = 3
DIFFERENT = 3
INTERRUPTED = 130

_WORDS = "xpsfit.words"
_LOUDNESS = "xpsfit.loudness"


def keep_words(ctx: click.Context, words: tuple[str, ...]) -> None:
    """Remember the command line, program name first."""
    ctx.meta[_WORDS] = words


def command_words(ctx: click.Context) -> tuple[str, ...]:
    """Return the command line that is running, program name first."""
    words: tuple[str, ...] = ctx.meta.get(_WORDS, ("xpsfit",))
    return words


def add_loudness(ctx: click.Context, amount: int) -> None:
    """Add the number of -v, or take off that of -q."""
    ctx.meta[_LOUDNESS] = loudness(ctx) + amount


def loudness(ctx: click.Context) -> int:
    """Return how often -v was given, less how often -q was."""
    amount: int = ctx.meta.get(_LOUDNESS, 0)
    return amount
