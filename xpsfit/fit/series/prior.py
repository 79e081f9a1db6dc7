"""What is known of the lines of a series beforehand, counted once for all levels.

The library states positions on a scale on which adventitious carbon has its usual
energy. How far that holds on one sample is known to some tenths of an eV only, and the
error is common to all core levels. Within one level it hides in the charge shift; in a
series it would set the later levels against the first, whose shift is held. So all
positions share one more displacement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.prior import Prior, prior_of
from xpsfit.fit.slots import slots_of

if TYPE_CHECKING:
    from xpsfit.fit.series.layout import SeriesLayout

# Of adventitious carbon as a reference: 0.2 to 0.3 eV even on good samples (Biesinger,
# Appl. Surf. Sci. 597, 153681, 2022: 284.91 +- 0.25 eV on insulators over five years).
SCALE_EV = 0.25


def series_prior(layout: SeriesLayout) -> Prior:
    """Return the priors of all regions, with the scale that they have in common."""
    slots: list[int] = []
    mean: list[float] = []
    blocks: list[np.ndarray[tuple[int, int], np.dtype[np.float64]]] = []
    for region in layout.regions:
        start = slots_of(region.model, 0.0)
        own = prior_of(start, region.model)
        place = dict(zip(region.bent.tolist(), region.shared.tolist(), strict=True))
        # What is tied to another region has its prior there.
        kept = [
            k
            for k, i in enumerate(own.slots)
            if layout.shared_slots.all[place[i]].tie is None
        ]
        inverse = np.linalg.inv(own.whitening) if own.slots else own.whitening
        blocks.append((inverse @ inverse.T)[np.ix_(kept, kept)])
        slots += [place[own.slots[k]] for k in kept]
        mean += [float(own.mean[k]) for k in kept]
    for i in range(layout.shared.size, layout.size):
        slots.append(i)
        mean.append(0.0)
        blocks.append(np.array([[layout.shared_slots.all[i].spread ** 2]]))
    if not slots:
        return Prior([], np.empty(0), np.empty(0), np.empty((0, 0)))
    covariance = np.zeros((len(slots), len(slots)))
    at = 0
    for block in blocks:
        covariance[at : at + len(block), at : at + len(block)] = block
        at += len(block)
    common = np.array(
        [SCALE_EV * (layout.shared_slots.all[i].quantity == "center_ev") for i in slots]
    )
    covariance += np.outer(common, common)
    return Prior(
        slots,
        np.array(mean),
        np.sqrt(np.diag(covariance)),
        np.asarray(np.linalg.inv(np.linalg.cholesky(covariance))),
    )
