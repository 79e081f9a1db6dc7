"""What a report must state, and neither a file nor the user does."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from xpsfit.account.missing import missing
from xpsfit.checks.finding import (
    Check,
    Verdict,
    not_applicable,
    passed,
    per_sample,
    per_series,
    warned,
)
from xpsfit.statements import spectra_of, stated_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.results import SampleResult

REFERENCE_EV: Mapping[str, tuple[str, float]] = MappingProxyType(
    {
        "energy_check_au_4f7_ev": ("Au 4f7/2", 83.96),
        "energy_check_ag_3d5_ev": ("Ag 3d5/2", 368.21),
        "energy_check_cu_2p3_ev": ("Cu 2p3/2", 932.62),
    }
)
"""Statement, line, and its energy in ISO 15472 for monochromated Al K-alpha."""

# ISO 15472 leaves the tolerance to the user; chemical states are told apart at 0.2 eV.
TOLERANCE_EV = 0.2
ENERGY_CHECK = "last check of the energy scale"
NOTHING = not_applicable("no region was evaluated")
ION_BEAM = ("ion current", "alignment of the beams")


def everything_stated(result: SampleResult) -> Verdict:
    """Ask whether all that a report wants is known."""
    if not spectra_of(result):
        return NOTHING
    unsaid = [wanted.name for wanted in missing([result])]
    if unsaid:
        return warned(
            f"not recorded: {', '.join(unsaid)}; state what you know in a TOML file "
            "and give it with --metadata",
            number=float(len(unsaid)),
        )
    return passed("everything that a report wants is recorded")


def energy_scale_checked(result: SampleResult) -> Verdict:
    """Ask whether the energy scale was checked, and was right."""
    if not spectra_of(result):
        return NOTHING
    stated = stated_of([result])
    off = {
        line: float(stated[key]) - energy
        for key, (line, energy) in REFERENCE_EV.items()
        if key in stated
    }
    wrong = [line for line, value in off.items() if abs(value) > TOLERANCE_EV]
    if wrong:
        listed = ", ".join(f"{line} {off[line]:+.2f} eV" for line in wrong)
        return warned(
            f"when the energy scale was last checked it was off: {listed} from ISO "
            "15472; calibrate it, or correct the energies",
            largest_ev=max(map(abs, off.values())),
        )
    if any(wanted.name.startswith(ENERGY_CHECK) for wanted in missing([result])):
        return warned(
            "no check of the energy scale on Au, Ag or Cu is recorded, with its date"
        )
    if off:
        listed = ", ".join(f"{line} {value:+.2f} eV" for line, value in off.items())
        return passed(f"the energy scale was checked: {listed} from ISO 15472")
    return passed("a check of the energy scale is recorded")


def ion_beam_known(result: SampleResult) -> Verdict:
    """Ask whether ion current and alignment of the beams are known."""
    if result.rate_nm_per_s is None:
        return not_applicable("not a sputter series with a depth scale")
    unsaid = [wanted.name for wanted in missing([result]) if wanted.name in ION_BEAM]
    if unsaid:
        return warned(
            f"not recorded: {' and '.join(unsaid)}; without them nobody can tell "
            "whether the crater was flat where it was measured, or sputter so again"
        )
    return passed("ion current and alignment of the beams are recorded")


CHECKS = (
    Check(
        "R56",
        "Everything that a report wants is recorded.",
        "info",
        "Major et al., J. Vac. Sci. Technol. A 38 (2020) 061204; ISO 19830",
        per_sample(everything_stated),
    ),
    Check(
        "R57",
        "The energy scale was checked on Au, Ag or Cu, and was right (0.2 eV).",
        "info",
        "ISO 15472; Seah, Gilmore and Beamson, Surf. Interface Anal. 26 (1998) 642",
        per_sample(energy_scale_checked),
    ),
    Check(
        "R58",
        "Ion current and alignment of the beams are recorded.",
        "info",
        "ISO 16531",
        per_series(ion_beam_known),
    ),
)
