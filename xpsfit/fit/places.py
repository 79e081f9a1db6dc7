"""Places of the same quantity of all components, as numpy takes them fastest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from xpsfit.arrays import FloatArray


def fill(
    columns: FloatArray,
    places: slice | npt.NDArray[np.intp],
    factor: FloatArray,
    of: FloatArray,
) -> None:
    """Set some rows to a product, without a copy of it where they are a slice."""
    if isinstance(places, slice):
        np.multiply(factor, of, out=columns[places])
    else:
        columns[places] = factor * of


def evenly(places: npt.NDArray[np.intp]) -> slice | npt.NDArray[np.intp]:
    """Return places as a slice, which is faster, where they are evenly spaced."""
    known: list[int] = places.tolist()
    step = known[1] - known[0] if len(known) > 1 else 1
    even = slice(known[0], known[-1] + 1, max(step, 1))
    return even if known == list(range(known[0], known[-1] + 1, even.step)) else places
