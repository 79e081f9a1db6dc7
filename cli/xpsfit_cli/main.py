"""The group `xpsfit`: its commands, its exit codes, and errors as one sentence.

Commands are imported when they run, so `xpsfit --help` needs nothing but click: the
one-line helps stand in `SHORT_HELPS`, in the order of the work.
"""

from __future__ import annotations

import errno
import gc
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

import click

from xpsfit_cli import options
from xpsfit_cli.context import INTERRUPTED, keep_words
from xpsfit_cli.wording import one_sentence

SHORT_HELPS = {
    "fit": "Fit every core level found, with composition and errors.",
    "depth-profile": "Turn a sputter series into composition against depth.",
    "info": "Show what is in these files.",
    "convert": "Write spectra as tidy CSV, VAMAS or HDF5.",
    "peaks": "Browse the peak library and its sources.",
    "model": "Write, show and check peak models.",
    "check": "Hold a result against a referee's rules.",
    "report": "Write a result as one web page that needs no network.",
    "rerun": "Do a run again from its record, and compare every number.",
    "diff": "Compare two results: settings, model, parameters, amounts.",
    "what-if": "Analyze the same data under other choices; how far do numbers move?",
    "simulate": "Write spectra of known truth from a peak model.",
    "selftest": "Measure how far the numbers of a fit can be trusted.",
}
COMMANDS = tuple(SHORT_HELPS)


class WorkflowGroup(click.Group):
    """A group that imports ``commands/NAME.py`` on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the command names in workflow order."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command from its module, or None where there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        module = import_module(f"xpsfit_cli.commands.{name}")
        command: click.Command = getattr(module, name)
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the list of commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(SHORT_HELPS.items()))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the words of the command line for the run record."""
        keep_words(ctx, (ctx.info_name or "xpsfit", *args))
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of the first word, or say which commands exist."""
        if not args[0].startswith("-") and args[0] not in COMMANDS:
            ctx.fail(f"no command {args[0]!r}; known: {', '.join(COMMANDS)}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; turn every expected error into one sentence."""
        from peaklib.errors import PeakLibError
        from xpsfit.errors import XpsFitError

        _tolerate_unprintable_names()
        # After every 700 new objects, as usual, a search for circles of unused ones
        # takes a tenth of the time of a command that makes a million, and finds few.
        gc.set_threshold(50_000, 20, 20)
        try:
            return super().invoke(ctx)
        except (XpsFitError, PeakLibError) as error:
            raise click.ClickException(one_sentence(error)) from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            raise click.ClickException(one_sentence(error)) from error
        except KeyboardInterrupt:
            _stop("interrupted; what was finished is kept")


def _stop(message: str) -> NoReturn:
    click.echo(f"\nError: {message}", err=True)
    raise click.exceptions.Exit(INTERRUPTED)


def _tolerate_unprintable_names() -> None:
    """Let names that the terminal's encoding lacks print escaped, not fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from xpsfit._version import __version__

    click.echo(f"xpsfit {__version__}")
    ctx.exit()


@click.group(
    cls=WorkflowGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: xpsfit fit sample_spectra/bare_li.vms -o results",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
@options.verbosity
def cli() -> None:
    """X-ray photoelectron spectroscopy: peak fits and sputter depth profiles.

    Results go to the terminal and into a results folder; every number comes with its
    error. Exit codes: 0 done, 1 an error, 2 wrong usage, 3 done in part (what failed
    is listed) or, of `check`, `rerun` and `diff`, not all well or the same, 130
    interrupted (what was finished is kept).
    """
