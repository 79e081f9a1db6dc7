"""Spectra that hold numbers and no measurement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xpsfit.spectrum import Spectrum


def reason_not_measured(spectrum: Spectrum) -> str:
    """Return why a spectrum is no measurement; empty where it may be one.

    A detector that was off gives zeros, one that is saturated or stuck gives the same
    value in every channel, and so does a column filled in by hand. Neither says
    anything of the sample: zero would count as the absence of an element, and a line
    without noise is fitted with a reduced chi-square of 0.

    Parameters
    ----------
    spectrum : Spectrum
        Of two points or more; a single one cannot tell.

    Returns
    -------
    str
        A sentence that names the region and what to do.

    Examples
    --------
    >>> from xpsfit.spectrum import Spectrum
    >>> stuck = Spectrum("C 1s", "foil", [284, 285], [1000, 1000], "counts")
    >>> print(reason_not_measured(stuck)[:53])
    C 1s was not measured: all 2 channels hold 1000, with
    >>> reason_not_measured(Spectrum("C 1s", "foil", [284, 285], [40, 90], "counts"))
    ''
    """
    values, count = spectrum.intensity, spectrum.intensity.size
    way_out = "measure it again, or leave it out with --region"
    if not np.any(values):
        zeros = f"all {count} channels are 0"
        return f"{spectrum.region} holds no counts: {zeros}; {way_out}"
    if count > 1 and np.all(values == values[0]):
        return (
            f"{spectrum.region} was not measured: all {count} channels hold "
            f"{values[0]:g}, without the noise of counting (a detector that is stuck "
            f"or saturated, or a column that was filled in); {way_out}"
        )
    return ""
