"""What a user may choose about an analysis, with the defaults of the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from xpsfit.model.types import PeakModel

TransmissionRule = Literal["auto", "file", "none"]
ChargeRule = Literal["reference", "shift", "none"]
SystematicRule = Literal["factors", "what-if"]


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices behind a result; `run.json` records all of them.

    Attributes
    ----------
    model : PeakModel or None
        None chooses by material: ``li-tma``, or ``adventitious-carbon`` where the
        spectra hold elements foreign to it and neither Li nor Al.
    charge : {"reference", "shift", "none"}
        Find the shift from the model's reference line, take `shift_ev`, or apply none.
    reference_ev : float or None
        Energy assigned to the reference line; None takes the model's own.
    shift_ev : float
        Shift added to measured energies when `charge` is "shift".
    library : str
        Sensitivity library of peaklib.
    energy_exponent : float
        n of the escape-depth and analyzer factor KE^n.
    transmission : {"auto", "file", "none"}
        "auto" applies the file's own transmission function only where pass energies
        differ, and says so; "file" always applies it; "none" takes T = 1.
    rate_nm_per_s : float
        Sputter rate of the depth scale, Ta2O5-equivalent.
    systematic : {"factors", "what-if"}
        Whether the systematic error of an amount is that of the sensitivity factors, or
        also holds what other choices would have given (`xpsfit.whatif`).
    """

    model: PeakModel | None = None
    charge: ChargeRule = "reference"
    reference_ev: float | None = None
    shift_ev: float = 0.0
    library: str = "scofield"
    energy_exponent: float = 0.6
    transmission: TransmissionRule = "auto"
    rate_nm_per_s: float = 0.19
    systematic: SystematicRule = "factors"
