"""The records of a peak model: parameters, links, components, regions."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from xpsfit.backgrounds import ACTIVE_BACKGROUNDS, CROSS_SECTIONS, CrossSection

if TYPE_CHECKING:
    from collections.abc import Mapping

ACTIVE_SHIRLEY = "active_shirley"
# What a link calls the background of a region.
BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of the model: where it starts, how far it may go, how well it is known.

    Attributes
    ----------
    value : float
        Start value, and the center of prior knowledge where `spread` is finite.
    minimum, maximum : float
        Hard bounds.
    vary : bool
        False holds the value.
    spread : float
        One standard deviation of what is known about the quantity before these data;
        infinite means nothing is.
    """

    value: float
    minimum: float = -math.inf
    maximum: float = math.inf
    vary: bool = True
    spread: float = math.inf


@dataclass(frozen=True, slots=True)
class Link:
    """An exact tie to another quantity: ``value = ratio * other + offset``.

    Attributes
    ----------
    component : str
        Whose quantity it is; `BACKGROUND` for the step of the background.
    ratio, offset : float
        `offset` in the unit of the tied quantity; positions are calibrated ones.
    region : str
        Core level of that component; empty for the same region.
    quantity : str
        E.g. ``"fwhm_ev"``; empty for the same quantity.
    """

    component: str
    ratio: float = 1.0
    offset: float = 0.0
    region: str = ""
    quantity: str = ""


@dataclass(frozen=True, slots=True)
class DoubletSplit:
    """The second line of a spin-orbit pair.

    Attributes
    ----------
    splitting_ev : float
        Minor line minus major line, positive: the lower j lies at higher energy.
    ratio : float
        Area of the minor line over area of the major line.
    """

    splitting_ev: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Component:
    """One chemical state in one core level.

    Attributes
    ----------
    name : str
        Unique within its region; what tables and figures show.
    species : str
        The compound or group it belongs to.
    line_shape : str
        A key of `xpsfit.lineshapes.LINE_SHAPES`.
    center_ev, fwhm_ev : Parameter or Link
        Position on the calibrated scale (major line of a doublet) and true full width
        at half maximum of one line.
    area_cps_ev : Parameter or Link
        Area of the whole component, both lines of a doublet, in counts/s x eV.
    shape : mapping of str to (Parameter or Link)
        Shape parameters of the line shape, e.g. ``{"mixing": Parameter(0.3, ...)}``.
    doublet : DoubletSplit or None
        None for an s level.
    source : str
        Where the position comes from.
    """

    name: str
    species: str
    line_shape: str
    center_ev: Parameter | Link
    fwhm_ev: Parameter | Link
    area_cps_ev: Parameter | Link = Parameter(0.0, 0.0)
    shape: Mapping[str, Parameter | Link] = field(
        default_factory=dict[str, "Parameter | Link"]
    )
    doublet: DoubletSplit | None = None
    source: str = ""


StepRule = Literal["common", "per_component"]
# A fitted strength of losses may reach this many times a typical one.
_STRENGTH_RANGE = 10.0


@dataclass(frozen=True, slots=True)
class BackgroundModel:
    """What lies under the peaks.

    Attributes
    ----------
    kind : str
        A key of `xpsfit.backgrounds.ACTIVE_BACKGROUNDS`, which are fitted with the
        peaks, or of `xpsfit.backgrounds.BACKGROUNDS`, which are drawn first.
    end_points : int
        Points averaged at each end (static backgrounds only).
    step_per_ev : Parameter or Link
        Shirley strength k in 1/eV (active Shirley only).
    slope : bool
        Whether an active background has a linear term.
    step : {"common", "per_component"}
        Whether all components share k or each has its own (active Shirley only).
    cross_section : CrossSection or None
        Shape constants of a Tougaard background; None takes those of its kind.
    strength_ev2 : Parameter, Link or None
        Tougaard's B in eV^2. None fits it in an active background, and scales a static
        one to the data; a static one can also have it fixed.
    """

    kind: str = ACTIVE_SHIRLEY
    end_points: int = 5
    step_per_ev: Parameter | Link = Parameter(0.01, 0.0, 0.2)
    slope: bool = True
    step: StepRule = "common"
    cross_section: CrossSection | None = None
    strength_ev2: Parameter | Link | None = None

    @property
    def is_active(self) -> bool:
        """Return whether it is fitted with the peaks."""
        return self.kind in ACTIVE_BACKGROUNDS

    @property
    def per_component(self) -> bool:
        """Return whether each component has a strength of its own."""
        return self.kind == ACTIVE_SHIRLEY and self.step == "per_component"

    @property
    def strength(self) -> Parameter | Link | None:
        """Return how strongly an active background follows the peaks.

        None for one that does not, and for static ones.
        """
        active = ACTIVE_BACKGROUNDS.get(self.kind)
        if active is None or not active.strength:
            return None
        if active.strength == "step_per_ev":
            return self.step_per_ev
        if self.strength_ev2 is not None:
            return self.strength_ev2
        section = self.cross_section or CROSS_SECTIONS[self.kind]
        typical = section.typical_strength_ev2()
        return Parameter(typical, 0.0, _STRENGTH_RANGE * typical)


@dataclass(frozen=True, slots=True)
class RegionModel:
    """The model of one core level.

    Attributes
    ----------
    region : str
        Core level, e.g. ``"Al 2p"``.
    low_ev, high_ev : float
        Fit window on the calibrated scale; cut to what was measured.
    background : BackgroundModel
        The background.
    components : tuple of Component
        In order of increasing binding energy.
    shift_spread_ev : float
        Standard deviation of a displacement common to all positions with a finite
        spread: what the charge reference leaves open.
    width_spread : float
        The same for a common relative change of the widths.
    """

    region: str
    low_ev: float
    high_ev: float
    background: BackgroundModel
    components: tuple[Component, ...]
    shift_spread_ev: float = 0.0
    width_spread: float = 0.0


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """The line that fixes the energy scale: which component sits at which energy."""

    region: str
    component: str
    binding_energy_ev: float


@dataclass(frozen=True, slots=True)
class Species:
    """A compound or group that shows in several core levels in fixed proportion.

    A component that species own has the area that their amounts demand: the sum over
    them of atoms per formula unit x amount x sensitivity of the core level.

    Attributes
    ----------
    name : str
        Unique within the model.
    composition : dict of str to float
        Atoms per formula unit by element, hydrogen left out.
    components : dict of str to str
        By core level, the component it shows as; species may share one.
    slack : float
        Relative standard deviation by which an area may depart from what the amount
        demands; 0 is strict.
    source : str
        Where the composition comes from.
    """

    name: str
    composition: dict[str, float]
    components: dict[str, str]
    slack: float = 0.0
    source: str = ""


@dataclass(frozen=True, slots=True)
class SampleLink:
    """An exact tie of the same quantities between samples that are fitted together.

    Without `to_sample` the quantities are one and the same in all samples. With it,
    ``value = ratio * value in to_sample + offset`` in each of the others.

    Attributes
    ----------
    components : tuple of (str, str)
        Core level and component of each; `BACKGROUND` for the strength of a background.
    quantity : str
        E.g. ``"fwhm_ev"``.
    samples : tuple of str
        Names of samples or of their files; empty for all.
    to_sample : str
        Empty where the quantities are equal.
    link : tuple of (str, str) or None
        Another component in `to_sample`; None for the same one.
    ratio, offset : float
        `offset` in the unit of the quantity.
    relative_to : tuple of (str, str) or None
        The component from which positions are counted in each sample; None for the
        calibrated scale.
    """

    components: tuple[tuple[str, str], ...]
    quantity: str
    samples: tuple[str, ...] = ()
    to_sample: str = ""
    link: tuple[str, str] | None = None
    ratio: float = 1.0
    offset: float = 0.0
    relative_to: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class PeakModel:
    """A complete, portable peak model: one `RegionModel` per core level.

    Its `species`, if any, tie the areas of components in several regions; `shared`
    ties samples.
    """

    name: str
    title: str
    regions: tuple[RegionModel, ...]
    reference: ReferenceLine | None = None
    source: str = ""
    species: tuple[Species, ...] = ()
    shared: tuple[SampleLink, ...] = ()

    def with_background(self, kind: str) -> PeakModel:
        """Return the model with another kind of background in every region.

        A region that has this kind already keeps its own. Others keep what both kinds
        have in common: slope, end points, steps.
        """
        return replace(
            self,
            regions=tuple(
                region
                if region.background.kind == kind
                else replace(
                    region,
                    background=replace(
                        region.background,
                        kind=kind,
                        cross_section=None,
                        strength_ev2=None,
                    ),
                )
                for region in self.regions
            ),
        )

    def region(self, name: str) -> RegionModel | None:
        """Return the model of a core level, or None where it has none."""
        return next((r for r in self.regions if r.region == name), None)
