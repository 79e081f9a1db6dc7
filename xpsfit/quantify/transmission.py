"""Whether the analyzer's transmission function enters a quantification, and why.

Intensities measured at different pass energies belong to different transmission
functions, so they are combined only when these are known. The file's own function is
never applied in silence, and never twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.errors import QuantificationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.settings import TransmissionRule
    from xpsfit.spectrum import Spectrum


@dataclass(frozen=True, slots=True)
class TransmissionPlan:
    """What is done about transmission, decided once for all spectra of a sample.

    Attributes
    ----------
    apply : bool
        Whether areas are divided by the file's transmission function.
    sentence : str
        For the header of every output.
    """

    apply: bool
    sentence: str

    def at(self, spectrum: Spectrum, binding_energy_ev: float) -> float:
        """Return T at a measured binding energy; 1 where none is applied."""
        if not self.apply or spectrum.transmission is None:
            return 1.0
        return float(
            np.interp(
                binding_energy_ev, spectrum.binding_energy_ev, spectrum.transmission
            )
        )


def plan_transmission(
    spectra: Sequence[Spectrum], rule: TransmissionRule
) -> TransmissionPlan:
    """Return what to do about transmission for spectra that are combined.

    Parameters
    ----------
    spectra : sequence of Spectrum
        Everything that enters one composition or profile.
    rule : {"auto", "file", "none"}
        See `xpsfit.settings.Settings`.

    Returns
    -------
    TransmissionPlan

    Raises
    ------
    QuantificationError
        If pass energies differ and nothing is known about transmission, if "file" is
        asked for and a column is missing, or if intensities are corrected already.
    """
    passes = sorted({s.pass_energy_ev for s in spectra if s.pass_energy_ev is not None})
    listed = ", ".join(f"{p:g}" for p in passes)
    corrected = [s.transmission_state == "corrected" for s in spectra]
    column = [
        s.transmission is not None and bool(np.all(s.transmission > 0)) for s in spectra
    ]
    if all(corrected):
        if rule == "file":
            raise QuantificationError(
                "the intensities are already divided by the transmission function; "
                "use --transmission auto, or they would be corrected twice"
            )
        return TransmissionPlan(False, "intensities were corrected by the instrument")
    if any(corrected):
        raise QuantificationError(
            "some intensities are already corrected for transmission and some are not; "
            "quantify them separately"
        )
    if rule == "file" and not all(column):
        missing = next(
            s.region for s, has in zip(spectra, column, strict=True) if not has
        )
        raise QuantificationError(
            f"{missing}: the file holds no usable transmission function; use "
            "--transmission none to take T = 1"
        )
    if rule == "file" or (rule == "auto" and len(passes) > 1 and all(column)):
        why = f" because pass energies differ ({listed} eV)" if len(passes) > 1 else ""
        return TransmissionPlan(True, f"the file's own function is applied{why}")
    if rule == "auto" and len(passes) > 1:
        raise QuantificationError(
            f"pass energies differ ({listed} eV) and the file holds no transmission "
            "function, so areas cannot be compared; quantify regions of one pass "
            "energy (--region), or take T = 1 with --transmission none"
        )
    return TransmissionPlan(False, "T = 1 for all regions")
