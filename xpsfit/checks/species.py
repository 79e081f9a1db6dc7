"""The species that rules speak of, as models and the peak library call them."""

from __future__ import annotations

CARBONATE = frozenset({"Li2CO3", "CO3", "carbonate"})
LITHIUM_OXIDE = frozenset({"Li2O"})
LITHIUM_CARBON = frozenset({"R-Li/Al-C", "R-Li", "Li2C2/LixC", "LiCH3"})
HYDROCARBON = frozenset({"C-C", "C-C sp3"})
ETHER = frozenset({"C-O"})
CARBONYL = frozenset({"C=O"})
ESTER = frozenset({"O-C=O"})
GRAPHITIC = frozenset({"C=C sp2", "sp2", "graphite"})
ALLOY = frozenset({"Li-Al", "LiAl"})
ALUMINUM_METAL = frozenset({"Al metal"})
LITHIUM_METAL = frozenset({"Li metal"})
METALS = ALUMINUM_METAL | LITHIUM_METAL
ALUMINUM_CARBIDE = frozenset({"Al-C", "Al4C3"})
ALUMINUM_OXIDE = frozenset({"Al2O3", "Al-O", "Al-OH", "LiAlO2"})
WATER = frozenset({"H2O"})
SHAKE_UP_NAMES = ("pi-pi*", "shake-up", "shakeup", "satellite")
PLASMON_NAMES = ("plasmon", "loss")


def is_satellite(name: str) -> bool:
    """Return whether a component is called a shake-up, satellite or plasmon."""
    return any(word in name.lower() for word in (*SHAKE_UP_NAMES, *PLASMON_NAMES))


def is_shake_up(name: str) -> bool:
    """Return whether a component is called a shake-up or satellite."""
    return any(word in name.lower() for word in SHAKE_UP_NAMES)
