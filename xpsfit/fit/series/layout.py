"""What a series shares and what each level has of its own, in terms of slots.

All regions are laid end to end as in a joint fit, on the scale of the model. Slots the
curve is not linear in are shared by all levels: positions, widths, shapes, steps. The
linear ones, areas above all, are of each level. Ties are a matrix on either side.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from xpsfit.errors import FitError
from xpsfit.fit.series.drifting import basis, with_drift
from xpsfit.fit.series.species import with_amounts
from xpsfit.fit.slots import (
    Slots,
    bounded_by_ties,
    link_note,
    link_tie,
    slots_of,
)
from xpsfit.model.links import apart, quantities, target
from xpsfit.model.types import Link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.slots import Slot
    from xpsfit.model.types import PeakModel, RegionModel, Species

    IntArray = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class RegionLayout:
    """Where the quantities of one region stand.

    Attributes
    ----------
    model : RegionModel
        With links inside the region only.
    place : slice
        Of its slots among all.
    bent, linear : array of int
        Its shared and its linear slots, counted within the region.
    shared : array of int
        Where its bent slots stand among the shared ones.
    own : array of int
        Which of the linear unknowns of a level it sees.
    mixing : FloatArray, shape (linear, own)
        How these make its linear slots.
    constant : FloatArray, shape (linear,)
        What areas are held at.
    drifting : array of int, shape (D,)
        Where coefficients of what drifts in it stand among the shared ones.
    drift : FloatArray, shape (D, levels, slots)
        What each of them adds to its slots at every level, per unit.
    """

    model: RegionModel
    place: slice
    bent: IntArray
    linear: IntArray
    shared: IntArray
    own: IntArray
    mixing: FloatArray
    constant: FloatArray
    drifting: IntArray
    drift: FloatArray

    @property
    def seen(self) -> IntArray:
        """Return all shared quantities that the region depends on."""
        return np.concatenate([self.shared, self.drifting])

    @property
    def name(self) -> str:
        """Return the core level."""
        return self.model.region


@dataclass(frozen=True, slots=True, eq=False)
class SeriesLayout:
    """All slots of a series.

    Attributes
    ----------
    regions : tuple of RegionLayout
    slots : Slots
        Of all regions on the scale of the model, then amounts of species.
    shared_slots : Slots
        The shared ones alone, their ties among themselves.
    shared : array of int
        Where these stand among all.
    unknowns : tuple of int
        Linear slots that are free, in the order of a level's unknowns.
    low, high : FloatArray, shape (unknowns,)
    species : tuple of Species
        Those with an amount.
    """

    regions: tuple[RegionLayout, ...]
    slots: Slots
    shared_slots: Slots
    shared: IntArray
    unknowns: tuple[int, ...]
    low: FloatArray
    high: FloatArray
    species: tuple[Species, ...] = ()

    @property
    def size(self) -> int:
        """Return how many shared quantities there are, Q."""
        return len(self.shared_slots.all)

    def whole(self, values: FloatArray) -> FloatArray:
        """Return the values of all slots without drift, linear ones zero."""
        found = np.zeros(len(self.slots.all))
        found[self.shared] = values[: self.shared.size]
        return found


def lay_out(
    names: Sequence[str],
    model: PeakModel,
    divisors: Mapping[str, float] | None = None,
    drift: tuple[int, Sequence[str]] = (1, ()),
) -> SeriesLayout:
    """Return the layout of the regions of a series.

    Parameters
    ----------
    names : sequence of str
        Core levels, all in the model, in the order of the result.
    model : PeakModel
        Links into core levels that are not among the names give way to free
        parameters.
    divisors : mapping of str to float, optional
        By core level, what makes atoms of areas; without it species tie nothing.
    drift : tuple of int and sequence of str
        The number of levels, and what may drift, of `xpsfit.fit.series.drifting`.

    Raises
    ------
    FitError
        If something linear hangs on a position or width, or the other way round, a
        sensitivity that species need is unknown, or a species has slack.
    """
    alone = apart(model)
    models: list[RegionModel] = []
    places: list[slice] = []
    laid: list[Slot] = []
    for name in names:
        own = alone.region(name)
        if own is None:
            raise KeyError(name)
        first = len(laid)
        models.append(own)
        laid += [
            replace(s, part=name, tie=None if s.tie is None else s.tie.moved(first))
            for s in slots_of(own, 0.0).all
        ]
        places.append(slice(first, len(laid)))
    slots = _linked(Slots(tuple(laid)), names, model)
    species: tuple[Species, ...] = ()
    if model.species and divisors is not None:
        slots, species = with_amounts(slots, model, names, divisors)
    return _split(models, places, slots, species, drift)


def _linked(slots: Slots, names: Sequence[str], model: PeakModel) -> Slots:
    """Tie what is linked into other regions; all stand on one energy scale here."""
    index = {(s.part, s.owner, s.quantity): i for i, s in enumerate(slots.all)}
    for name in names:
        own = model.region(name)
        if own is None:
            raise KeyError(name)
        for at, link in quantities(own).items():
            if not isinstance(link, Link) or link.region in ("", name):
                continue
            to = target(at, link)
            if to.region in names:
                slots = slots.changed(
                    index[at],
                    free=False,
                    tie=link_tie(link, at, to, index[to], 0.0, 0.0),
                    note=link_note(link),
                )
    return bounded_by_ties(slots)


def _split(
    models: Sequence[RegionModel],
    places: Sequence[slice],
    slots: Slots,
    species: tuple[Species, ...],
    drift: tuple[int, Sequence[str]],
) -> SeriesLayout:
    bent = [i for i, s in enumerate(slots.all) if not s.is_linear]
    unknowns = tuple(i for i in slots.free() if slots.all[i].is_linear)
    _refuse_mixed(slots)
    at = {slot: k for k, slot in enumerate(bent)}
    shared_slots = Slots(
        tuple(
            replace(s, tie=None)
            if (s := slots.all[i]).tie is None
            else replace(
                s, tie=replace(s.tie, terms=tuple((at[j], r) for j, r in s.tie.terms))
            )
            for i in bent
        )
    )
    count, kinds = drift
    polynomials = basis(count)
    shared_slots, coefficients = with_drift(slots, shared_slots, bent, kinds)
    matrix = slots.matrix(list(unknowns))
    fixed = slots.values() - matrix @ np.array([slots.all[i].value for i in unknowns])
    regions: list[RegionLayout] = []
    for model, place in zip(models, places, strict=True):
        local = range(place.start, place.stop)
        linear = [i for i in local if slots.all[i].is_linear]
        own = np.flatnonzero(np.abs(matrix[linear]).sum(axis=0))
        inner = [i for i in local if not slots.all[i].is_linear]
        regions.append(
            RegionLayout(
                model=model,
                place=place,
                bent=np.array(inner, dtype=np.intp) - place.start,
                linear=np.array(linear, dtype=np.intp) - place.start,
                shared=np.array([at[i] for i in inner], dtype=np.intp),
                own=own,
                mixing=matrix[linear][:, own],
                constant=fixed[linear],
                **_drift(coefficients, polynomials, place),
            )
        )
    return SeriesLayout(
        regions=tuple(regions),
        slots=slots,
        shared_slots=shared_slots,
        shared=np.array(bent, dtype=np.intp),
        unknowns=unknowns,
        low=np.array([slots.all[i].minimum for i in unknowns]),
        high=np.array([slots.all[i].maximum for i in unknowns]),
        species=species,
    )


def _drift(
    coefficients: Sequence[tuple[int, int, FloatArray]],
    polynomials: FloatArray,
    place: slice,
) -> dict[str, Any]:
    """Return what drifts in a region, as `RegionLayout` has it."""
    own = [one for one in coefficients if np.any(one[2][place])]
    size = place.stop - place.start
    drift = np.zeros((len(own), polynomials.shape[1], size))
    for k, (_, order, direction) in enumerate(own):
        drift[k] = np.outer(polynomials[order], direction[place])
    return {
        "drifting": np.array([one[0] for one in own], dtype=np.intp),
        "drift": drift,
    }


def _refuse_mixed(slots: Slots) -> None:
    """Refuse ties between what levels share and what each has of its own."""
    for i, slot in enumerate(slots.all):
        if slot.is_linear and math.isfinite(slot.spread):
            raise FitError(
                f"{slot.name}: prior knowledge of an area cannot be shared by the "
                "levels of a series; fit level by level with --link carried"
            )
        roots, offset = slots.roots(i)
        mixed = any(slots.all[root].is_linear != slot.is_linear for root in roots)
        if slot.tie is not None and (mixed or not math.isfinite(offset)):
            raise FitError(
                f"{slot.name}: an area linked to a position or width, or the other way "
                "round, cannot be fitted in a whole series; fit level by level with "
                "--link carried"
            )
