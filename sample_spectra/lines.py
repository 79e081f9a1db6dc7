"""Line shapes of unit area with an exact full width at half maximum (FWHM)."""

from __future__ import annotations

from functools import cache
from math import exp, log, pi, sqrt
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq
from scipy.special import erfc, voigt_profile

from sample_spectra.design import FAMILIES, GL_MIX, VOIGT_LORENTZ_FWHM_EV

if TYPE_CHECKING:
    import numpy.typing as npt

    FloatArray = npt.NDArray[np.float64]

LN2 = log(2.0)


@cache
def gl_width_ratio(mix: float) -> float:
    """Return FWHM / F of the Gauss-Lorentz product with Lorentz share `mix`.

    The root of exp(-ln 2 (1 - m) r^2) / (1 + m r^2) = 1/2; 0.9614 for GL(30).
    """
    return float(
        brentq(
            lambda r: exp(-LN2 * (1.0 - mix) * r * r) / (1.0 + mix * r * r) - 0.5,
            0.5,
            1.0,
            xtol=1e-15,
        )
    )


def gauss_lorentz(offset_ev: FloatArray, fwhm_ev: float, mix: float) -> FloatArray:
    """Return the Gauss-Lorentz product GL(100 m) of unit area, in 1/eV.

    With u = offset / F the shape is exp(-4 ln 2 (1 - m) u^2) / (1 + 4 m u^2) and its
    integral F pi exp(q) erfc(sqrt(q)) / (2 sqrt(m)), q = ln 2 (1 - m) / m. F follows
    from `fwhm_ev`, which is the true width of the line.
    """
    nominal_ev = fwhm_ev / gl_width_ratio(mix)
    u = offset_ev / nominal_ev
    q = LN2 * (1.0 - mix) / mix
    area = nominal_ev * pi / (2.0 * sqrt(mix)) * exp(q) * float(erfc(sqrt(q)))
    shape = np.exp(-4.0 * LN2 * (1.0 - mix) * u * u) / (1.0 + 4.0 * mix * u * u)
    return np.asarray(shape / area, dtype=np.float64)


@cache
def gauss_width_ev(fwhm_ev: float, lorentz_ev: float) -> float:
    """Return the Gauss FWHM that makes a Voigt of total width `fwhm_ev`.

    Solved on the exact profile, not with the usual approximation for its width.
    """

    def excess(gauss_ev: float) -> float:
        sigma = gauss_ev / sqrt(8.0 * LN2)
        top = float(voigt_profile(0.0, sigma, 0.5 * lorentz_ev))
        half = float(voigt_profile(0.5 * fwhm_ev, sigma, 0.5 * lorentz_ev))
        return half / top - 0.5

    return float(brentq(excess, 1e-3 * fwhm_ev, fwhm_ev, xtol=1e-14))


def voigt(offset_ev: FloatArray, fwhm_ev: float, lorentz_ev: float) -> FloatArray:
    """Return the Voigt profile of unit area and total width `fwhm_ev`, in 1/eV."""
    sigma = gauss_width_ev(fwhm_ev, lorentz_ev) / sqrt(8.0 * LN2)
    return np.asarray(
        voigt_profile(offset_ev, sigma, 0.5 * lorentz_ev), dtype=np.float64
    )


def unit_line(offset_ev: FloatArray, fwhm_ev: float, family: str) -> FloatArray:
    """Return one line of unit area at distances `offset_ev` from its center, in 1/eV.

    Raises
    ------
    ValueError
        If `family` is neither ``matched`` (GL(30)) nor ``voigt``.
    """
    if family == "matched":
        return gauss_lorentz(offset_ev, fwhm_ev, GL_MIX)
    if family == "voigt":
        return voigt(offset_ev, fwhm_ev, VOIGT_LORENTZ_FWHM_EV)
    raise ValueError(f"no family {family!r}; known: {', '.join(FAMILIES)}")
