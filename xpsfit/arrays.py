"""Array types and the two conversions every record uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

FloatArray = npt.NDArray[np.float64]


def frozen(values: npt.ArrayLike | Sequence[float]) -> FloatArray:
    """Return a read-only float64 copy of `values`.

    The flag guards against slips inside one process; it does not survive pickling.

    Examples
    --------
    >>> frozen([1, 2]).flags.writeable
    False
    """
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array
