"""``xpsfit model``: peak models as files."""

from __future__ import annotations

from pathlib import Path

import click

from xpsfit_cli.main import SHORT_HELPS
from xpsfit_cli.wording import printable


class InOrder(click.Group):
    """A group whose commands stand in the order in which they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names as they were added."""
        del ctx
        return list(self.commands)


@click.group(
    cls=InOrder,
    short_help=SHORT_HELPS["model"],
    epilog="Example: xpsfit model show li-tma",
)
def model() -> None:
    """Write, show and check peak models.

    A peak model is a TOML file that says which components each core level has, where
    they may lie, how wide they may be, and how they are linked. Fit with it by
    'xpsfit fit FILE --model my_model.toml'.
    """


@model.command(
    short_help="Write a model file to edit.",
    epilog="Example: xpsfit model init my_model.toml --from li-tma",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "origin",
    metavar="NAME|FILE",
    default="li-tma",
    show_default=True,
    help="The model to start from.",
)
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
def init(file: Path, origin: str, force: bool) -> None:
    """Write a peak model to FILE, complete and ready to be edited."""
    from xpsfit.model import dump_model, find_model
    from xpsfit_cli.files import write_text_at_once

    write_text_at_once(file, dump_model(find_model(origin)), force=force)
    name = printable(str(file))
    click.echo(f"{name} written; after editing: xpsfit model check {name}")


@model.command(
    short_help="Show a model as tables.", epilog="Example: xpsfit model show li-tma"
)
@click.argument("model_name", metavar="NAME|FILE")
def show(model_name: str) -> None:
    """Show the components of a peak model with their bounds and links.

    Shipped models: li-tma (lithium exposed to trimethylaluminum) and
    adventitious-carbon.
    """
    from xpsfit.model import find_model
    from xpsfit_cli import render
    from xpsfit_cli.views.models import model_grids

    render.show(model_grids(find_model(model_name)))


@model.command(
    short_help="Check a model file.", epilog="Example: xpsfit model check my_model.toml"
)
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Report what is wrong in a model FILE, and what a careful reader would question.

    An error is one sentence and exit code 1; what is only questionable is listed with
    exit code 0.
    """
    from xpsfit.model import load_model, review_model

    loaded = load_model(file)
    for remark in review_model(loaded):
        click.echo(f"Warning: {printable(remark)}")
    regions = len(loaded.regions)
    components = sum(len(region.components) for region in loaded.regions)
    name = printable(str(file))
    click.echo(f"{name}: no errors in {regions} regions with {components} components")
