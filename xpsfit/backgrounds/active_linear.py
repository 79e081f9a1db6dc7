"""The straight line that is fitted with the peaks: offset and slope, no step."""

from __future__ import annotations

from xpsfit.backgrounds.active import ActiveBackground

ACTIVE_LINEAR = ActiveBackground("active_linear")
"""Offset and slope, for regions whose background does not rise under the peaks."""
