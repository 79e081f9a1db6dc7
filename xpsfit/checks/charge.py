"""The charge reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import peaklib
from xpsfit.checks.amounts import found, present
from xpsfit.checks.finding import (
    Check,
    Verdict,
    failed,
    not_applicable,
    passed,
    per_level,
    warned,
)
from xpsfit.checks.species import ALLOY, ALUMINUM_METAL, LITHIUM_METAL

if TYPE_CHECKING:
    from xpsfit.fit.result import FitResult
    from xpsfit.results import LevelResult

METAL_LINES = (
    ("Al 2p", ALUMINUM_METAL, "Al_metal"),
    ("Li 1s", LITHIUM_METAL, "Li_metal"),
)
METAL_EV = 0.3
SMALLEST_SHARE = 0.30


def reference_is_stated(level: LevelResult) -> Verdict:
    """Ask whether a shifted scale names its line, energy, shift and method."""
    charge = level.charge
    if charge.method == "none":
        if charge.shift_ev != 0.0:
            return failed(
                f"energies are shifted by {charge.shift_ev:+.2f} eV without a method"
            )
        return passed("energies are as measured")
    if charge.method == "given_shift":
        return warned(
            f"energies are shifted by {charge.shift_ev:+.2f} eV as given: state the "
            "reference line, its assigned energy and how the shift was found",
            shift_ev=charge.shift_ev,
        )
    if not charge.line or charge.assigned_ev is None or charge.measured_ev is None:
        return failed(
            f"energies are shifted by {charge.shift_ev:+.2f} eV without a reference "
            "line and its assigned energy"
        )
    how = "carried from another level" if charge.method == "carried" else "fitted here"
    return passed(
        f"{charge.line} set to {charge.assigned_ev:.2f} eV, shift "
        f"{charge.shift_ev:+.2f} eV, {how}",
        shift_ev=charge.shift_ev,
    )


def metals_on_this_scale(level: LevelResult) -> Verdict:
    """Hold the lines of grounded metals against their own energies."""
    if not _on_carbon(level):
        return not_applicable("the scale does not rest on adventitious carbon")
    values: dict[str, float] = {}
    wrong: list[str] = []
    right: list[str] = []
    for region, species, key in METAL_LINES:
        line = found(level, region, species)
        if line is None or line.center_ev_stderr is None:
            continue
        at = line.center_ev + level.charge.shift_ev
        known = peaklib.chemical_state(region, key).be_ev
        values[f"{key.lower()}_ev"] = at
        text = f"{line.name} at {at:.2f} eV ({known:.2f} on a Fermi scale)"
        bad = abs(at - known) > METAL_EV + 3.0 * line.center_ev_stderr
        (wrong if bad else right).append(text)
    if wrong:
        return warned(
            f"{', '.join(wrong)}: on this conductor C-C is not at its assigned energy; "
            "adventitious carbon follows the vacuum level, and is uncertain by 0.2 to "
            "0.3 eV even at best",
            **values,
        )
    if right:
        return passed(
            f"{', '.join(right)}: the scale holds for the metal too", **values
        )
    return not_applicable(
        "no metal to hold the scale against; the reference itself is uncertain by 0.2 "
        "to 0.3 eV"
    )


def sputtered_reference(level: LevelResult) -> Verdict:
    """Ask whether carbon of a sputtered level may still be called adventitious."""
    if not level.etch_time_s:
        return not_applicable("not sputtered")
    charge = level.charge
    if charge.method != "fitted_line":
        how = {
            "carried": "one shift, carried from another level, serves every region",
            "given_shift": "the shift was given",
            "separation": "a compound known by its distances sets the scale",
            "metal_line": "the line of a metal sets the scale",
            "implanted_argon": "implanted argon sets the scale",
        }.get(charge.method, "energies are as measured")
        return passed(f"no level of carbon was fitted as a reference: {how}")
    region, _, name = charge.line.rpartition(" ")
    fit = _reference_fit(level)
    if fit is None:
        return failed(f"the reference {charge.line} was not fitted at this level")
    lines = [c for c in fit.components if f"{fit.region.name} {c.name}" == charge.line]
    largest = max(fit.components, key=lambda c: c.area_cps_ev)
    share = lines[0].area_cps_ev / fit.area_cps_ev if fit.area_cps_ev > 0.0 else 0.0
    if (
        lines[0] is not largest
        or share < SMALLEST_SHARE
        or lines[0] not in present(fit)
    ):
        return failed(
            f"{name} holds {share:.0%} of {region or fit.region.name} after sputtering "
            f"and {largest.name} is its largest line: it cannot be the charge "
            "reference",
            share=share,
        )
    return warned(
        f"sputtered carbon ({charge.line}) is the charge reference: after the first "
        "etch step there is no adventitious carbon, and its maximum becomes that of "
        "sp2 or carbide",
        share=share,
    )


def _reference_fit(level: LevelResult) -> FitResult | None:
    return next(
        (
            fit
            for fit in level.fits
            for c in fit.components
            if f"{fit.region.name} {c.name}" == level.charge.line
        ),
        None,
    )


def metallic_lithium(level: LevelResult) -> Verdict:
    """Ask whether carbon is the reference of a sample with metallic lithium."""
    if not _on_carbon(level):
        return not_applicable("the scale does not rest on adventitious carbon")
    rows = level.composition.elements if level.composition else ()
    if not any(row.element == "Li" and row.detected for row in rows):
        return not_applicable("no lithium was detected")
    names = {
        c.name
        for region in ("Li 1s", "Al 2p")
        for species in (LITHIUM_METAL, ALLOY)
        if (c := found(level, region, species)) is not None
    }
    if names:
        return warned(
            f"{', '.join(sorted(names))} beside a charge reference of C 1s: lithium "
            "metal has a low work function and shifts its compounds by eV against "
            "carbon; compare distances between core levels, not energies"
        )
    return passed("no metallic lithium was found")


def _on_carbon(level: LevelResult) -> bool:
    return level.charge.method in {"fitted_line", "carried"} and (
        level.charge.line.startswith("C 1s")
    )


_VACUUM = (
    "Greczynski and Hultman, ChemPhysChem 18 (2017) 1507, and Prog. Mater. Sci. 107 "
    "(2020) 100591"
)
CHECKS = (
    Check(
        "R33",
        "Shifted energies come with reference line, assigned energy, shift and method.",
        "error",
        "ISO 19318; Baer, Surf. Interface Anal. 37 (2005) 524",
        per_level(reference_is_stated),
    ),
    Check(
        "R34",
        "Lines of metals lie at their own energies on a scale set by carbon (0.3 eV).",
        "warn",
        f"{_VACUUM}; Al 72.85 and Li 54.9 eV from NIST SRD 20",
        per_level(metals_on_this_scale),
    ),
    Check(
        "R35",
        "Sputtered levels are not referenced to their own carbon.",
        "error",
        _VACUUM,
        per_level(sputtered_reference),
    ),
    Check(
        "R36",
        "No metallic lithium where energies are referenced to carbon.",
        "warn",
        "Wood and Teeter, ACS Appl. Energy Mater. (2018), arXiv 1809.06412; Oswald et "
        "al., Batteries 4 (2018) 36",
        per_level(metallic_lithium),
    ),
)
