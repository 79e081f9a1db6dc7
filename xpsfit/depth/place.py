"""The depth scale of an analyzed series, and its interfaces on it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from xpsfit.depth.interfaces import find_interfaces
from xpsfit.depth.layers import layered
from xpsfit.depth.profile import depth_profile
from xpsfit.depth.scale import check_scale, depth_at, local_rate
from xpsfit.depth.types import DepthScale

if TYPE_CHECKING:
    from xpsfit.depth.types import Interface
    from xpsfit.results import LevelResult, SampleResult
    from xpsfit.settings import Settings


def with_depth(result: SampleResult, settings: Settings) -> SampleResult:
    """Return a series with its interfaces, and all depths on the chosen scale.

    Parameters
    ----------
    result : SampleResult
        Of a series; a surface is returned as it is.
    settings : Settings
        Rate, its error and material, and layers.

    Raises
    ------
    SeriesError
        If rate and layers make no depth scale, or an interface at which a layer ends
        was not found.
    """
    if result.rate_nm_per_s is None:
        return result
    scale = check_scale(
        DepthScale(
            settings.depth_rate_nm_per_s,
            settings.rate_stderr_nm_per_s,
            settings.rate_material,
            assumed=settings.rate_nm_per_s is None,
        )
    )
    found = find_interfaces(depth_profile(result))
    if settings.layers is not None:
        scale = layered(scale, settings.layers, found)
    return replace(
        result,
        levels=tuple(_placed_level(level, scale) for level in result.levels),
        depth_scale=scale,
        interfaces=tuple(placed(interface, scale) for interface in found),
    )


def _placed_level(level: LevelResult, scale: DepthScale) -> LevelResult:
    if level.etch_time_s is None:
        return level
    depth = depth_at(scale, level.etch_time_s)
    return replace(
        level,
        depth_nm=depth.nm,
        depth_nm_stderr=depth.stderr_nm,
        depth_low_nm=depth.low_nm,
        depth_high_nm=depth.high_nm,
    )


def placed(interface: Interface, scale: DepthScale) -> Interface:
    """Return an interface with its depth and its width in nm.

    The error of a depth holds that of the position and that of the scale. A width over
    several layers is the depth between its two ends.
    """
    if interface.position_s is None:
        return interface
    depth = depth_at(scale, interface.position_s)
    moved = local_rate(scale, interface.position_s) * (
        interface.position_s_stderr or 0.0
    )
    found = replace(
        interface,
        depth_nm=depth.nm,
        depth_nm_stderr=math.hypot(moved, depth.stderr_nm or 0.0),
        depth_low_nm=depth.low_nm,
        depth_high_nm=depth.high_nm,
    )
    if interface.width_s is None:
        return found
    begin = max(interface.position_s - 0.5 * interface.width_s, 0.0)
    width = depth_at(scale, begin + interface.width_s).nm - depth_at(scale, begin).nm
    rate_error = (scale.rate_stderr_nm_per_s or 0.0) / scale.rate_nm_per_s
    own_error = (interface.width_s_stderr or 0.0) / interface.width_s
    error = math.hypot(own_error, rate_error)
    return replace(found, width_nm=width, width_nm_stderr=width * error)
