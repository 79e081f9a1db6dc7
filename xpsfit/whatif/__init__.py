"""What if: the same data under other choices, and how far each number moves."""

from xpsfit.whatif.compare import what_if
from xpsfit.whatif.records import Impossible, Move, WhatIf
from xpsfit.whatif.systematic import analyze_by, systematic_percent
from xpsfit.whatif.tables import move_table, spread_table
from xpsfit.whatif.unvaried import Unvaried, axes_not_varied, unvaried
from xpsfit.whatif.variations import AXES, Variation, variations_of

__all__ = [
    "AXES",
    "Impossible",
    "Move",
    "Unvaried",
    "Variation",
    "WhatIf",
    "analyze_by",
    "axes_not_varied",
    "move_table",
    "spread_table",
    "systematic_percent",
    "unvaried",
    "variations_of",
    "what_if",
]
