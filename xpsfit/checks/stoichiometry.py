"""Areas of different core levels against the formulas of compounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.checks.amounts import AREAS, NOTHING, Amount, Ledger, found
from xpsfit.checks.finding import (
    Check,
    Verdict,
    failed,
    not_applicable,
    passed,
    per_level,
    warned,
)
from xpsfit.checks.species import (
    ALLOY,
    ALUMINUM_CARBIDE,
    CARBONATE,
    LITHIUM_CARBON,
    LITHIUM_OXIDE,
)

if TYPE_CHECKING:
    from xpsfit.results import LevelResult

WIDE = 1.6
"""Factor by which a ratio of areas may miss stoichiometry."""


def carbonate_budget(level: LevelResult) -> Verdict:
    """Hold the carbonate of C 1s against O 1s and Li 1s: 3 O and 2 Li each."""
    ledger = Ledger(level)
    carbon, oxygen = ledger.of("C 1s", CARBONATE), ledger.total("O 1s")
    if carbon is None or oxygen is None or found(level, "C 1s", CARBONATE) is None:
        return not_applicable("no carbonate in C 1s, or no O 1s in the composition")
    factor = 3.0 * (ledger.area_ratio("O 1s", "C 1s") or 0.0)
    need = carbon.times(3.0)
    held = oxygen.atoms / need.atoms
    values = {
        "area_factor": factor,
        "area_factor_lithium": 2.0 * (ledger.area_ratio("Li 1s", "C 1s") or 0.0),
        "oxygen_over_need": held,
    }
    if need.exceeds(oxygen):
        return failed(
            f"the carbonate of C 1s needs {factor:.3g} times its area in O 1s, and all "
            f"of O 1s holds {held:.0%} of that: the line is not (all) carbonate",
            **values,
        )
    if trouble := _carbonate_doubts(ledger, need):
        return warned(trouble, **values)
    return passed(
        f"O 1s holds {held:.1f} times the oxygen that the carbonate of C 1s needs "
        f"({factor:.3g} times its area)",
        **values,
    )


def _carbonate_doubts(ledger: Ledger, need: Amount) -> str:
    lithium = ledger.total("Li 1s")
    own = ledger.of("O 1s", CARBONATE)
    pair = need.times(2.0 / 3.0)
    if lithium is not None and pair.exceeds(lithium):
        factor = 2.0 * (ledger.area_ratio("Li 1s", "C 1s") or 0.0)
        return (
            f"the carbonate of C 1s needs {factor:.3g} times its area in Li 1s, and "
            f"all of Li 1s holds {lithium.atoms / pair.atoms:.0%} of that: it cannot "
            "all be Li2CO3"
        )
    if own is None:
        return ""
    if own.times(1.0 / WIDE).exceeds(need) or need.times(1.0 / WIDE).exceeds(own):
        return (
            f"the carbonate of O 1s holds {own.atoms / need.atoms:.2g} times the "
            f"oxygen that the carbonate of C 1s needs (0.6 to {WIDE:g} is plausible): "
            "one of the two lines holds something else"
        )
    return ""


def oxide_ratio(level: LevelResult) -> Verdict:
    """Hold Li 1s of Li2O against its O 1s: two atoms to one."""
    ledger = Ledger(level)
    lithium, oxygen = (
        ledger.of("Li 1s", LITHIUM_OXIDE),
        ledger.of("O 1s", LITHIUM_OXIDE),
    )
    both = all(found(level, r, LITHIUM_OXIDE) for r in ("Li 1s", "O 1s"))
    if lithium is None or oxygen is None or not both:
        return not_applicable("Li2O was not found in both Li 1s and O 1s")
    expected = 2.0 * (ledger.area_ratio("Li 1s", "O 1s") or 0.0)
    part = lithium.atoms / (2.0 * oxygen.atoms)
    need = oxygen.times(2.0)
    sentence = (
        f"Li 1s over O 1s of Li2O is {part * expected:.3g} by area, {expected:.3g} by "
        "its formula"
    )
    values = {"area_ratio": part * expected, "expected_area_ratio": expected}
    wrong = need.times(1 / WIDE).exceeds(lithium) or lithium.times(1 / WIDE).exceeds(
        need
    )
    return (
        warned(f"{sentence}: one of the two lines holds something else", **values)
        if wrong
        else passed(sentence, **values)
    )


def carbide_budget(level: LevelResult) -> Verdict:
    """Hold the low line of C 1s against the carbon that Al-C of Al 2p asks for."""
    ledger = Ledger(level)
    carbon = ledger.of("C 1s", LITHIUM_CARBON | ALUMINUM_CARBIDE)
    aluminum = ledger.of("Al 2p", ALUMINUM_CARBIDE)
    if found(level, "Al 2p", ALUMINUM_CARBIDE) is None or None in (carbon, aluminum):
        return not_applicable("no Al-C in Al 2p, or no line of it in C 1s")
    assert carbon is not None
    assert aluminum is not None
    each = ledger.area_ratio("C 1s", "Al 2p") or 0.0
    factor = 0.75 * each
    need = aluminum.times(0.75)
    values = {
        "area_factor_al4c3": factor,
        "area_factor_alch3": each,
        "area_factor_al_ch3_3": 3.0 * each,
        "carbon_over_need": carbon.atoms / need.atoms,
    }
    if need.exceeds(carbon):
        return warned(
            f"Al-C of Al 2p asks for {factor:.3g} times its area in C 1s if it is "
            f"Al4C3 ({each:.3g} if it is Al-CH3), and the line there holds "
            f"{carbon.atoms / need.atoms:.0%} of that: the label Al-C is doubtful; AlN "
            "and LiAlO2 lie at the same energy",
            **values,
        )
    share = min(need.atoms / carbon.atoms, 1.0) if carbon.atoms > 0.0 else 0.0
    return passed(
        f"Al4C3 explains {share:.0%} of the low line of C 1s ({factor:.3g} times the "
        "area of Al-C); the rest is R-Li",
        **values,
    )


def lithium_budget(level: LevelResult) -> Verdict:
    """Hold all of Li 1s against what the other core levels say it must hold."""
    ledger = Ledger(level)
    lithium = ledger.total("Li 1s")
    if lithium is None:
        return _unmeasured_lithium(level)
    carbide = (ledger.of("Al 2p", ALUMINUM_CARBIDE) or NOTHING).times(-0.75)
    organic = ledger.of("C 1s", LITHIUM_CARBON) or NOTHING
    parts = {
        "R-Li": organic.plus(carbide) if organic is not NOTHING else NOTHING,
        "Li-Al": ledger.of("Al 2p", ALLOY) or NOTHING,
        "Li2CO3": (ledger.of("C 1s", CARBONATE) or NOTHING).times(2.0),
        "Li2O": (ledger.of("O 1s", LITHIUM_OXIDE) or NOTHING).times(2.0),
    }
    asked = {name: part for name, part in parts.items() if part.atoms > 0.0}
    if not asked:
        return not_applicable("no species that holds lithium was found elsewhere")
    need = NOTHING
    for part in asked.values():
        need = need.plus(part)
    listed = ", ".join(f"{n} {p.atoms / need.atoms:.0%}" for n, p in asked.items())
    held = lithium.atoms / need.atoms
    values = {
        "lithium_over_need": held,
        "area_factor_r_li": ledger.area_ratio("Li 1s", "C 1s") or 0.0,
    }
    if need.exceeds(lithium):
        return failed(
            f"Li 1s holds {held:.0%} of the lithium that the species of the other core "
            f"levels need ({listed}): at least one of them is something else",
            **values,
        )
    return passed(
        f"Li 1s holds {held:.0%} of the lithium that the other core levels ask for "
        f"({listed})",
        **values,
    )


def _unmeasured_lithium(level: LevelResult) -> Verdict:
    """Say which species claim lithium where none was measured."""
    claims = (
        ("C 1s", CARBONATE),
        ("O 1s", CARBONATE | LITHIUM_OXIDE),
        ("Al 2p", ALLOY),
    )
    names = {
        line.name: region
        for region, species in claims
        if (line := found(level, region, species)) is not None
        and line.species.startswith("Li")
    }
    if not names:
        return not_applicable("no Li 1s, and no species that holds lithium")
    listed = ", ".join(f"{name} ({region})" for name, region in names.items())
    return warned(
        f"{listed}: the model names lithium, and Li 1s was not measured; take the "
        "names for energies, not for compounds"
    )


def alloy_budget(level: LevelResult) -> Verdict:
    """Hold Li-Al of Al 2p against Li 1s: one atom to one."""
    ledger = Ledger(level)
    aluminum, lithium = ledger.of("Al 2p", ALLOY), ledger.total("Li 1s")
    if aluminum is None or lithium is None or found(level, "Al 2p", ALLOY) is None:
        return not_applicable("no Li-Al in Al 2p, or no Li 1s in the composition")
    expected = ledger.area_ratio("Al 2p", "Li 1s") or 0.0
    own = ledger.of("Li 1s", ALLOY)
    values = {"expected_area_ratio": expected}
    if aluminum.exceeds(lithium):
        return warned(
            "Li-Al of Al 2p needs as many lithium atoms, and Li 1s holds "
            f"{lithium.atoms / aluminum.atoms:.0%} of them: it is not all LiAl",
            **values,
        )
    if own is not None and found(level, "Li 1s", ALLOY) is not None:
        ratio = expected * aluminum.atoms / own.atoms
        values["area_ratio"] = ratio
        thin = own.times(1 / WIDE).exceeds(aluminum)
        if thin or aluminum.times(1 / WIDE).exceeds(own):
            return warned(
                f"Al 2p over Li 1s of Li-Al is {ratio:.3g} by area, {expected:.3g} for "
                "LiAl: one of the two lines holds something else",
                **values,
            )
    return passed("Li 1s holds the lithium that Li-Al needs", **values)


CHECKS = (
    Check(
        "P1",
        "A carbonate in C 1s has 3 O in O 1s and, if it is Li2CO3, 2 Li in Li 1s.",
        "error",
        f"stoichiometry; {AREAS}",
        per_level(carbonate_budget),
    ),
    Check(
        "P2",
        "Li 1s and O 1s of Li2O agree with its formula within a factor of 1.6.",
        "warn",
        f"stoichiometry; {AREAS}",
        per_level(oxide_ratio),
    ),
    Check(
        "P4",
        "C 1s holds the carbon that Al-C of Al 2p asks for.",
        "info",
        f"stoichiometry of Al4C3; {AREAS}",
        per_level(carbide_budget),
    ),
    Check(
        "P5",
        "Li 1s holds the lithium of R-Li, Li-Al, Li2CO3 and Li2O within 3 errors.",
        "error",
        f"stoichiometry; {AREAS}",
        per_level(lithium_budget),
    ),
    Check(
        "P6",
        "Li 1s holds one lithium for each aluminum of Li-Al.",
        "warn",
        f"stoichiometry of LiAl; {AREAS}",
        per_level(alloy_budget),
    ),
)
