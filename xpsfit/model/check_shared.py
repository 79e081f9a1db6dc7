"""What makes the ties between samples of a peak model wrong."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from xpsfit.errors import ModelError
from xpsfit.model.check_links import POSITIVE, check_end
from xpsfit.model.limits import QUANTITY_LIMITS, SHAPE_LIMITS
from xpsfit.model.links import Address, all_quantities, chain_of
from xpsfit.model.types import Link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.model.types import Parameter, PeakModel, SampleLink

    Known = Mapping[Address, Parameter | Link]

MOST_SHARED = 200
MOST_NAMES = 1000
MOST_LISTED = 12


def check_shared(model: PeakModel) -> None:
    """Return nothing if every tie between samples leads from one quantity to another.

    Which samples there are is known only when they are fitted.

    Raises
    ------
    ModelError
        For components and quantities that the model does not hold, that it links or
        fixes itself, or that species demand; for samples tied to themselves; and for
        numbers that are outside `xpsfit.model.limits` or lead out of the range of the
        quantity.
    """
    if len(model.shared) > MOST_SHARED:
        raise ModelError(
            f"{len(model.shared)} [[shared]] tables; {MOST_SHARED} at most"
        )
    if not model.shared:
        return
    known = all_quantities(model)
    for number, link in enumerate(model.shared, start=1):
        where = f"shared {number}"
        _check_names(link, where)
        _check_numbers(link, where)
        for named in link.components:
            at = Address(*named, link.quantity)
            _check_free(model, known, at, where)
            _check_relative(link, known, at, where)
            if link.to_sample:
                _check_target(model, link, known, at, where)


def _check_names(link: SampleLink, where: str) -> None:
    """Refuse lists that name nothing, or one thing twice."""
    if not link.components:
        raise ModelError(f"{where}: no components; write them as 'C 1s/C-C'")
    names = ["/".join(named) for named in link.components]
    for kind, listed in (("component", names), ("sample", list(link.samples))):
        if len(listed) > MOST_NAMES:
            raise ModelError(f"{where}: {len(listed)} {kind}s; {MOST_NAMES} at most")
        for first, second in pairwise(sorted(listed)):
            if first == second:
                raise ModelError(f"{where}: {kind} {first!r} is named twice")
    if not all(name.strip() for name in link.samples):
        raise ModelError(f"{where}: a sample without a name; name its file instead")
    _check_direction(link, where)


def _check_direction(link: SampleLink, where: str) -> None:
    """Refuse a tie to itself, of a single sample, or with numbers that lead nowhere."""
    if link.to_sample:
        if link.to_sample in link.samples:
            raise ModelError(f"{where}: {link.to_sample!r} cannot be tied to itself")
        return
    if len(link.samples) == 1:
        raise ModelError(
            f"{where}: a single sample shares nothing; name two or more in samples, or "
            "none for all"
        )
    if link.ratio != 1.0 or link.offset != 0.0 or link.link is not None:
        raise ModelError(
            f"{where}: ratio, offset and link need a sample to which they lead; name "
            "it in to_sample"
        )


def _check_numbers(link: SampleLink, where: str) -> None:
    if not (math.isfinite(link.ratio) and math.isfinite(link.offset)):
        raise ModelError(f"{where}: ratio and offset must be finite")
    if link.quantity in POSITIVE and link.ratio <= 0:
        raise ModelError(f"{where}: a ratio of {link.ratio:g} must be positive here")
    if link.quantity == "center_ev" and link.ratio != 1.0:
        raise ModelError(
            f"{where}: positions of two samples differ by an offset; leave ratio out"
        )
    allowed = QUANTITY_LIMITS.get(link.quantity, SHAPE_LIMITS)
    allowed.ratio.check(link.ratio, where, "ratio")
    allowed.offset.check(link.offset, where, "offset")


def _check_there(known: Known, at: Address, where: str) -> None:
    """Refuse a quantity that the model does not hold."""
    if at in known:
        return
    regions = dict.fromkeys(a.region for a in known)
    owners = dict.fromkeys(a.owner for a in known if a.region == at.region)
    own = [a.quantity for a in known if a[:2] == at[:2]]
    missing, listed = at.quantity, own
    if at.region not in regions:
        missing, listed = at.region, list(regions)
    elif at.owner not in owners:
        missing, listed = at.owner, list(owners)
    names = ", ".join(listed[:MOST_LISTED])
    raise ModelError(
        f"{where}: {at.region}/{at.owner} {at.quantity}: {missing!r} is not in this "
        f"model; known: {names}"
    )


def _check_free(model: PeakModel, known: Known, at: Address, where: str) -> None:
    """Refuse a quantity that something else decides already."""
    _check_there(known, at, where)
    value = known[at]
    if isinstance(value, Link):
        raise ModelError(
            f"{where}: {at.spoken} is linked within a sample; share what it is linked "
            "to, or drop that link"
        )
    if not value.vary:
        raise ModelError(
            f"{where}: {at.spoken} is held by the model, so all samples have it in "
            "common; leave it out here, or give it a range"
        )
    owned = any(s.components.get(at.region) == at.owner for s in model.species)
    if owned and at.quantity == "area_cps_ev":
        raise ModelError(
            f"{where}: {at.spoken} is demanded by a species; leave it out here"
        )


def _check_relative(link: SampleLink, known: Known, at: Address, where: str) -> None:
    if link.relative_to is None:
        return
    if link.quantity != "center_ev":
        raise ModelError(
            f"{where}: relative_to is for positions; leave it out with {link.quantity}"
        )
    _check_there(known, Address(*link.relative_to, link.quantity), where)
    if link.relative_to == (at.region, at.owner):
        raise ModelError(f"{where}: {at.spoken} cannot be counted from itself")


def _check_target(
    model: PeakModel, link: SampleLink, known: Known, at: Address, where: str
) -> None:
    """Refuse a tie that leads out of the range of its quantity."""
    to = at if link.link is None else Address(*link.link, link.quantity)
    _check_there(known, to, where)
    if to != at and link.relative_to == (to.region, to.owner):
        raise ModelError(f"{where}: {to.spoken} cannot be counted from itself")
    inner = chain_of(known, to)
    chain = inner._replace(
        ratio=link.ratio * inner.ratio, offset=link.ratio * inner.offset + link.offset
    )
    check_end(model, known, at, chain, f"{where}: ")
    own, end = known[at], known[chain.end]
    if isinstance(own, Link) or isinstance(end, Link):
        return
    bounds = (end.minimum, end.maximum) if end.vary else (end.value, end.value)
    low, high = sorted(chain.ratio * bound + chain.offset for bound in bounds)
    if max(low, own.minimum) > min(high, own.maximum):
        raise ModelError(
            f"{where}: {at.spoken} would lie between {low:g} and {high:g}, yet the "
            f"model allows {own.minimum:g} to {own.maximum:g}; change ratio or "
            "offset, or widen its range"
        )
