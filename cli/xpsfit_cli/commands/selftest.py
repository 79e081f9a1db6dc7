"""``xpsfit selftest``: how far the numbers of a fit can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xpsfit_cli import options
from xpsfit_cli.context import loudness
from xpsfit_cli.main import SHORT_HELPS
from xpsfit_cli.simulated import measuring
from xpsfit_cli.tested import testing

if TYPE_CHECKING:
    from xpsfit_cli.options import Choices, Selected
    from xpsfit_cli.simulated import Measuring
    from xpsfit_cli.tested import Testing


@click.command(
    short_help=SHORT_HELPS["selftest"],
    epilog="Example: xpsfit selftest sample_spectra/bare_li.vms --spectra 5",
)
@click.argument("target", metavar="[MODEL|FILE]", default="li-tma")
@testing
@measuring
@options.analysis
@options.selection
@options.as_json
@options.verbosity
@click.pass_context
def selftest(
    ctx: click.Context,
    target: str,
    test: Testing,
    measured: Measuring,
    choices: Choices,
    selected: Selected,
    as_json: bool,
) -> None:
    """Simulate spectra again and again, fit them, and compare with the truth.

    The truth is a model (li-tma if none is named) at the counts of the options, or what
    is fitted to FILE: would these data have told me? The simulated spectra are analyzed
    as by 'xpsfit fit'. The tables show bias, scatter and coverage of the stated errors,
    the Cramer-Rao bound, what would be detected, and the scans that give 5 %. -v adds
    the parameters of the background.
    """
    from xpsfit.simulate.records import selftest_csv, selftest_record
    from xpsfit.simulate.selftest import selftest as tested
    from xpsfit_cli.files import refuse_existing, write_text_at_once
    from xpsfit_cli.machine import print_json
    from xpsfit_cli.render import progress, show
    from xpsfit_cli.trial import trial_of
    from xpsfit_cli.views.selftest import selftest_grids

    if test.output is not None:
        refuse_existing(test.output, force=test.force)
    trial = trial_of(target, measured, choices, selected, test.etch_time)
    with progress("simulated spectra", wanted=loudness(ctx) >= 0) as move:
        result = tested(
            trial.truth,
            trial.settings,
            spectra=test.spectra,
            seed=test.seed,
            draw=trial.of_model if test.draw is None else test.draw,
            on_spectrum=move,
        )
    if test.output is not None:
        write_text_at_once(test.output, selftest_csv(result), force=test.force)
    if as_json:
        print_json(selftest_record(result))
    elif loudness(ctx) > -2:
        show(selftest_grids(result, every=loudness(ctx) > 0))
