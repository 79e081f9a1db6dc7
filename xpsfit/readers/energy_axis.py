"""From a stored energy axis to the binding energies of a `Spectrum`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.errors import UnsupportedDataError

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

MAX_ENERGY_EV = 1e5
"""No photoelectron line is measured beyond; a larger number is not in eV."""


def binding_axis(
    energy_ev: FloatArray, *, kinetic: bool, photon_energy_ev: float | None
) -> tuple[FloatArray, bool]:
    """Return binding energies in increasing order, and whether that order is reversed.

    Kinetic energies are referred to the Fermi level by every instrument seen so far, so
    the binding energy is photon energy minus kinetic energy. The work function of the
    analyser is not subtracted.

    Parameters
    ----------
    energy_ev : FloatArray, shape (n,)
        As stored.
    kinetic : bool
        True for kinetic energies, False for binding energies.
    photon_energy_ev : float or None
        Photon energy of the file.

    Returns
    -------
    tuple of FloatArray, shape (n,), and bool
        Where the second is True, intensities have to be reversed too.

    Raises
    ------
    UnsupportedDataError
        If the photon energy of a kinetic axis is missing, an energy is not finite or is
        out of range, or the energies do not run in one direction.

    Examples
    --------
    >>> import numpy as np
    >>> kinetic = np.array([1200.0, 1200.5, 1201.0])
    >>> energy, flipped = binding_axis(kinetic, kinetic=True, photon_energy_ev=1486.6)
    >>> energy.round(6).tolist(), flipped
    ([285.6, 286.1, 286.6], True)
    """
    if kinetic and photon_energy_ev is None:
        raise UnsupportedDataError(
            "the axis is kinetic energy and the photon energy is missing, so binding "
            "energies cannot be formed; add the photon energy to the file"
        )
    binding = energy_ev
    if kinetic and photon_energy_ev is not None:
        binding = photon_energy_ev - energy_ev
    if not (np.abs([energy_ev, binding]) <= MAX_ENERGY_EV).all():
        raise UnsupportedDataError(
            f"an energy is missing or beyond {MAX_ENERGY_EV:g} eV; check the axis"
        )
    steps = np.diff(binding)
    if (steps > 0).all():
        return binding, False
    if (steps < 0).all():
        return binding[::-1], True
    raise UnsupportedDataError(
        "the energies do not run in one direction, or do not change at all"
    )
