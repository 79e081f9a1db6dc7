"""The option on the charge shift of every level of a series."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from xpsfit.settings import Settings

# Those of `xpsfit.referencing`, whose import would slow down every help page.
METHOD_NAMES = ("carry", "c1s", "separation", "metal", "argon")
OWN_ENERGIES = ("separation", "metal", "argon")

charge_method = click.option(
    "--charge-method",
    type=click.Choice(METHOD_NAMES),
    default="carry",
    show_default=True,
    help="Charge shift of every level: carry that of the first, moved by what the "
    "regions agree on; or read it from each level that can bear it, from C 1s (c1s), a "
    "compound known by the distance of its core levels (separation), a metal line "
    "(metal: Al 2p 72.85, Li 1s 54.9 eV) or implanted Ar 2p3/2 241.8 eV (argon). "
    "Refused levels carry the shift of the last accepted one, and say why.",
)


def check_charge_method(settings: Settings) -> None:
    """Refuse two ways of setting the energy scale at once.

    Raises
    ------
    click.UsageError
        If a method goes with a given shift, no shift, or an energy of another line.
    """
    method = settings.charge_method
    if method == "carry":
        return
    if settings.charge != "reference":
        raise click.UsageError(
            f"--charge-method {method} finds the shift itself; leave out --shift and "
            "--charge-reference none"
        )
    if method in OWN_ENERGIES and settings.reference_ev is not None:
        raise click.UsageError(
            f"--charge-method {method} takes its energies from the peak library; leave "
            "out --charge-reference"
        )
