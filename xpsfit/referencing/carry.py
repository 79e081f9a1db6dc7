"""Carry the shift of the first level through the series.

It follows only what all regions of a level agree on (`xpsfit.follow`), so a change of
chemistry in one region does not move the scale.
"""

from __future__ import annotations

from xpsfit.referencing.reading import ReferencingMethod

METHOD = ReferencingMethod(
    name="carry",
    title="the shift of the first level, moved by what the regions agree on",
    source="Oswald, Appl. Surf. Sci. 351 (2015) 492; the vote: Gelman et al. (2013)",
    kind="carried",
    needs_carbon=True,
    read=None,
)
