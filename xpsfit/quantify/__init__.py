"""Areas into atomic percent, with statistical and systematic errors."""

from xpsfit.quantify.composition import compose
from xpsfit.quantify.integrate import integrate_region
from xpsfit.quantify.transmission import TransmissionPlan, plan_transmission

__all__ = ["TransmissionPlan", "compose", "integrate_region", "plan_transmission"]
