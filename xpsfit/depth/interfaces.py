"""Interfaces and buried layers of a profile, found and measured.

Every element, and every state of a core level that has several, is looked at by itself:
it is a step from one plateau to another, a layer that rises and falls, or neither, with
the reason.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import chi2

from xpsfit.depth.buried import (
    DETECTED_SIGMA,
    SURE_SIGMA,
    buried_layer,
    comes_back,
    is_layer,
)
from xpsfit.depth.crossing import Crossing, crossings
from xpsfit.depth.types import Interface
from xpsfit.errors import FitError
from xpsfit.fit.interface import FittedStep, best_step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xpsfit.arrays import FloatArray
    from xpsfit.depth.types import DepthProfile

FEWEST_LEVELS = 6
FEWEST_DETECTED = 2
FEWEST_INSIDE = 2
# Chance makes a constant look as uneven in one of a thousand profiles.
UNEVEN = 0.001
# A step must account for this share of what a constant leaves.
EXPLAINED = 0.95
SMALL_SHARE = 0.05
# What comes back this far looks like a layer; why it is none must be said.
PARTLY_BACK = 0.5


@dataclass(frozen=True, slots=True)
class Course:
    """One quantity against etch time, levels without a value left out.

    Attributes
    ----------
    quantity : str
    time_s, values, stderr : FloatArray, shape (n,)
    share, share_stderr : FloatArray or None
        Of a state: its share of its core level.
    """

    quantity: str
    time_s: FloatArray
    values: FloatArray
    stderr: FloatArray
    share: FloatArray | None = None
    share_stderr: FloatArray | None = None


def find_interfaces(profile: DepthProfile) -> tuple[Interface, ...]:
    """Return what every element and state of a profile does with etch time.

    Parameters
    ----------
    profile : DepthProfile

    Returns
    -------
    tuple of Interface
        Elements first, in their order; without depths.

    Notes
    -----
    Errors of different levels count as independent. Atomic percent add up to 100, so
    a step in one element shows in the others.
    """
    return tuple(interface_of(course) for course in _courses(profile))


def _courses(profile: DepthProfile) -> Iterator[Course]:
    for name in profile.elements:
        yield _measured(
            profile,
            name,
            profile.atomic_percent[name],
            profile.atomic_percent_stderr[name],
        )
    # The state of a core level that has only one is the element again.
    region_of = {s: " ".join(s.split(" ")[:2]) for s in profile.states}
    regions = list(region_of.values())
    for name in profile.states:
        if regions.count(region_of[name]) > 1:
            yield _measured(
                profile,
                name,
                profile.state_atomic_percent[name],
                profile.state_atomic_percent_stderr[name],
                (profile.state_fraction[name], profile.state_fraction_stderr[name]),
            )


def _measured(
    profile: DepthProfile,
    name: str,
    values: FloatArray,
    stderr: FloatArray,
    share: tuple[FloatArray, FloatArray] | None = None,
) -> Course:
    known = np.isfinite(values) & np.isfinite(stderr) & (stderr > 0.0)
    if share is not None:
        known &= np.isfinite(share[0]) & np.isfinite(share[1])
    return Course(
        name,
        profile.etch_time_s[known],
        values[known],
        stderr[known],
        None if share is None else share[0][known],
        None if share is None else share[1][known],
    )


def interface_of(course: Course) -> Interface:
    """Return what one quantity does with etch time.

    Parameters
    ----------
    course : Course

    Returns
    -------
    Interface
        Of kind "none" with the reason where it holds neither step nor layer.
    """
    if reason := _why_flat(course):
        return Interface(course.quantity, "none", reason)
    try:
        if is_layer(course.values, course.stderr):
            return _layer(course)
        step = best_step(course.time_s, course.values, course.stderr)
    except FitError as error:
        return Interface(course.quantity, "none", str(error))
    if reason := _why_no_step(course, step):
        return Interface(course.quantity, "none", reason)
    return _step(course, step)


def _why_flat(course: Course) -> str:
    levels = course.time_s.size
    if levels < FEWEST_LEVELS:
        return f"measured at {levels} levels; an interface needs {FEWEST_LEVELS}"
    detected = int(np.sum(course.values >= DETECTED_SIGMA * course.stderr))
    if detected < FEWEST_DETECTED:
        return f"detected at {detected} of {levels} levels"
    if chi2.sf(_constant(course), levels - 1) >= UNEVEN:
        return "does not change by more than its errors"
    return ""


def _constant(course: Course) -> float:
    """Return the chi-square of a constant."""
    weights = course.stderr**-2
    mean = float(weights @ course.values / weights.sum())
    return float(weights @ (course.values - mean) ** 2)


def _why_no_step(course: Course, step: FittedStep) -> str:
    height = abs(step.after - step.before)
    error = math.hypot(step.before_stderr, step.after_stderr)
    explained = 1.0 - step.chi_square / _constant(course)
    if explained < EXPLAINED and comes_back(course.values, course.stderr) > PARTLY_BACK:
        return _why_no_layer(course)
    if explained < EXPLAINED:
        return (
            f"no single step describes it: that explains {explained:.0%} of its change"
        )
    if step.low < course.time_s[0] or step.position <= course.time_s[0]:
        return "changes from the first level on: the plateau before it is not measured"
    if step.high > course.time_s[-1]:
        return "still changes at the last level: the plateau after it is not measured"
    if not height > SURE_SIGMA * error:
        return f"its plateaus differ by {height:.2g} +- {error:.2g} at% only"
    return ""


def _why_no_layer(course: Course) -> str:
    top = int(np.argmax(course.values))
    first, highest, last = course.values[[0, top, -1]]
    return (
        f"rises from {first:.3g} to {highest:.3g} at% at {course.time_s[top]:g} s, but "
        f"its last level is {last:.3g} at%: with ends this different a layer has no "
        "base"
    )


def _step(course: Course, step: FittedStep) -> Interface:
    inside = (course.time_s > step.low) & (course.time_s < step.high)
    midpoint = _midpoint(course, step)
    notes = []
    position, stderr = step.position, step.position_stderr
    width, width_stderr = step.width, step.width_stderr
    narrow = int(inside.sum()) < FEWEST_INSIDE
    if narrow:
        before, after = _beside(course.time_s, position)
        notes.append(
            f"narrower than the point spacing of {after - before:g} s: it lies between "
            f"{before:g} and {after:g} s"
        )
        stderr = max(stderr, (after - before) / math.sqrt(12.0))
    if not step.within_errors:
        notes.append(
            f"a rough description: chi-square is {step.reduced_chi_square:.3g} times "
            "what the errors allow, and they are enlarged by its square root"
        )
    return Interface(
        course.quantity,
        "step",
        "; ".join(notes),
        step.choice.form,
        position_s=position,
        position_s_stderr=stderr,
        width_s=None if narrow else width,
        width_s_stderr=None if narrow else width_stderr,
        asymmetry=None if narrow else step.asymmetry,
        asymmetry_stderr=None if narrow else step.asymmetry_stderr,
        q_per_s=None if narrow else step.q,
        midpoint_s=midpoint.time_s if midpoint else None,
        midpoint_s_stderr=midpoint.stderr_s if midpoint else None,
        before_percent=step.before,
        after_percent=step.after,
        points=int(inside.sum()),
        reduced_chi_square=step.reduced_chi_square,
    )


def _beside(time_s: FloatArray, position: float) -> tuple[float, float]:
    """Return the levels beside a time."""
    after = int(np.clip(np.searchsorted(time_s, position), 1, time_s.size - 1))
    return float(time_s[after - 1]), float(time_s[after])


def _midpoint(course: Course, step: FittedStep) -> Crossing | None:
    """Return where a step is halfway from its first to its last level."""
    half = 0.5 * float(course.values[0] + course.values[-1])
    found = crossings(
        course.time_s,
        course.values,
        course.stderr,
        half,
        "falling" if course.values[-1] < course.values[0] else "rising",
    )
    return min(found, key=lambda c: abs(c.time_s - step.position), default=None)


def _layer(course: Course) -> Interface:
    layer = buried_layer(course.time_s, course.values, course.stderr)
    notes = []
    width, width_stderr = layer.fwhm_s, layer.fwhm_stderr_s
    if width is None:
        side = "before" if layer.rises is None else "after"
        notes.append(f"half of its height {side} the maximum is not measured")
    if layer.points < FEWEST_INSIDE:
        notes.append(
            "one level stands above half of its height: width is that of the "
            "point spacing"
        )
        width = width_stderr = None
    if layer.gone is None:
        notes.append("it does not fall below detection")
    small = _below_share(course, layer.centroid_s)
    return Interface(
        course.quantity,
        "layer",
        "; ".join(notes),
        position_s=layer.centroid_s,
        position_s_stderr=layer.centroid_stderr_s,
        width_s=width,
        width_s_stderr=width_stderr,
        gone_s=layer.gone.time_s if layer.gone else None,
        gone_s_stderr=layer.gone.stderr_s if layer.gone else None,
        below_5_percent_s=small.time_s if small else None,
        below_5_percent_s_stderr=small.stderr_s if small else None,
        before_percent=layer.base,
        after_percent=layer.maximum,
        points=layer.points,
    )


def _below_share(course: Course, from_s: float) -> Crossing | None:
    """Return where the share of a state in its core level falls below 5 %."""
    if course.share is None or course.share_stderr is None:
        return None
    found = crossings(
        course.time_s, course.share, course.share_stderr, SMALL_SHARE, "falling"
    )
    return next((c for c in found if c.between_s[1] > from_s), None)
