"""How two results differ: inputs, versions, settings, model, and every number."""

from xpsfit.difference.choices import plain
from xpsfit.difference.compare import difference
from xpsfit.difference.records import Difference, Differing, Moved, ProfileMove

__all__ = [
    "Difference",
    "Differing",
    "Moved",
    "ProfileMove",
    "difference",
    "plain",
]
