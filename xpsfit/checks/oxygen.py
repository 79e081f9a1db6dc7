"""Oxygen of O 1s against all that binds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.checks.amounts import AREAS, NOTHING, Ledger, found
from xpsfit.checks.finding import (
    Check,
    Verdict,
    not_applicable,
    passed,
    per_level,
    warned,
)
from xpsfit.checks.species import (
    ALUMINUM_OXIDE,
    CARBONATE,
    CARBONYL,
    ESTER,
    ETHER,
    LITHIUM_OXIDE,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.results import LevelResult

SPARE = 1.3
"""Oxygen above this many times the carbonate's own needs another species."""


def oxygen_balance(level: LevelResult) -> Verdict:
    """Hold O 1s against the oxygen of all that binds it, inorganic species included."""
    parts = (
        ("C 1s", CARBONATE, 3.0),
        ("O 1s", LITHIUM_OXIDE, 1.0),
        ("Al 2p", ALUMINUM_OXIDE, 1.5),
        ("C 1s", ETHER, 0.5),
    )
    inorganic = any(found(level, region, s) for region, s, _ in parts[:3])
    if not inorganic:
        return not_applicable("no oxide or carbonate was found")
    return _oxygen(level, parts)


def organic_oxygen(level: LevelResult) -> Verdict:
    """Hold O 1s against the oxygen-bearing states of C 1s."""
    return _oxygen(
        level, (("C 1s", ETHER, 0.5), ("C 1s", CARBONYL, 1.0), ("C 1s", ESTER, 2.0))
    )


def _oxygen(
    level: LevelResult, parts: Sequence[tuple[str, frozenset[str], float]]
) -> Verdict:
    ledger = Ledger(level)
    oxygen = ledger.total("O 1s")
    asked = {
        "/".join(sorted(species)[:1]): amount.times(each)
        for region, species, each in parts
        if (amount := ledger.of(region, species)) is not None and amount.atoms > 0.0
    }
    if oxygen is None or not asked:
        return not_applicable(
            "no O 1s in the composition, or no species that binds oxygen"
        )
    need = NOTHING
    for part in asked.values():
        need = need.plus(part)
    held = oxygen.atoms / need.atoms
    listed = ", ".join(f"{n} {p.atoms / need.atoms:.0%}" for n, p in asked.items())
    if need.exceeds(oxygen):
        return warned(
            f"O 1s holds {held:.0%} of the oxygen that the species found need at least "
            f"({listed}): some of them are something else, such as the tail or the "
            "shake-up of sp2 carbon",
            oxygen_over_need=held,
        )
    return passed(
        f"O 1s holds {held:.1f} times the oxygen that the species found need at least "
        f"({listed})",
        oxygen_over_need=held,
    )


def spare_oxygen(level: LevelResult) -> Verdict:
    """Say what else may lie under the carbonate of O 1s where it is too large."""
    ledger = Ledger(level)
    own, carbon = ledger.of("O 1s", CARBONATE), ledger.of("C 1s", CARBONATE)
    if own is None or carbon is None or found(level, "O 1s", CARBONATE) is None:
        return not_applicable("no carbonate in O 1s, or none in the model of C 1s")
    need = carbon.times(3.0)
    if own.exceeds(need.times(SPARE)):
        ratio = own.atoms / need.atoms if need.atoms > 0.0 else float("inf")
        return warned(
            f"the line of O 1s called carbonate holds {ratio:.2g} times the oxygen of "
            "the carbonate in C 1s: LiOH (531.2 eV) and Al-O (531.0 eV) are candidates",
            oxygen_over_need=ratio,
        )
    return passed("C 1s accounts for the carbonate of O 1s")


CHECKS = (
    Check(
        "P12",
        "O 1s holds the oxygen of carbonate, oxides and C-O within 3 errors.",
        "warn",
        f"stoichiometry, an ether sharing its oxygen between two C-O; {AREAS}",
        per_level(oxygen_balance),
    ),
    Check(
        "P16",
        "Carbonate in O 1s is at most 1.3 times what carbonate in C 1s accounts for.",
        "info",
        "xpsfitting.com (LiOH 531.2 eV); van den Brand et al., Surf. Interface Anal. "
        f"36 (2004) 81 (Al-O 531.0 eV); {AREAS}",
        per_level(spare_oxygen),
    ),
    Check(
        "R45",
        "O 1s holds the oxygen of C-O, C=O and O-C=O in C 1s.",
        "warn",
        f"stoichiometry, an ether sharing its oxygen between two C-O; {AREAS}",
        per_level(organic_oxygen),
    ),
)
