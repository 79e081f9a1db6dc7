"""How the energy scale was set, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.rounding import rounded

if TYPE_CHECKING:
    from xpsfit.results import ChargeReference


def charge_sentence(charge: ChargeReference) -> str:
    """Return what was added to measured energies and why.

    The spread of adventitious carbon stands beside every shift that rests on it
    (Greczynski and Hultman, Prog. Mater. Sci. 107, 100591, 2020).
    """
    shift = rounded(charge.shift_ev, charge.stderr_ev, decimals=3)
    signed = shift if charge.shift_ev < 0 else f"+{shift}"
    if charge.method == "none":
        return charge.note or "energies as measured, no charge correction"
    if charge.method == "given_shift":
        return f"charge shift {signed} eV, as given"
    source = "another" if charge.refusal else "the first"
    carried = f" (carried from {source} level)" * (charge.method == "carried")
    sentence = f"charge shift {signed} eV{carried}"
    if charge.line and charge.assigned_ev is not None:
        measured = (
            ""
            if charge.measured_ev is None
            else f"measured at {charge.measured_ev:.3f} eV, "
        )
        sentence += f": {charge.line} {measured}set to {charge.assigned_ev:.2f} eV"
    if charge.line.startswith("C 1s"):
        sentence += "; adventitious carbon itself varies by 0.2 to 0.3 eV"
    return sentence
