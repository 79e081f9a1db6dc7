"""How two results differ: inputs, versions, settings, model, and every number."""

from xpsfit.difference.choices import plain
from xpsfit.difference.compare import compare_results
from xpsfit.difference.records import Difference, Differing, Moved, ProfileMove

__all__ = [
    "Difference",
    "Differing",
    "Moved",
    "ProfileMove",
    "compare_results",
    "plain",
]
