"""Spectra of known truth, and what a fit makes of them.

>>> from xpsfit.model import builtin_model
>>> from xpsfit.simulate import Acquisition, simulate, true_sample
>>> truth = true_sample(
...     builtin_model("adventitious-carbon"), acquisition=Acquisition(scans=3)
... )
>>> simulate(truth, seed=1).spectra[0].scans
3
"""

from xpsfit.simulate.draw import drawn_truth, simulate
from xpsfit.simulate.from_result import truth_of_level
from xpsfit.simulate.sample import region_of_values, true_sample, truth_of
from xpsfit.simulate.truth import Acquisition, Simulation, Specimen, TrueRegion, Truth

__all__ = [
    "Acquisition",
    "Simulation",
    "Specimen",
    "TrueRegion",
    "Truth",
    "drawn_truth",
    "region_of_values",
    "simulate",
    "true_sample",
    "truth_of",
    "truth_of_level",
]
