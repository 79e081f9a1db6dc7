"""Where the fits of one level let those of the next begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.fit.slots import LINEAR_QUANTITIES

if TYPE_CHECKING:
    from xpsfit.fit.result import FitResult

DETERMINED = frozenset({"free", "bounded"})


def starts_of(fit: FitResult) -> dict[str, float]:
    """Return start values for the next level, by parameter name, measured scale.

    Only what this level determined is in it: positions, widths and step strengths that
    were free and away from their bounds. They say where the minimiser begins and
    nothing about what is known: prior knowledge stays that of the model. If it moved
    along, weakly determined positions would walk at random from level to level.

    Parameters
    ----------
    fit : FitResult

    Returns
    -------
    dict of str to float
        For `xpsfit.fit.fit_region`.
    """
    return {
        parameter.name: parameter.value
        for parameter in fit.parameters
        if parameter.state in DETERMINED
        and parameter.name.rpartition(".")[2] not in LINEAR_QUANTITIES
    }
