"""What a user may choose about an analysis, with the defaults of the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from xpsfit.depth.types import LayerTable
    from xpsfit.model.types import PeakModel

TransmissionRule = Literal["auto", "file", "none"]
ChargeRule = Literal["reference", "shift", "none"]
ErrorRule = Literal["covariance", "profile", "monte-carlo"]
ChargeMethodName = Literal["carry", "c1s", "separation", "metal", "argon"]
SystematicRule = Literal["factors", "what-if"]
LinkRule = Literal["joint", "carried", "none"]
ScaleRule = Literal["follow", "fixed", "none"]

ASSUMED_RATE_NM_PER_S = 0.19
"""Of Ta2O5 on the instrument of the founding study; other ion guns have others."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices behind a result; `run.json` records all of them.

    Attributes
    ----------
    model : PeakModel or None
        None chooses by material: ``li-tma``, or ``adventitious-carbon`` where the
        spectra hold elements foreign to it and neither Li nor Al.
    background : str or None
        Background of every region of the model, by name; None takes the model's own.
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
    rate_nm_per_s : float or None
        Sputter rate of the depth scale, that of `rate_material`; None assumes
        `ASSUMED_RATE_NM_PER_S`, and the result says so.
    share : tuple of str
        What all samples have in common, in one fit: of "widths", "centers", "shapes"
        and "steps". Surfaces only.
    keep : tuple of str or None
        Components that stay whatever the data say: ``"C-O"``, ``"O 1s C-O"``, or
        ``"all"``; the others need evidence. None asks for evidence of all on surfaces
        and keeps all in series.
    restarts : int
        Random starts from which every fit is done again; 0 for none.
    errors : {"covariance", "profile", "monte-carlo"}
        Whether parameters also get intervals, by profile likelihood or from fits of
        spectra simulated from the fit.
    replicates : int
        How many spectra "monte-carlo" simulates per region.
    rate_stderr_nm_per_s : float or None
        Standard error of the rate; None where it is not known.
    rate_material : str
        What the depth is equivalent to.
    layers : LayerTable or None
        Relative sputter rates of layers; None takes one rate throughout.
    seed : int
        Of everything random.
    systematic : {"factors", "what-if"}
        Whether the systematic error of an amount is that of the sensitivity factors, or
        also holds what other choices would have given (`xpsfit.whatif`).
    link : {"joint", "carried", "none"}
        Whether all levels of a series are one fit, each level starts where the one
        before ended, or each stands alone.
    scale : {"follow", "fixed", "none"}
        In a joint fit: whether each level has a shift of its energy scale, all have
        that of the first, or nothing moves, not even one region against another.
    drift : tuple of str
        In a joint fit: quantities that may drift smoothly with etch time instead of
        being one for all levels; of "widths" and "centers".
    charge_method : {"carry", "c1s", "separation", "metal", "argon"}
        How the shift of every level of a series is found (`xpsfit.referencing`), where
        `charge` is "reference".
    """

    model: PeakModel | None = None
    charge: ChargeRule = "reference"
    reference_ev: float | None = None
    shift_ev: float = 0.0
    library: str = "scofield"
    energy_exponent: float = 0.6
    transmission: TransmissionRule = "auto"
    rate_nm_per_s: float | None = None
    share: tuple[str, ...] = ()
    background: str | None = None
    keep: tuple[str, ...] | None = None
    restarts: int = 0
    errors: ErrorRule = "covariance"
    replicates: int = 200
    seed: int = 1
    systematic: SystematicRule = "factors"
    link: LinkRule = "joint"
    scale: ScaleRule = "follow"
    drift: tuple[str, ...] = ()
    charge_method: ChargeMethodName = "carry"
    rate_stderr_nm_per_s: float | None = None
    rate_material: str = "Ta2O5"
    layers: LayerTable | None = None

    @property
    def ties_samples(self) -> bool:
        """Return whether all surfaces of a run are fitted together."""
        return bool(self.share) or bool(self.model is not None and self.model.shared)

    @property
    def depth_rate_nm_per_s(self) -> float:
        """Return the sputter rate that depths are made with, stated or assumed."""
        rate = self.rate_nm_per_s
        return ASSUMED_RATE_NM_PER_S if rate is None else rate

    @property
    def seeds(self) -> tuple[int, ...]:
        """Return the seeds that the analysis uses; none where nothing is random."""
        random = self.restarts > 0 or self.errors == "monte-carlo"
        return (self.seed,) if random else ()
