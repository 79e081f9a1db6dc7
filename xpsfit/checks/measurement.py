"""What the files say of the measurement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.checks.amounts import evaluated
from xpsfit.checks.finding import (
    Check,
    Verdict,
    not_applicable,
    passed,
    per_fit,
    per_sample,
    warned,
)

if TYPE_CHECKING:
    from xpsfit.fit.result import FitResult
    from xpsfit.results import LevelResult, SampleResult


def unknown_counts(_level: LevelResult, fit: FitResult) -> Verdict:
    """Ask whether the counts, and so the noise, are known."""
    if fit.region.noise == "residual":
        return warned(
            "counts unknown: errors rest on the scatter of the residuals, and there is "
            "no chi-square; state the counting time or export counts"
        )
    return passed("the counts are known, and their noise is that of counting")


def photon_energy(result: SampleResult) -> Verdict:
    """Ask whether binding energies rest on one stated photon energy."""
    spectra = {
        e.region.name: e.region.spectrum.photon_energy_ev
        for level in result.levels
        for e in evaluated(level)
    }
    if not spectra:
        return not_applicable("no region was evaluated")
    unknown = [name for name, energy in spectra.items() if energy is None]
    if unknown:
        return warned(
            f"{', '.join(unknown)}: the file does not state the photon energy behind "
            "its binding energies"
        )
    energies = [energy for energy in spectra.values() if energy is not None]
    if max(energies) - min(energies) > 0.05:
        return warned(
            f"photon energies from {min(energies):.2f} to {max(energies):.2f} eV in "
            "one sample: binding energies of different regions do not share a scale",
            lowest_ev=min(energies),
            highest_ev=max(energies),
        )
    return passed(
        f"BE = {energies[0]:.2f} eV - KE as stored; no work function is applied",
        photon_energy_ev=energies[0],
    )


CHECKS = (
    Check(
        "R2",
        "Binding energies rest on one photon energy that the files state.",
        "warn",
        "LG4X-V2 issue 56; ISO 15472",
        per_sample(photon_energy),
    ),
    Check(
        "R6",
        "Counts are known, so that noise is that of counting.",
        "warn",
        "CasaXPS FAQ 9; yadg issue 13",
        per_fit(unknown_counts),
    ),
)
