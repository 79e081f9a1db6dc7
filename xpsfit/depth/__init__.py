"""Sputter series: etch time into depth, levels into profiles."""

from xpsfit.depth.profile import depth_profile
from xpsfit.depth.scale import equivalent_depth
from xpsfit.depth.series import EtchLevel, etch_levels

__all__ = ["EtchLevel", "depth_profile", "equivalent_depth", "etch_levels"]
