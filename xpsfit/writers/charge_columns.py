"""What stands beside every calibrated energy: the shift, its line and its method.

ISO 19318 asks that shifted energies are never reported without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xpsfit.results import LevelResult
    from xpsfit.writers.table import Cell

CHARGE_COLUMNS = ("charge_method", "charge_line", "charge_assigned_ev")


def charge_cells(level: LevelResult) -> tuple[Cell, ...]:
    """Return the cells under `CHARGE_COLUMNS` for one level."""
    charge = level.charge
    return charge.method, charge.line or None, charge.assigned_ev
