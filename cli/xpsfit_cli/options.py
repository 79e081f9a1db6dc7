"""The options that several commands share.

============= ===============================================================
``inputs``    the files and folders to read: fit, depth-profile, info, convert
``analysis``  ``--model --background --charge-reference --shift --library
              --energy-exponent --transmission --count-time --photon-energy``,
              handed over as one `Choices`: fit, depth-profile; those of
              `xpsfit_cli.scrutiny` come with it where a command has them
``selection`` ``--region --sample --position --angle``, handed over as one
              `Selected`: fit, depth-profile, info, convert
``times``     ``--etch-times``: info, convert; with the depth scale of
              `xpsfit_cli.depth_options` in depth-profile
``results``   ``-o/--output --force --xlsx`` and those of figures, handed over as one
              `Destination`: fit, depth-profile
``as_json``   ``--json``: fit, depth-profile, info, peaks, check
``verbosity`` ``-q -v``: the group and all commands but model
============= ===============================================================

Values are parsed on the way in, so that commands get clean ones; a bad value is a
usage error.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from xpsfit_cli import values
from xpsfit_cli.context import add_loudness
from xpsfit_cli.figure_options import figure_choices
from xpsfit_cli.workbook_option import workbook_choice

if TYPE_CHECKING:
    from collections.abc import Callable

    from xpsfit.settings import TransmissionRule
    from xpsfit_cli.scrutiny import Scrutiny

    Command = Callable[..., None]


# Those of `xpsfit.backgrounds`, whose import would slow down every help page.
BACKGROUND_NAMES = (
    "active_shirley",
    "active_linear",
    "active_tougaard",
    "shirley",
    "shirley_clamped",
    "shirley_casaxps",
    "linear",
    "tougaard_u2",
    "tougaard_u3",
    "tougaard_u4",
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user chose about an analysis; see the help of each option.

    Attributes
    ----------
    charge_reference : float, "auto", "none" or None
        Energy assigned to the reference line; None where the option was not given.
    scrutiny : Scrutiny or None
        What is asked of every fit; None where the command has no such options.
    """

    model: str | None
    background: str | None
    charge_reference: float | Literal["auto", "none"] | None
    shift: float | None
    library: str
    energy_exponent: float
    transmission: TransmissionRule
    count_time: float | None
    photon_energy: float | None
    scrutiny: Scrutiny | None = None

    def __post_init__(self) -> None:
        """Refuse two ways of setting the energy scale at once."""
        if self.shift is not None and self.charge_reference is not None:
            raise click.UsageError(
                "--shift and --charge-reference exclude each other; give one of them"
            )


@dataclass(frozen=True, slots=True)
class Selected:
    """Which of the spectra are meant; what is empty takes all.

    Attributes
    ----------
    region, sample, position, angle : tuple of str
        Names, labels, degrees; ``all`` positions or angles give a result for each.
    """

    region: tuple[str, ...] = ()
    sample: tuple[str, ...] = ()
    position: tuple[str, ...] = ()
    angle: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Destination:
    """Where results go.

    Attributes
    ----------
    output : Path or None
        Folder that gets the results folders; None for the working directory.
    force, figures : bool
    figure_width : str or None
    figure_format : tuple of str
    style : Path or None
        What was said about figures; see `xpsfit_cli.figure_options.figure_look`.
    xlsx : bool
    """

    output: Path | None
    force: bool
    figures: bool
    figure_width: str | None = None
    figure_format: tuple[str, ...] = ()
    style: Path | None = None
    xlsx: bool = False


def bundle(
    name: str, record: type, *decorators: Callable[[Command], Command]
) -> Callable[[Command], Command]:
    """Return a decorator that adds options and passes them on as one record."""

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def run(*args: Any, **given: Any) -> None:
            names = [f.name for f in fields(record) if f.name in given]
            chosen = {name: given.pop(name) for name in names}
            command(*args, **{name: record(**chosen)}, **given)

        bundled: Command = run
        for decorator in reversed(decorators):
            bundled = decorator(bundled)
        return bundled

    return decorate


def inputs(metavar: str) -> Callable[[Command], Command]:
    """Return a decorator that adds one or more paths, called `metavar` in the help."""
    return click.argument(
        "inputs",
        metavar=f"{metavar}...",
        nargs=-1,
        required=True,
        type=click.Path(path_type=Path),
    )


analysis = bundle(
    "choices",
    Choices,
    click.option(
        "--model",
        metavar="NAME|FILE",
        show_default="chosen by material: li-tma or adventitious-carbon",
        help="Peak model: a shipped one by name, or a TOML file.",
    ),
    click.option(
        "--background",
        type=click.Choice(BACKGROUND_NAMES),
        metavar="NAME",
        show_default="the model's own: active_shirley in the shipped ones",
        help="Background of every fitted region: fitted with the peaks "
        f"({', '.join(BACKGROUND_NAMES[:3])}) or drawn first "
        f"({', '.join(BACKGROUND_NAMES[3:])}).",
    ),
    click.option(
        "--charge-reference",
        metavar="auto|EV|none",
        callback=values.charge_reference,
        show_default="auto",
        help="Energy in eV assigned to the model's reference line (C 1s C-C); auto "
        "takes the model's own (284.8 eV in li-tma), none leaves energies as measured.",
    ),
    click.option(
        "--shift",
        metavar="EV",
        callback=values.number("eV", above=-1500.0, below=1500.0),
        show_default="found from the reference line",
        help="Charge shift in eV, added to every measured binding energy.",
    ),
    click.option(
        "--library",
        type=click.Choice(["scofield", "althermo1"]),
        default="scofield",
        show_default=True,
        help="Sensitivity factors.",
    ),
    click.option(
        "--energy-exponent",
        metavar="N",
        default="0.6",
        callback=values.number("no unit", above=-3.0, below=3.0),
        show_default=True,
        help="n of the escape-depth and analyzer factor KE^n (no unit).",
    ),
    click.option(
        "--transmission",
        type=click.Choice(["auto", "file", "none"]),
        default="auto",
        show_default=True,
        help="The file's own transmission function: auto applies it where pass "
        "energies differ, file always, none never.",
    ),
    click.option(
        "--count-time",
        metavar="S",
        callback=values.number("s", above=0.0),
        show_default="from the file",
        help="Counting time per point in s, dwell x scans, for files that do not "
        "give it.",
    ),
    click.option(
        "--photon-energy",
        metavar="EV",
        callback=values.number("eV", above=0.0),
        show_default="from the file",
        help="Photon energy in eV, e.g. 1486.68, for files that do not give it, such "
        "as Avantage's Excel exports; what a file states is kept, and said. Text files "
        "of kinetic energies need it in their header.",
    ),
)

selection = bundle(
    "selected",
    Selected,
    click.option(
        "--region",
        metavar="LEVEL",
        multiple=True,
        show_default="all",
        help="This core level only, e.g. 'C 1s'; may be repeated. A fit without the "
        "reference line's level needs --shift or --charge-reference none.",
    ),
    click.option(
        "--sample",
        metavar="NAME",
        multiple=True,
        show_default="all",
        help="This sample only; may be repeated.",
    ),
    click.option(
        "--position",
        metavar="NAME|N|all",
        multiple=True,
        show_default="the only one; info, convert: all",
        help="This point of a sample measured at several: its name, or its number "
        "from 1; may be repeated; all gives a result for each.",
    ),
    click.option(
        "--angle",
        metavar="DEG|all",
        multiple=True,
        show_default="the only one; info, convert: all",
        help="This angle in degrees, of several; may be repeated; all gives a result "
        "for each.",
    ),
)

results = bundle(
    "destination",
    Destination,
    click.option(
        "-o",
        "--output",
        metavar="DIR",
        type=click.Path(file_okay=False, path_type=Path),
        show_default="working directory",
        help="Folder in which the results folders are written.",
    ),
    click.option(
        "--force",
        is_flag=True,
        help="Replace a results folder that an earlier run wrote.",
    ),
    *figure_choices,
    workbook_choice,
)

times = click.option(
    "--etch-times",
    "etch_times",
    metavar="FILE.csv",
    type=click.Path(path_type=Path),
    show_default="from the files or their names",
    help="Table of etch times: a line 'file,etch_time_s' (or 'level,etch_time_s'; s, "
    "min or h), then a line for each file or level.",
)

as_json = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print JSON for machines instead of tables.",
)


def _count(ctx: click.Context, param: click.Parameter, value: int) -> None:
    add_loudness(ctx, value if param.name == "verbose" else -value)


def verbosity(command: Command) -> Command:
    """Add ``-q`` and ``-v``; their balance is `xpsfit_cli.context.loudness`."""
    for flags, text in (
        (("-v", "--verbose"), "Say more; the help of a command tells what."),
        (
            ("-q", "--quiet"),
            "Say less: no notes on stderr; twice, no tables of results.",
        ),
    ):
        command = click.option(
            *flags, count=True, expose_value=False, callback=_count, help=text
        )(command)
    return command
