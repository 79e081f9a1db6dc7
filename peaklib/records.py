"""The records of the library: frozen containers with units in their names.

Binding energies are in eV on the scale that puts C-C of C 1s at 284.8 eV.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from peaklib.errors import UnknownLevelError

if TYPE_CHECKING:
    from collections.abc import Mapping

SourceKind = Literal["article", "database", "software", "website", "recollection"]
SourceTier = Literal[
    "evaluated", "handbook", "article", "program", "study", "unverified"
]
LineShape = Literal["gl_product", "voigt", "la", "doniach_sunjic_gauss"]
Asymmetry = Literal["none", "possible", "slight", "high_be_tail"]
Origin = Literal["study", "literature"]
Confidence = Literal["high", "medium", "low", "none", "reject"]

LINE_SHAPES: tuple[LineShape, ...] = get_args(LineShape)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from.

    Attributes
    ----------
    key : str
        What records refer to, e.g. ``"hornsveld-2017"``.
    citation : str
        Authors, journal, pages; or the name of a database, page or program.
    doi : str
        Empty where there is none or none is known.
    kind : {"article", "database", "software", "website", "recollection"}
        What it is.
    tier : str
        How far to trust it: ``evaluated``, ``handbook``, ``article``, ``program`` (a
        program's own library), ``study`` (the founding study) or ``unverified``.
    """

    key: str
    citation: str
    doi: str
    kind: SourceKind
    tier: SourceTier


@dataclass(frozen=True, slots=True)
class CoreLevel:
    """A core level of an element.

    Attributes
    ----------
    name, element, level : str
        ``"Al 2p"``, ``"Al"``, ``"2p"``. A level without j and its two lines are
        separate records; the first stands for the pair as a whole.
    binding_energy_ev : float
        Where to look for the line: a finding aid, not a reference value.
    source : str
        Key of the source of the energy.
    note : str
        What else is known, e.g. a conflicting edge energy.
    """

    name: str
    element: str
    level: str
    binding_energy_ev: float
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Doublet:
    """The two lines of a spin-orbit pair.

    Attributes
    ----------
    level : str
        The pair as a whole, e.g. ``"Al 2p"``.
    major, minor : str
        The stronger line, of higher j and lower binding energy, and the weaker one:
        ``"2p3/2"`` and ``"2p1/2"``.
    splitting_ev, splitting_min_ev, splitting_max_ev : float
        Minor line minus major line, positive, and the extremes of all sources, which
        may hold misprints (see `note`).
    branching_ratio : float
        Minor over major by the number of states, (2j + 1) / (2j' + 1).
    scofield_area_ratio : float
        Minor over major by the Scofield cross sections for Al K-alpha.
    source, note : str
        Key of the source of `splitting_ev`, and what each source says.
    """

    level: str
    major: str
    minor: str
    splitting_ev: float
    splitting_min_ev: float
    splitting_max_ev: float
    branching_ratio: float
    scofield_area_ratio: float
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChemicalState:
    """One chemical state in one core level.

    Attributes
    ----------
    key : str
        Unique within the level, e.g. ``"Li2CO3_study"``.
    level : str
        Core level, e.g. ``"C 1s"``. A doublet's positions are those of its major line.
    name : str
        Short display name, unique within the level, e.g. ``"Li2CO3"``.
    species : str
        The compound or group; the same in every core level it shows up in.
    label, formula : str
        The state in words and as a formula.
    be_ev, be_min_ev, be_max_ev : float
        Position and the range it may be found in.
    fwhm_min_ev, fwhm_max_ev : float
        Sensible range of the full width at half maximum at 50 eV pass energy.
    line_shape : {"gl_product", "voigt", "la", "doniach_sunjic_gauss"}
        The recommended shape.
    mixing : float or None
        Lorentzian share of ``gl_product``; None for other shapes.
    alternative_shapes : tuple of str
        Other shapes that serve.
    asymmetry : {"none", "possible", "slight", "high_be_tail"}
        Asymmetry to expect.
    origin : {"study", "literature"}
        Whose assignment it is.
    confidence : {"high", "medium", "low", "none", "reject"}
        ``none``: the position is a placeholder; ``reject``: kept as a warning only.
    memory_only : bool
        True where the position rests on memory and no source could be checked.
    sources : tuple of str
        Keys of the sources.
    note : str
        Conflicts, overlaps, advice.
    """

    key: str
    level: str
    name: str
    species: str
    label: str
    formula: str
    be_ev: float
    be_min_ev: float
    be_max_ev: float
    fwhm_min_ev: float
    fwhm_max_ev: float
    line_shape: LineShape
    mixing: float | None
    alternative_shapes: tuple[LineShape, ...]
    asymmetry: Asymmetry
    origin: Origin
    confidence: Confidence
    memory_only: bool
    sources: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """An element with all that is known of its core levels.

    Attributes
    ----------
    symbol, name : str
        ``"Al"``, ``"aluminum"``.
    atomic_number : int
        Number of protons.
    levels : tuple of CoreLevel
        From the innermost outwards.
    doublets : tuple of Doublet
        Pairs whose splitting is known.
    states : tuple of ChemicalState
        Chemical states of all its levels.
    """

    symbol: str
    name: str
    atomic_number: int
    levels: tuple[CoreLevel, ...]
    doublets: tuple[Doublet, ...]
    states: tuple[ChemicalState, ...]


@dataclass(frozen=True, slots=True)
class SensitivityLibrary:
    """Relative sensitivity factors of one publication.

    Attributes
    ----------
    name, title : str
        ``"scofield"`` and a readable title.
    source, provenance : str
        Key of the source, and how the numbers came here.
    unit, version : str
        What the factors are relative to, and the version of the table.
    photon_energy_ev : float
        The factors hold for this photon energy only.
    factors : mapping of str to float
        Factor of each core level, relative to C 1s = 1, read-only. The factor of a
        level without j is that of both its lines.
    factor_sources : mapping of str to str
        Key of the source each factor was taken from.
    """

    name: str
    title: str
    source: str
    provenance: str
    unit: str
    version: str
    photon_energy_ev: float
    factors: Mapping[str, float]
    factor_sources: Mapping[str, str]

    def factor(self, level: str) -> float:
        """Return the factor of a core level, e.g. ``"Al 2p"``.

        Raises
        ------
        UnknownLevelError
            If this library has no factor for the level.
        """
        if level not in self.factors:
            kind = f"core level of sensitivity library {self.name!r}"
            raise UnknownLevelError(kind, level, self.factors)
        return self.factors[level]


@dataclass(frozen=True, slots=True)
class RegionRecipe:
    """The states to fit in one core level.

    Attributes
    ----------
    level : str
        Core level, e.g. ``"C 1s"``.
    low_ev, high_ev : float
        Fit window.
    states : tuple of str
        Keys of the chemical states, in the order of the file.
    line_shape, mixing
        Shape of all lines, and its Lorentzian share.
    anchor : str or None
        Key of the state from which all others keep the separations of the library,
        for lines that no spectrum can tell apart; None leaves every position free.
    """

    level: str
    low_ev: float
    high_ev: float
    states: tuple[str, ...]
    line_shape: LineShape
    mixing: float
    anchor: str | None


@dataclass(frozen=True, slots=True)
class SpeciesRecipe:
    """A compound that shows in several core levels in fixed proportion.

    Attributes
    ----------
    name : str
        E.g. ``"Li2CO3"``.
    atoms : mapping of str to float
        Atoms per formula unit by element, hydrogen left out.
    states : mapping of str to str
        By core level, the key of the chemical state it shows as.
    sources : tuple of str
        Keys of the sources of composition and assignment.
    note : str
        What to know before use.
    """

    name: str
    atoms: Mapping[str, float]
    states: Mapping[str, str]
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class ModelRecipe:
    """Which chemical states make up a peak model, and whose choice that is.

    Attributes
    ----------
    name, title, description : str
        ``"li-tma"``, a readable title, and what to know before use.
    source : str
        Key of the source of the assignments.
    reference_level, reference_state : str
        The line that fixes the energy scale: core level and key of the state.
    reference_ev : float
        Binding energy assigned to that line.
    regions : tuple of RegionRecipe
        One per core level.
    species : tuple of SpeciesRecipe
        Empty where every core level stands alone.
    """

    name: str
    title: str
    description: str
    source: str
    reference_level: str
    reference_state: str
    reference_ev: float
    regions: tuple[RegionRecipe, ...]
    species: tuple[SpeciesRecipe, ...] = ()
