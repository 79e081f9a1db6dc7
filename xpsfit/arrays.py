"""Array types and the two conversions every record uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

FloatArray = npt.NDArray[np.float64]


def frozen(values: npt.ArrayLike | Sequence[float]) -> FloatArray:
    """Return `values` as a read-only float64 array that shares nothing writable.

    A copy, unless `values` is such an array already. The flag guards against slips
    inside one process; it does not survive pickling.

    Examples
    --------
    >>> frozen([1, 2]).flags.writeable
    False
    """
    if type(values) is np.ndarray and values.dtype == np.float64:
        flags = values.flags
        if flags.owndata and not flags.writeable:
            return values
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array
