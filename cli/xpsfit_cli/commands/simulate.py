"""``xpsfit simulate``: spectra of known truth from a peak model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xpsfit_cli import options
from xpsfit_cli.context import loudness
from xpsfit_cli.main import SHORT_HELPS
from xpsfit_cli.simulated import measuring, specified, target
from xpsfit_cli.wording import printable

if TYPE_CHECKING:
    from xpsfit_cli.simulated import Measuring, Specified, Target


@click.command(
    short_help=SHORT_HELPS["simulate"],
    epilog="Example: xpsfit simulate li-tma -o made.vms --composition C=40,O=30,Li=30",
)
@click.argument("model_name", metavar="MODEL")
@target
@measuring
@specified
@options.verbosity
@click.pass_context
def simulate(
    ctx: click.Context,
    model_name: str,
    target: Target,
    measured: Measuring,
    specified: Specified,
) -> None:
    """Write spectra of known truth, made from a peak model, and the truth.

    Positions, widths, line shapes, doublets and links are those at which the model
    starts; amounts become areas through the sensitivity factors. The counts are Poisson
    distributed, and the same seed gives the same counts. MODEL is a shipped model or a
    TOML file.
    """
    import json

    from xpsfit.model import find_model
    from xpsfit.settings import Settings
    from xpsfit.simulate import Specimen, true_sample
    from xpsfit.simulate import simulate as drawn
    from xpsfit.simulate.records import truth_record
    from xpsfit.writers.spectra import check_spectrum_file, format_for, write_spectra
    from xpsfit_cli.files import refuse_existing, write_text_at_once

    output, truth, force = target.output, target.truth_file, target.force
    chosen = format_for(output, target.form)
    check_spectrum_file(output, force=force)
    refuse_existing(truth, force=force)
    model = find_model(model_name)
    sample = true_sample(
        model,
        Specimen(
            composition=measured.composition,
            areas=measured.areas,
            peak_cps=measured.peak_rate or Specimen().peak_cps,
            shift_ev=specified.shift,
            name=specified.name,
        ),
        by_region=measured.plans([region.region for region in model.regions]),
        settings=Settings(
            library=specified.library, energy_exponent=specified.energy_exponent
        ),
        photon_energy_ev=specified.photon_energy,
    )
    made = drawn(sample, specified.seed, noise=specified.noise)
    write_spectra(output, made.spectra, format=chosen.name, force=force)
    text = json.dumps(truth_record(made), ensure_ascii=False, allow_nan=False, indent=1)
    write_text_at_once(truth, f"{text}\n", force=force)
    if loudness(ctx) >= 0:
        count = len(made.spectra)
        click.echo(
            f"{count} spectr{'um' if count == 1 else 'a'} written to "
            f"{printable(str(output))}, what is true about them to "
            f"{printable(str(truth))}"
        )
